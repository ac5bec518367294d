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


def _count(details: Mapping[str, Any], what: str) -> str:
    count = details.get("count")
    return f"1 {what}" if count == 1 else f"{count} {what}s"


def _items(details: Mapping[str, Any]) -> str:
    return _count({"count": details.get("items")}, "real item")


def _readings(details: Mapping[str, Any]) -> str:
    return _count(details, "reading")


def _moved(kind: str, details: Mapping[str, Any]) -> str:
    before, after = (str(details.get(name)).replace("_", " ") for name in ("before", "after"))
    return f"took the {kind} “{details.get('name')}” from {before} to {after}"


def _locked(details: Mapping[str, Any]) -> str:
    part = {"element": f"“{details.get('name')}” on ", "area": "a part of "}.get(str(details.get("scope")), "")
    return f"{part}“{details.get('map')}”"


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
    "ask_for_validation": lambda details: f"asked everybody whether “{details.get('map')}” is right",
    "end_validation": lambda details: f"ended the question whether “{details.get('map')}” is right",
    "take_walked": lambda details: (
        f"took {details.get('values')} walked values of {_items(details)} onto “{details.get('map')}”"
    ),
    "save_state": lambda details: f"saved the state “{details.get('name')}” of “{details.get('map')}”",
    "state_design": lambda details: f"stated anew what the future state “{details.get('title')}” is for",
    "create_future_state": lambda details: f"made the future state “{details.get('title')}”",
    "map_again": lambda details: f"mapped the stream again as “{details.get('title')}”",
    "create_series": lambda details: f"began the series “{details.get('name')}”",
    "change_series": lambda details: f"changed the series “{details.get('name')}”: {_changed(details)}",
    "delete_series": lambda details: f"deleted the series “{details.get('name')}” with its readings",
    "choose_signal": lambda details: f"chose “{details.get('name')}” as a signal of whether it works",
    "drop_signal": lambda details: f"no longer reads “{details.get('name')}” as a signal of whether it works",
    "add_readings": lambda details: f"added {_readings(details)} to “{details.get('name')}”",
    "withdraw_readings": lambda details: f"withdrew {_readings(details)} from “{details.get('name')}”",
    "propose_improvement": lambda details: f"proposed the improvement “{details.get('name')}”",
    "propose_bursts": lambda details: f"put {_count(details, 'burst')} of “{details.get('title')}” on the plan",
    "propose_changes": lambda details: f"put {_count(details, 'change')} of “{details.get('title')}” on the plan",
    "change_improvement": lambda details: f"changed the improvement “{details.get('name')}”: {_changed(details)}",
    "decide_improvement": lambda details: _moved("improvement", details),
    "draft_experiment": lambda details: f"drafted the experiment “{details.get('name')}”",
    "change_experiment": lambda details: f"changed the experiment “{details.get('name')}”: {_changed(details)}",
    "decide_experiment": lambda details: _moved("experiment", details),
    "plan_campaign": lambda details: f"planned the campaign “{details.get('name')}”",
    "change_campaign": lambda details: f"changed the campaign “{details.get('name')}”: {_changed(details)}",
    "decide_campaign": lambda details: _moved("campaign", details),
    "add_intervention": lambda details: f"noted “{details.get('text')}” in the campaign “{details.get('name')}”",
    "remove_intervention": lambda details: f"took “{details.get('text')}” out of the campaign “{details.get('name')}”",
    "answer_lens": lambda _: "answered which lens fits",
    "take_figure": lambda details: f"read “{details.get('name')}” from the map “{details.get('map')}”",
    "add_objective": lambda details: f"named the objective “{details.get('name')}”",
    "change_objective": lambda details: f"named an objective anew: “{details.get('name')}”",
    "delete_objective": lambda details: f"took the objective “{details.get('name')}” away",
    "set_key_result": lambda details: f"set the key result “{details.get('name')}”",
    "change_key_result": lambda details: f"changed the key result “{details.get('name')}”: {_changed(details)}",
    "delete_key_result": lambda details: f"took the key result “{details.get('name')}” away",
    "begin_initiative": lambda details: f"wrote down the initiative “{details.get('name')}”",
    "change_initiative": lambda details: f"changed the initiative “{details.get('name')}”: {_changed(details)}",
    "decide_initiative": lambda details: _moved("initiative", details),
    "decide_gate": lambda details: _moved("gate", details),
    "add_stage": lambda details: f"added the stage “{details.get('stage')}” to “{details.get('name')}”",
    "change_stage": lambda details: f"changed the stage “{details.get('stage')}” of “{details.get('name')}”",
    "remove_stage": lambda details: f"removed the stage “{details.get('stage')}” from “{details.get('name')}”",
    "plan_sprint": lambda details: f"planned the sprint “{details.get('goal')}” of “{details.get('name')}”",
    "change_sprint": lambda details: f"changed the sprint “{details.get('goal')}” of “{details.get('name')}”",
    "remove_sprint": lambda details: f"removed the sprint “{details.get('goal')}” from “{details.get('name')}”",
    "write_map_values": lambda details: f"wrote what “{details.get('name')}” measured onto the map",
    "use_agenda": lambda details: f"planned the session with {details.get('minutes')} minutes",
    "change_agenda": lambda _: "changed the agenda of the session",
    "start_session": lambda details: f"started the session with “{details.get('phase')}”",
    "go_to_phase": lambda details: f"went on to “{details.get('phase')}”",
    "pause_session": lambda _: "paused the session",
    "resume_session": lambda _: "went on with the session",
    "extend_phase": lambda details: f"gave “{details.get('phase')}” {details.get('minutes')} minutes more",
    "end_session": lambda _: "ended the session",
    "lock_map": lambda details: f"locked {_locked(details)}",
    "unlock_map": lambda details: f"unlocked {_locked(details)}",
    "let_members_change": lambda details: (
        f"let members change {'only what they added' if details.get('members_may') == 'own' else 'everything'} "
        f"on “{details.get('map')}”"
    ),
    "prepare_round": lambda details: f"prepared the round “{details.get('prompt')}”",
    "open_round": lambda details: f"opened the round “{details.get('prompt')}”",
    "extend_round": lambda details: f"gave more time to the round “{details.get('prompt')}”",
    "close_round": lambda details: f"closed the round “{details.get('prompt')}”",
    "reveal_round": lambda details: f"revealed the round “{details.get('prompt')}”",
    "circle_constraint": lambda details: f"circled “{details.get('name')}” as the constraint of “{details.get('map')}”",
    "erase_circle": lambda details: f"erased the circle around “{details.get('name')}” on “{details.get('map')}”",
    "cancel_round": lambda details: f"cancelled the round “{details.get('prompt')}”",
    "take_comment_away": lambda details: f"took a comment of {details.get('author')} on “{details.get('map')}” away",
    "rename_map": lambda details: f"renamed the map “{details.get('before')}” to “{details.get('after')}”",
}
