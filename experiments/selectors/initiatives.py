"""Reads of initiatives with their stages and sprints."""

from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from experiments.domain.gates import current_stage
from experiments.models import Gate, Initiative, Sprint, Stage
from experiments.permissions import ExperimentAct, require
from workshops.models import Participant, User
from workshops.selectors import found_for


def initiatives_of(*, actor: Participant) -> QuerySet[Initiative]:
    """Return the initiatives of the actor's workshop in the order in which they were written down."""
    require(actor, ExperimentAct.READ)
    found = Initiative.objects.filter(workshop_id=actor.workshop_id).select_related("owner", "created_by")
    return found.prefetch_related(
        "key_results", "stages__gate", "stages__criteria__key_result__series", "sprints__key_result"
    )


def initiative_for(user: User | AnonymousUser, initiative_id: UUID) -> tuple[Participant, Initiative]:
    """Return the person's place and the initiative; raises NotFound for strangers, as for none."""
    place, found = found_for(user, Initiative.objects.select_related("owner", "created_by"), initiative_id)
    found.workshop = place.workshop
    return place, found


def stage_for(user: User | AnonymousUser, stage_id: UUID) -> tuple[Participant, Stage]:
    """Return the person's place and the stage; raises NotFound for strangers, as for none."""
    return found_for(user, Stage.objects.select_related("initiative"), stage_id, workshop_id="initiative.workshop_id")


def sprint_for(user: User | AnonymousUser, sprint_id: UUID) -> tuple[Participant, Sprint]:
    """Return the person's place and the sprint; raises NotFound for strangers, as for none."""
    rows = Sprint.objects.select_related("initiative", "key_result")
    return found_for(user, rows, sprint_id, workshop_id="initiative.workshop_id")


def stage_under_way(initiative: Initiative) -> Stage | None:
    """Return the stage whose gate comes next; None without stages and once all are passed."""
    stages = list(initiative.stages.all())
    place = current_stage([gate_state_of(stage) for stage in stages])
    return None if place is None else stages[place]


def gate_state_of(stage: Stage) -> str:
    """Return the state of the stage's gate, which has no row before it is first decided."""
    gate: Gate | None = getattr(stage, "gate", None)
    return gate.state if gate is not None else Gate.State.OPEN


def sprint_on(initiative: Initiative, day: date) -> Sprint | None:
    """Return the sprint that runs on the day, the latest where several do."""
    running = [sprint for sprint in initiative.sprints.all() if sprint.starts_on <= day <= sprint.ends_on]
    return running[-1] if running else None
