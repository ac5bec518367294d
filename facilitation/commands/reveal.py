"""The reveal: what people wrote becomes a result that everybody sees, and what the room accepts of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from facilitation.commands.changes import record, session_changing
from facilitation.commands.entries import write_entries
from facilitation.commands.rounds import lock_round
from facilitation.domain.contributions import read_estimate
from facilitation.domain.placing import NewNote, place_notes
from facilitation.domain.results import Contribution, accepted_quantity, result_of
from facilitation.domain.rounds import (
    FEWEST_ANONYMOUS,
    RoundKind,
    RoundMove,
    RoundState,
    RoundStateError,
    TooFew,
    is_there,
    state_after,
)
from facilitation.models import Entry, Round
from facilitation.permissions import SessionAct, require
from maps.commands.edit import Receipt, submit
from maps.commands.judging import show_constraint
from maps.domain.elements import Elements, Reading
from maps.domain.errors import ElementGone
from maps.domain.map_file import calendar_of
from maps.selectors import figures_of, snapshot_of
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class Accepted:
    """One estimate that the room accepts: the median, or another value as people type it."""

    element: str
    field: str
    value: object = None


class NothingToAccept(Conflict):
    """None of the steps with estimates is on the map any more."""

    code = "nothing_to_accept"


def reveal_round(*, actor: Participant, round_id: UUID, although_few: bool = False) -> Round:
    """Show everybody what people wrote: notes as one operation on the map, everything else as the round's result.

    Of an anonymous round nothing is left that leads to a person: statements stand alone under new ids. Raises TooFew
    where fewer than three have written in it, unless `although_few`.
    """
    require(actor, SessionAct.LEAD_ROUNDS)
    with session_changing(actor.workshop_id):
        locked = lock_round(actor, round_id)
        if is_there(RoundMove.REVEAL, RoundState(locked.state)):
            return locked
        locked.state = state_after(RoundMove.REVEAL, RoundState(locked.state))
        entries = list(Entry.objects.filter(round=locked))
        if locked.is_anonymous and not although_few:
            _refuse_few(len(entries))
        contributions = [
            Contribution(str(entry.author_id) if entry.author_id else None, entry.content) for entry in entries
        ]
        locked.result = result_of(RoundKind(locked.kind), locked.options, contributions)
        _add_to_result(actor, locked)
        show_constraint(occasion=locked.id)
        locked.result_revision += 1
        locked.ends_at = timezone.now()
        if locked.is_anonymous:
            write_entries(locked, (Entry(content=[statement]) for entry in entries for statement in entry.content))
        locked.save()
        record(actor, "reveal_round", round=str(locked.id), kind=locked.kind, prompt=locked.prompt)
    return locked


def accept_estimates(
    *, actor: Participant, round_id: UUID, op_id: str, accepted: Sequence[Accepted] | None = None
) -> Receipt:
    """Write what the room accepts onto the map as estimates with their range, in one operation; None: every median.

    Of all medians those are written whose steps are still there. A resend of the `op_id` returns its receipt.
    """
    require(actor, SessionAct.LEAD_ROUNDS)
    with session_changing(actor.workshop_id):
        locked = lock_round(actor, round_id)
        if locked.kind != RoundKind.ESTIMATES or locked.result is None:
            raise RoundStateError(
                "Only estimates that were revealed can be accepted; nothing was changed.",
                details={"state": locked.state},
            )
        elements = snapshot_of(locked.map_id).elements
        quantities = _chosen(locked, elements, accepted)
        edits = [
            {
                "do": "set",
                "id": element,
                "fields": fields,
                "saw": {name: _seen(elements, element, name) for name in fields},
            }
            for element, fields in quantities.items()
        ]
        receipt = submit(map_id=locked.map_id, actor=actor, op_id=op_id, edits=edits)
        if receipt.is_new:
            _note_accepted(locked, quantities)
    return receipt


def _refuse_few(people: int) -> None:
    if 0 < people < FEWEST_ANONYMOUS:
        who = "Only one person has" if people == 1 else f"Only {people} people have"
        raise TooFew(
            f"{who} written in this anonymous round, so others could guess who said what. Give more time, cancel it, "
            "or reveal it all the same.",
            details={"people": people},
        )


def _add_to_result(actor: Participant, locked: Round) -> None:
    """Put revealed notes on the map; remember beside people's constraint what the figures say."""
    assert locked.result is not None
    if locked.kind == RoundKind.NOTES and locked.result["notes"]:
        _put_on_map(actor, locked, locked.result["notes"])
    if locked.kind == RoundKind.CONSTRAINT:
        elements = snapshot_of(locked.map_id).elements
        found = figures_of(locked.map.workshop.charter, elements)["constraint"]
        locked.result["figures"] = found and {name: found[name] for name in ("step", "rule", "agrees")}


def _put_on_map(actor: Participant, locked: Round, notes: list[dict[str, Any]]) -> None:
    elements = snapshot_of(locked.map_id).elements
    names = dict(Participant.objects.filter(workshop_id=actor.workshop_id).values_list("id", "name"))
    kind = locked.options["note"]
    new = []
    for note in notes:
        signed = f"{note['text']}\n— {names[UUID(note['participant'])]}" if "participant" in note else note["text"]
        about = note.get("about")
        new.append(NewNote(signed, about if about in elements else None, kind == "burst"))
    edits = []
    for note, written, (x, y) in zip(notes, new, place_notes(elements, new), strict=True):
        note["id"] = str(uuid4())
        element = {"kind": "note", "note": kind, "text": written.text, "x": x, "y": y}
        element |= {"about": written.about} if written.about else {}
        edits.append({"do": "add", "id": note["id"], "element": element})
    submit(map_id=locked.map_id, actor=actor, op_id=f"reveal-{locked.id}", edits=edits)


def _chosen(
    locked: Round, elements: Elements, accepted: Sequence[Accepted] | None
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the quantities to write, by step and field."""
    assert locked.result is not None
    spreads = {
        (step["element"], field): spread for step in locked.result["steps"] for field, spread in step["fields"].items()
    }
    chosen: dict[str, dict[str, dict[str, Any]]] = {}
    if accepted is None:
        for (element, field), spread in spreads.items():
            if element in elements:
                chosen.setdefault(element, {})[field] = accepted_quantity(spread)
        if not chosen:
            raise NothingToAccept("None of the estimated steps is on the map any more, so there is nothing to accept.")
        return chosen
    reading = Reading(calendar_of(locked.map.workshop.calendar), "estimate")
    for index, one in enumerate(accepted):
        known = spreads.get((one.element, one.field))
        if known is None:
            raise InvalidInput([Problem(f"accept.{index}", "Nobody has estimated this in this round.")])
        if one.element not in elements:
            name = next(target["name"] for target in locked.options["targets"] if target["id"] == one.element)
            raise ElementGone(one.element, f"“{name}” is not on the map any more, so the estimate was not accepted.")
        value = None if one.value is None else read_estimate(one.field, one.value, reading)["value"]
        chosen.setdefault(one.element, {})[one.field] = accepted_quantity(known, value)
    return chosen


def _seen(elements: Elements, element_id: str, name: str) -> Any:
    return elements[element_id].get(name)


def _note_accepted(locked: Round, quantities: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
    assert locked.result is not None
    for step in locked.result["steps"]:
        for field, spread in step["fields"].items():
            quantity = quantities.get(step["element"], {}).get(field)
            if quantity is not None:
                spread["accepted"] = quantity["value"]
    locked.result_revision += 1
    locked.save(update_fields=["result", "result_revision"])
