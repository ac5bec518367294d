"""What workers do for maps: simulate; and what the clock has them do: ask again for simulations that nobody does."""

import logging
from uuid import UUID

from celery import shared_task
from celery.exceptions import OperationalError

from maps.commands.simulating import SIMULATIONS, do_simulation
from workshops.commands.leases import LeaseLost

logger = logging.getLogger(__name__)

# The largest plan takes half a minute; what hangs ends with its worker's child, and is put back or given up.
LONGEST_S = 540
ENDED_S = 600


@shared_task(name="maps.simulate", acks_late=True, soft_time_limit=LONGEST_S, time_limit=ENDED_S)
def simulate_map(job_id: str) -> None:
    """Do one simulation; does nothing where it is done already, being done, cancelled, or gone."""
    lease = SIMULATIONS.claim(UUID(job_id))
    if lease is None:
        return
    try:
        do_simulation(lease)
    except LeaseLost:
        logger.info("Simulation %s was cancelled or is somebody else's by now.", job_id)


@shared_task(name="maps.put_back_simulations")
def put_back() -> None:
    """Ask again for every simulation that no worker does."""
    for job_id in SIMULATIONS.put_back_expired():
        enqueue(job_id)


def enqueue(job_id: UUID) -> None:
    """Ask the workers for a simulation; where the broker cannot be reached, the clock asks within half a minute."""
    try:
        simulate_map.apply_async((str(job_id),), retry=False)
    except OperationalError as problem:
        logger.warning("Simulation %s waits for the broker: %s", job_id, problem)
