"""What an entry of the audit says to people."""

from collections.abc import Callable, Mapping
from typing import Any

from workshops.models import AuditEntry

_PARTS = {
    "queue_rule": "queue rule",
    "passcode": "passcode",
    "expires_at": "expiry",
    "is_open": "whether people can join",
}


def sentence_of(entry: AuditEntry) -> str:
    """Return one sentence with who did what; an act that has no sentence is named as it is."""
    compose = _SENTENCES.get(entry.act)
    what = compose(entry.details) if compose else entry.act.replace("_", " ")
    return f"{entry.actor_name} {what}."


def _changed(details: Mapping[str, Any]) -> str:
    return ", ".join(_PARTS.get(name, name) for name in details.get("changed", [])) or "nothing"


def _readings(details: Mapping[str, Any]) -> str:
    count = details.get("count")
    return "1 reading" if count == 1 else f"{count} readings"


def _moved(kind: str, details: Mapping[str, Any]) -> str:
    before, after = (str(details.get(name)).replace("_", " ") for name in ("before", "after"))
    return f"took the {kind} “{details.get('name')}” from {before} to {after}"


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "create_workshop": lambda _: "created the workshop",
    "change_charter": lambda details: f"changed the charter: {_changed(details)}",
    "archive_workshop": lambda _: "put the workshop into the archive",
    "bring_back_workshop": lambda _: "brought the workshop back from the archive",
    "duplicate_workshop": lambda _: "duplicated the workshop",
    "delete_workshop": lambda _: "deleted the workshop",
    "renew_invitation": lambda _: "gave out a new code and link",
    "change_invitation": lambda details: f"changed the invitation: {_changed(details)}",
    "join_workshop": lambda _: "joined",
    "change_role": lambda details: f"made {details.get('name')} a {details.get('role')}",
    "remove_participant": lambda details: f"removed {details.get('name')}",
    "let_in_again": lambda details: f"let {details.get('name')} in again",
    "rename_myself": lambda details: f"took the name {details.get('after')}",
    "save_state": lambda details: f"saved the state “{details.get('name')}” of “{details.get('map')}”",
    "state_design": lambda details: f"stated anew what the future state “{details.get('title')}” is for",
    "create_future_state": lambda details: f"made the future state “{details.get('title')}”",
    "create_series": lambda details: f"began the series “{details.get('name')}”",
    "change_series": lambda details: f"changed the series “{details.get('name')}”: {_changed(details)}",
    "delete_series": lambda details: f"deleted the series “{details.get('name')}” with its readings",
    "add_readings": lambda details: f"added {_readings(details)} to “{details.get('name')}”",
    "withdraw_readings": lambda details: f"withdrew {_readings(details)} from “{details.get('name')}”",
    "propose_improvement": lambda details: f"proposed the improvement “{details.get('name')}”",
    "propose_bursts": lambda details: f"put {details.get('count')} bursts of “{details.get('title')}” on the plan",
    "change_improvement": lambda details: f"changed the improvement “{details.get('name')}”: {_changed(details)}",
    "decide_improvement": lambda details: _moved("improvement", details),
    "draft_experiment": lambda details: f"drafted the experiment “{details.get('name')}”",
    "change_experiment": lambda details: f"changed the experiment “{details.get('name')}”: {_changed(details)}",
    "decide_experiment": lambda details: _moved("experiment", details),
    "write_map_values": lambda details: f"wrote what “{details.get('name')}” measured onto the map",
    "rename_map": lambda details: f"renamed the map “{details.get('before')}” to “{details.get('after')}”",
}
