"""Asking for a simulation of a map, and cancelling it."""

import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from maps.domain.elements import Elements
from maps.models import Map, SimulationJob
from maps.permissions import MapAct, require
from maps.selectors import snapshot_of
from maps.tasks import enqueue
from metrics import stream_from_elements
from metrics.simulation import (
    USUAL_ITEMS,
    ArrivalChoice,
    CannotSimulateError,
    DistributionChoice,
    SimulationPlan,
    refuse_impossible,
)
from workshops.errors import Conflict, NotFound
from workshops.models import Participant

OPEN_LIMIT = 3
KEPT = 50
"""So many simulations of a map are kept; older ones go when a new one is asked for."""
LARGEST_DRAWN_SEED = 2**31
_OPEN = (SimulationJob.State.QUEUED, SimulationJob.State.RUNNING)


class CannotSimulate(Conflict):
    """The map lacks values or breaks a rule, so that it cannot be simulated."""

    code = "cannot_simulate"


@transaction.atomic
def start_simulation(
    *,
    actor: Participant,
    of: Map,
    items: int = USUAL_ITEMS,
    seed: int | None = None,
    distribution: DistributionChoice = "auto",
    arrivals: ArrivalChoice = "exponential",
) -> SimulationJob:
    """Put a simulation of the map as it is now into the queue; without a seed one is drawn.

    Raises CannotSimulate with what the map needs, and Conflict where three simulations of the map are open.
    """
    require(actor, MapAct.SIMULATE)
    # One at a time on a map, so that the limit holds.
    locked = (
        Map.objects.select_for_update(no_key=True, of=("self",)).select_related("workshop").filter(pk=of.pk).first()
    )
    if locked is None:
        raise NotFound("This map does not exist any more, so it was not simulated.")
    drawn = secrets.randbelow(LARGEST_DRAWN_SEED) if seed is None else seed
    plan = SimulationPlan(items, drawn, distribution, arrivals)
    snapshot = snapshot_of(locked.id)
    charter = locked.workshop.charter
    _refuse_impossible(charter, snapshot.elements, plan)
    if SimulationJob.objects.filter(map=locked, state__in=_OPEN).count() >= OPEN_LIMIT:
        raise Conflict(
            f"{OPEN_LIMIT} simulations of “{locked.title}” are not finished yet; wait for one or cancel one first."
        )
    _forget_old(locked)
    job = SimulationJob.objects.create(
        map=locked,
        author=actor,
        seq=snapshot.seq,
        charter=charter,
        items=plan.items,
        seed=plan.seed,
        distribution=plan.distribution,
        arrivals=plan.arrivals,
    )
    transaction.on_commit(partial(enqueue, job.id), robust=True)
    # The database gave it its times.
    job.refresh_from_db()
    return job


@transaction.atomic
def cancel_simulation(*, actor: Participant, simulation_id: UUID) -> SimulationJob:
    """Stop a simulation; its author may, and facilitators. One that has ended stays as it is.

    The worker hears of it at its next hundredth and stops without a trace.
    """
    jobs = SimulationJob.objects.select_for_update(no_key=True, of=("self",)).select_related("author").defer("charter")
    job = jobs.filter(pk=simulation_id, map__workshop_id=actor.workshop_id).first()
    if job is None:
        raise NotFound("There is no such simulation any more.")
    require(actor, MapAct.SIMULATE if job.author_id == actor.id else MapAct.CANCEL_ANY_SIMULATION)
    if job.is_open:
        SimulationJob.objects.filter(pk=job.id).update(
            state=SimulationJob.State.CANCELLED, stage="", lease_token=None, lease_until=None, finished_at=Now()
        )
        job.refresh_from_db(fields=["state", "stage", "finished_at"])
    return job


def _refuse_impossible(charter: Mapping[str, Any], elements: Elements, plan: SimulationPlan) -> None:
    try:
        refuse_impossible(stream_from_elements(charter, elements), plan)
    except CannotSimulateError as problem:
        shown = " ".join(problem.sentences[:3])
        more = f" {len(problem.sentences) - 3} more are missing." if len(problem.sentences) > 3 else ""
        raise CannotSimulate(f"{shown}{more}", details={"needs": list(problem.sentences)}) from None


def _forget_old(of: Map) -> None:
    ended = SimulationJob.objects.filter(map=of).exclude(state__in=_OPEN)
    old = list(ended.order_by("-created_at", "id").values_list("pk", flat=True)[KEPT - 1 :])
    SimulationJob.objects.filter(pk__in=old).delete()
