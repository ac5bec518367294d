"""Reads of the plan: improvements and experiments, what is overdue, and what opens the next session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from experiments.domain.days import zone_of
from experiments.models import Campaign, Decision, Experiment, Improvement, Initiative, KeyResult
from experiments.permissions import OWNERS, ExperimentAct, require
from workshops.models import AuditEntry, Participant, User, Workshop
from workshops.selectors import found_for

OPEN_IMPROVEMENTS = (Improvement.State.PROPOSED, Improvement.State.PLANNED, Improvement.State.DOING)
UNFINISHED_IMPROVEMENTS = (Improvement.State.PLANNED, Improvement.State.DOING)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan on the day `on`: improvements in order of due date, experiments, and what opens the next session.

    `overdue` are open improvements after their due date and experiments after their review date; `unfinished` are the
    other improvements that are planned or being done, and experiments that wait for a verdict.
    """

    on: date
    improvements: Sequence[Improvement]
    experiments: Sequence[Experiment]
    overdue_improvements: Sequence[Improvement]
    overdue_experiments: Sequence[Experiment]
    unfinished_improvements: Sequence[Improvement]
    unfinished_experiments: Sequence[Experiment]


def today_of(workshop: Workshop) -> date:
    """Return which day it is where the workshop is."""
    return timezone.now().astimezone(zone_of(workshop.calendar)).date()


def improvements_of(*, actor: Participant, state: str | None = None) -> QuerySet[Improvement]:
    """Return the improvements of the actor's workshop, those due first in front and those without a date last."""
    require(actor, ExperimentAct.READ)
    found = Improvement.objects.filter(workshop_id=actor.workshop_id).select_related("owner", "map", "created_by")
    if state is not None:
        found = found.filter(state=state)
    return found.order_by("due_on", "created_at", "id")


def experiments_of(*, actor: Participant, state: str | None = None) -> QuerySet[Experiment]:
    """Return the experiments of the actor's workshop in the order in which they were drafted."""
    require(actor, ExperimentAct.READ)
    found = Experiment.objects.filter(workshop_id=actor.workshop_id)
    if state is not None:
        found = found.filter(state=state)
    found = found.select_related("owner", "map", "series", "created_by", "workshop", "improvement")
    return found.prefetch_related("guards__series").order_by("created_at", "id")


def plan_of(*, actor: Participant) -> Plan:
    """Return the plan as it is today."""
    on = today_of(actor.workshop)
    improvements = list(improvements_of(actor=actor))
    experiments = list(experiments_of(actor=actor))
    overdue = [
        entry for entry in improvements if entry.state in OPEN_IMPROVEMENTS and entry.due_on and entry.due_on < on
    ]
    late = [entry for entry in experiments if entry.is_open and entry.review_on and entry.review_on < on]
    return Plan(
        on=on,
        improvements=improvements,
        experiments=experiments,
        overdue_improvements=overdue,
        overdue_experiments=late,
        unfinished_improvements=[
            entry for entry in improvements if entry.state in UNFINISHED_IMPROVEMENTS and entry not in overdue
        ],
        unfinished_experiments=[
            entry for entry in experiments if entry.state == Experiment.State.TO_BE_JUDGED and entry not in late
        ],
    )


def improvement_for(user: User | AnonymousUser, improvement_id: UUID) -> tuple[Participant, Improvement]:
    """Return the person's place and the improvement; raises NotFound for strangers, as for none."""
    place, found = found_for(user, Improvement.objects.select_related("owner", "map", "created_by"), improvement_id)
    found.workshop = place.workshop
    return place, found


def experiment_for(user: User | AnonymousUser, experiment_id: UUID) -> tuple[Participant, Experiment]:
    """Return the person's place and the experiment; raises NotFound for strangers, as for none."""
    rows = Experiment.objects.select_related("owner", "map", "series", "created_by", "improvement")
    place, found = found_for(user, rows, experiment_id)
    found.workshop = place.workshop
    return place, found


def decisions_of(*, actor: Participant, about: Improvement | Experiment | Campaign) -> QuerySet[Decision]:
    """Return every change of state in order, with who decided it."""
    require(actor, ExperimentAct.READ)
    return about.decisions.select_related("decided_by").order_by("decided_at", "id")


def owners_for(
    *, actor: Participant, entry: Improvement | Experiment | Campaign | KeyResult | Initiative | None = None
) -> list[Participant]:
    """Return who can own something in the actor's workshop, by name, and who owns the entry whatever became of them."""
    require(actor, ExperimentAct.READ)
    can = Q(removed_at__isnull=True, role__in=OWNERS)
    if entry is not None and entry.owner_id:
        can |= Q(pk=entry.owner_id)
    return list(Participant.objects.filter(can, workshop_id=actor.workshop_id).order_by("name", "joined_at", "id"))


def latest_hand_on(entry: Improvement | Experiment | Campaign | KeyResult | Initiative) -> str:
    """Return who changed it last; empty where that is not known."""
    kind = str(entry._meta.verbose_name).replace(" ", "_")
    found = AuditEntry.objects.filter(workshop_id=entry.workshop_id, **{f"details__{kind}": str(entry.pk)})
    return found.order_by("-id").values_list("actor_name", flat=True).first() or ""
