"""Reads of initiatives with their stages and sprints."""

from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from experiments.domain.gates import current_stage
from experiments.models import Gate, Initiative, Sprint, Stage
from experiments.permissions import ExperimentAct, require
from experiments.selectors.key_results import place_in
from workshops.errors import NotFound
from workshops.models import Participant, User
from workshops.selectors import signed_in


def initiatives_of(*, actor: Participant) -> QuerySet[Initiative]:
    """Return the initiatives of the actor's workshop in the order in which they were written down."""
    require(actor, ExperimentAct.READ)
    found = Initiative.objects.filter(workshop_id=actor.workshop_id).select_related("owner", "created_by")
    return found.prefetch_related(
        "key_results", "stages__gate", "stages__criteria__key_result__series", "sprints__key_result"
    )


def initiative_for(user: User | AnonymousUser, initiative_id: UUID) -> tuple[Participant, Initiative]:
    """Return the person's place and the initiative; raises NotFound for strangers, as for none."""
    person = signed_in(user)
    found = Initiative.objects.select_related("owner", "created_by").filter(pk=initiative_id).first()
    missing = NotFound("There is no such initiative, or you have not joined its workshop.")
    if found is None:
        raise missing
    place = place_in(person, found.workshop_id, missing)
    found.workshop = place.workshop
    return place, found


def stage_for(user: User | AnonymousUser, stage_id: UUID) -> tuple[Participant, Stage]:
    """Return the person's place and the stage; raises NotFound for strangers, as for none."""
    person = signed_in(user)
    found = Stage.objects.select_related("initiative").filter(pk=stage_id).first()
    missing = NotFound("There is no such stage, or you have not joined its workshop.")
    if found is None:
        raise missing
    return place_in(person, found.initiative.workshop_id, missing), found


def sprint_for(user: User | AnonymousUser, sprint_id: UUID) -> tuple[Participant, Sprint]:
    """Return the person's place and the sprint; raises NotFound for strangers, as for none."""
    person = signed_in(user)
    found = Sprint.objects.select_related("initiative", "key_result").filter(pk=sprint_id).first()
    missing = NotFound("There is no such sprint, or you have not joined its workshop.")
    if found is None:
        raise missing
    return place_in(person, found.initiative.workshop_id, missing), found


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
