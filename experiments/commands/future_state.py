"""The future state: made of a current state that is complete enough, with its aim, each change with its reason."""

from datetime import date

from django.db import transaction
from django.db.models import F

from experiments.models import ChangeReason, FutureStateDesign
from experiments.permissions import ExperimentAct, require
from experiments.selectors.future_state import changes_of, completeness_of, current_state_of
from maps.commands.future_state import create_future_state
from maps.domain.elements import WASTES
from maps.models import Map, Operation
from maps.permissions import MapAct
from maps.permissions import require as require_on_map
from workshops.commands.audit import record_act
from workshops.commands.locking import lock_workshop
from workshops.commands.people import count_people_change
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

TEXT_LIMIT = 2_000


class NotCompleteEnough(Conflict):
    """The current state lacks what a future state has to rest on; `details.gaps` names each thing."""

    code = "not_complete_enough"


class NoFutureState(Conflict):
    """What only a future state has was asked of another map."""

    code = "no_future_state"


@transaction.atomic
def derive_future_state(
    *,
    actor: Participant,
    of: Map,
    title: str,
    target_condition: str,
    horizon_ends_on: date,
    edits: object,
    op_id: str,
) -> tuple[Map, bool]:
    """Make a future state with its target condition and horizon; facilitators, once nothing is missing to design on.

    Returns it and whether it is new: a known `op_id` returns what it made. Made of another future state, it has the
    same current state. Raises NotCompleteEnough with every gap, and what `create_future_state` raises.
    """
    require_on_map(actor, MapAct.CREATE_FUTURE_STATE)
    aim = _read_text("target_condition", target_condition)
    if not aim:
        raise InvalidInput([Problem("target_condition", "Say what is to be true then; nothing was made.")])
    current = current_state_of(of) or of
    # What was made before is answered again, also where the current state has gaps by now.
    if not Operation.objects.filter(op_id=op_id, seq=1, map__derived_from=of).exists():
        _refuse_gaps(current)
    made, is_new = create_future_state(actor=actor, of=of, title=title, edits=edits, op_id=op_id)
    if is_new:
        FutureStateDesign.objects.create(
            map=made, target_condition=aim, horizon_ends_on=horizon_ends_on, created_by=actor
        )
    return made, is_new


def _refuse_gaps(current: Map) -> None:
    found = completeness_of(current)
    blocking = [lack for lack in found.lacks if lack.blocks]
    if not blocking:
        return
    more = f" There are {len(blocking) - 1} more things." if len(blocking) > 1 else ""
    raise NotCompleteEnough(
        f"“{current.title}” is not complete enough to design on, so no future state was made. "
        f"{blocking[0].sentence}{more}",
        details={"gaps": [lack.as_json() for lack in blocking]},
    )


@transaction.atomic
def state_design(
    *, actor: Participant, of: Map, target_condition: str | None = None, horizon_ends_on: date | None = None
) -> FutureStateDesign:
    """State the target condition, the horizon or both of a future state anew; facilitators.

    What is None stays. Everybody on the map hears of it, and the audit keeps what it was.
    """
    require(actor, ExperimentAct.STATE_DESIGN)
    design = _locked_design(actor, of)
    before = {"target_condition": design.target_condition, "horizon_ends_on": str(design.horizon_ends_on or "")}
    if target_condition is not None:
        aim = _read_text("target_condition", target_condition)
        if not aim:
            raise InvalidInput([Problem("target_condition", "Say what is to be true then; nothing was changed.")])
        design.target_condition = aim
    if horizon_ends_on is not None:
        design.horizon_ends_on = horizon_ends_on
    after = {"target_condition": design.target_condition, "horizon_ends_on": str(design.horizon_ends_on or "")}
    if before != after:
        design.save(update_fields=["target_condition", "horizon_ends_on"])
        details = {"map": str(of.id), "title": of.title, "before": before, "after": after}
        record_act(workshop=actor.workshop, user=actor.user, actor_name=actor.name, act="state_design", details=details)
        _count_change(design, actor)
    return design


@transaction.atomic
def give_reason(*, actor: Participant, of: Map, key: str, waste: str, reason: str) -> ChangeReason | None:
    """Say which waste a change of the future state removes, and why; the later word stands. Facilitators and members.

    Nothing said takes back what was said. Raises NotFound where the future state does not differ in that element.
    """
    require(actor, ExperimentAct.GIVE_REASON)
    if waste not in ("", *WASTES):
        raise InvalidInput([Problem("waste", f"The waste must be one of {', '.join(WASTES)}, or empty.")])
    text = _read_text("reason", reason)
    design = _locked_design(actor, of)
    known = ChangeReason.objects.filter(map=of, key=key).first()
    if not waste and not text:
        if known is not None:
            known.delete()
            _count_change(design, actor)
        return None
    if known is None and all(change.key != key for change in changes_of(of)):
        raise NotFound(f"“{of.title}” does not differ from its current state there, so there is no change to explain.")
    if known is not None and (known.waste, known.reason) == (waste, text):
        return known
    values = {"waste": waste, "reason": text, "author": actor}
    said, _ = ChangeReason.objects.update_or_create(map=of, key=key, defaults=values)
    _count_change(design, actor)
    return said


def _locked_design(actor: Participant, of: Map) -> FutureStateDesign:
    """Return the design of the map, locked; one at a time on a map, so a second writer never makes a second row."""
    lock_workshop(actor.workshop_id)
    locked = Map.objects.select_for_update(no_key=True, of=("self",)).filter(pk=of.pk).first()
    if locked is None:
        raise NotFound("This map does not exist any more, so nothing was changed.")
    if locked.kind != Map.Kind.FUTURE:
        raise NoFutureState(f"“{of.title}” is a current state; only a future state has changes and a target condition.")
    design, _ = FutureStateDesign.objects.get_or_create(map=of, defaults={"created_by": actor})
    return design


def _count_change(design: FutureStateDesign, actor: Participant) -> None:
    FutureStateDesign.objects.filter(pk=design.pk).update(revision=F("revision") + 1)
    count_people_change(actor.workshop)


def _read_text(place: str, text: str) -> str:
    kept = "\n".join(" ".join(line.split()) for line in text.replace("\x00", "").splitlines()).strip()
    if len(kept) > TEXT_LIMIT:
        sentence = f"The text is {len(kept)} characters long; {TEXT_LIMIT} are allowed. Nothing was changed."
        raise InvalidInput([Problem(place, sentence)])
    return kept
