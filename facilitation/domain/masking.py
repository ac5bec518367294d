"""What figures do not say while people judge for themselves."""

from collections.abc import Iterable, Mapping
from typing import Any

from facilitation.domain.rounds import RoundKind, RoundState

# They name the step that the round asks for.
_TELLING = frozenset({"cannot_meet_demand", "near_its_limit", "long_wait"})


def judges_constraint(rounds: Iterable[Mapping[str, Any]], map_id: str) -> bool:
    """Whether people name the constraint of this map just now; `rounds` as they travel to everybody."""
    return any(
        one["map"] == map_id
        and one["kind"] == RoundKind.CONSTRAINT
        and one["state"] in (RoundState.OPEN, RoundState.CLOSED)
        for one in rounds
    )


def without_constraint(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures without the constraint and the findings that name it; `constraint_hidden` says so."""
    findings = [finding for finding in figures["findings"] if finding["code"] not in _TELLING]
    return {**figures, "constraint": None, "constraint_hidden": True, "findings": findings}
