"""A what-if: asked by anyone for themselves, shared by its author, withdrawn again.

A what-if that is only asked is nobody else's business: nothing of it is stored, logged or announced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from maps.domain.changes import apply_changes
from maps.domain.elements import Elements, Reading, display_name
from maps.domain.errors import EditRejected, ElementGone
from maps.domain.map_file import calendar_of
from maps.domain.masking import prediction_without_loads, without_constraint
from maps.domain.plan import Plan, Refusal
from maps.domain.what_if import EditsRefused, net_edits, plan_what_if
from maps.models import Map, Operation, WhatIf
from maps.permissions import MapAct, require
from maps.selectors import choose_figures, hides_constraint, snapshot_of
from metrics import Stream, explain, stream_from_elements, tornado
from metrics.prediction import Prediction, predict, predicted_stream
from workshops.commands.locking import lock_workshop
from workshops.commands.people import count_people_change
from workshops.errors import Conflict, InvalidInput, NotFound, Problem, WorkshopError
from workshops.models import Participant

TITLE_LIMIT = 200
WHAT_IFS_LIMIT = 40
STORED_LIMIT = 256 * 1024


class TooManyWhatIfs(Conflict):
    """The map holds as many shared what-ifs as it may."""

    code = "too_many_what_ifs"


class WhatIfTooLarge(WorkshopError):
    """A what-if is larger than one that is shared may be."""

    code = "too_large"
    status = 413


class NothingDiffers(EditRejected):
    """The edits leave the map as it is."""

    code = "nothing_differs"


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """What a what-if would do to the figures of the map after operation `seq`: those of today, those predicted, and how
    they were; as people may see them now.
    """

    seq: int
    today: dict[str, Any]
    predicted: dict[str, Any]
    prediction: Prediction


def ask_what_if(*, actor: Participant, of: Map, edits: object) -> WhatIfAnswer:
    """Return the figures of the map as it is now beside those that the edits would make; changes and keeps nothing.

    Raises EditsRefused with every edit that does not fit the map.
    """
    seq, today, changed = _streams_of(actor=actor, of=of, edits=edits)
    prediction = predict(today, changed)
    if not hides_constraint(of.workshop_id):
        return WhatIfAnswer(seq, prediction.today.as_json(), prediction.predicted.as_json(), prediction)
    prediction = prediction_without_loads(prediction)
    now, then = without_constraint(prediction.today.as_json()), without_constraint(prediction.predicted.as_json())
    return WhatIfAnswer(seq, now, then, prediction)


def explain_what_if(*, actor: Participant, of: Map, edits: object, figure: str | None = None) -> dict[str, Any]:
    """Return every predicted figure of a what-if opened, or the one that is asked for; changes and keeps nothing.

    Raises EditsRefused as `ask_what_if`, and NotFound for an unknown figure.
    """
    seq, today, changed = _streams_of(actor=actor, of=of, edits=edits)
    prediction = predict(today, changed)
    is_hidden = hides_constraint(of.workshop_id)
    if is_hidden:
        prediction = prediction_without_loads(prediction)
    figures = explain(predicted_stream(today, changed), prediction.predicted)
    return {"seq": seq, "figures": choose_figures(figures, figure, is_constraint_hidden=is_hidden)}


def sensitivity_of_what_if(*, actor: Participant, of: Map, edits: object) -> dict[str, Any]:
    """Return which uncertain values of a what-if move its expected lead time; changes and keeps nothing."""
    seq, today, changed = _streams_of(actor=actor, of=of, edits=edits)
    return {"seq": seq, **tornado(predicted_stream(today, changed)).as_json()}


def _streams_of(*, actor: Participant, of: Map, edits: object) -> tuple[int, Stream, Stream]:
    """Return the last operation of the map, its stream as it is now, and as the edits would make it."""
    require(actor, MapAct.READ)
    snapshot = snapshot_of(of.id)
    plan = plan_on_map(actor=actor, of=of, elements=snapshot.elements, edits=edits)
    charter = of.workshop.charter
    changed = apply_changes(snapshot.elements, plan.changes)
    return (
        snapshot.seq,
        stream_from_elements(charter, snapshot.elements),
        stream_from_elements(charter, changed),
    )


@transaction.atomic
def share_what_if(*, actor: Participant, of: Map, title: str, edits: object) -> tuple[WhatIf, bool]:
    """Show a what-if to everybody on the map, under its author's name; the same once more is what is there already.

    Returns it and whether it is new. It is kept as what differs from the map as it is now.
    """
    require(actor, MapAct.SHARE_WHAT_IF)
    kept = _read_title(title)
    # One at a time on a map, so that the limit holds and a double click shares once.
    lock_workshop(actor.workshop_id)
    locked = Map.objects.select_for_update(no_key=True, of=("self",)).filter(pk=of.pk).first()
    if locked is None:
        raise NotFound("This map does not exist any more, so the what-if was not shared.")
    snapshot = snapshot_of(of.id)
    plan = plan_on_map(actor=actor, of=of, elements=snapshot.elements, edits=edits)
    if not plan.changes:
        raise NothingDiffers("The what-if does not differ from the map, so there is nothing to share.")
    net = net_edits(plan.changes)
    _refuse_too_large(net)
    known = WhatIf.objects.filter(map=of, author=actor, title=kept, edits=net).first()
    if known is not None:
        return known, False
    if WhatIf.objects.filter(map=of).count() >= WHAT_IFS_LIMIT:
        raise TooManyWhatIfs(
            f"“{of.title}” holds {WHAT_IFS_LIMIT} shared what-ifs, as many as it may; withdraw one first."
        )
    shared = WhatIf.objects.create(map=of, author=actor, title=kept, seq=snapshot.seq, edits=net)
    count_people_change(of.workshop)
    return shared, True


@transaction.atomic
def withdraw_what_if(*, actor: Participant, what_if: WhatIf) -> None:
    """Take a shared what-if away; its author may, and facilitators."""
    if what_if.author_id != actor.id:
        require(actor, MapAct.WITHDRAW_ANY_WHAT_IF)
    lock_workshop(actor.workshop_id)
    what_if.delete()
    count_people_change(actor.workshop)


def plan_on_map(*, actor: Participant, of: Map, elements: Elements, edits: object) -> Plan:
    """Return what the edits do to the elements of the map, read as those that people type on its board.

    Raises EditsRefused, in which what somebody removed is called by its name.
    """
    reading = Reading(calendar_of(of.workshop.calendar), "estimate")
    try:
        return plan_what_if(elements, edits, reading=reading)
    except EditsRefused as error:
        removals = _removals_of(of.id, [refusal for refusal in error.refusals if refusal.element])
        named = [_named(refusal, removals, actor) for refusal in error.refusals]
        raise EditsRefused(named, of=error.of) from None


def _removals_of(map_id: UUID, refusals: list[Refusal]) -> Mapping[str, Operation]:
    """Return by element the operation that removed it, of the elements that are gone."""
    gone = {refusal.element for refusal in refusals if isinstance(refusal.error, ElementGone)}
    found: dict[str, Operation] = {}
    if gone:
        log = Operation.objects.filter(map_id=map_id, changes__has_any_keys=sorted(gone)).select_related("actor")
        seen: set[str] = set()
        for operation in log.order_by("-seq").iterator(chunk_size=50):
            for element_id in (gone & operation.changes.keys()) - seen:
                seen.add(element_id)
                if operation.changes[element_id]["after"] is None:
                    found[element_id] = operation
            if seen == gone:
                break
    return found


def _named(refusal: Refusal, removals: Mapping[str, Operation], actor: Participant) -> Refusal:
    removal = removals.get(refusal.element or "")
    if removal is None or refusal.element is None or not isinstance(refusal.error, ElementGone):
        return refusal
    name = display_name(refusal.element, {refusal.element: removal.changes[refusal.element]["before"]})
    by = "you" if removal.actor_id == actor.id else removal.actor.name
    message = f"“{name}” was removed from the map by {by}, so the what-if cannot change it."
    error = ElementGone(refusal.element, message, name=name, removed_by=str(removal.actor_id))
    return Refusal(refusal.index, refusal.element, error)


def _read_title(title: str) -> str:
    text = " ".join(title.replace("\x00", "").split())
    if not text:
        raise InvalidInput(
            [Problem("title", "Give the what-if a title, such as “A second tester”; nothing was shared.")]
        )
    if len(text) > TITLE_LIMIT:
        sentence = f"The title is {len(text)} characters long; {TITLE_LIMIT} are allowed. Nothing was shared."
        raise InvalidInput([Problem("title", sentence)])
    return text


def _refuse_too_large(edits: object) -> None:
    size = len(orjson.dumps(edits))
    if size > STORED_LIMIT:
        raise WhatIfTooLarge(
            f"The what-if is {size // 1024} kB large, and one of at most {STORED_LIMIT // 1024} kB can be shared."
        )
