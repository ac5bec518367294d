"""Doing one simulation, from the claimed job to the result in its row."""

import logging

from celery.exceptions import SoftTimeLimitExceeded

from maps.models import SimulationJob
from maps.selectors import elements_at
from metrics import stream_from_elements
from metrics.simulation import CannotSimulateError, simulate
from workshops.commands.leases import Lease, LeaseLost, Leases

logger = logging.getLogger(__name__)

SIMULATIONS = Leases(SimulationJob, "simulation")
UNEXPECTED = (
    "A fault of ours stopped it; it has been written down. Try again; if that does not help, tell whoever runs it."
)
TOO_LONG = "It took longer than a simulation may. Simulate fewer items."


def do_simulation(lease: Lease) -> None:
    """Simulate and hand the result in, or fail the job with a sentence; raises LeaseLost, as after a cancel."""
    job = SimulationJob.objects.filter(pk=lease.job_id).first()
    if job is None:
        raise LeaseLost(f"Simulation {lease.job_id} is gone with its map.")

    def report(done: int, of: int) -> None:
        stage = f"simulated {done:,} of {of:,} items"
        SIMULATIONS.report(lease, progress=min(99, 100 * done // of), stage=stage)

    try:
        with SIMULATIONS.renewed(lease):
            stream = stream_from_elements(job.charter, elements_at(job.map_id, job.seq))
            result = simulate(stream, job.plan, report).as_json()
        SIMULATIONS.finish(lease, result=result)
    except LeaseLost:
        raise
    except CannotSimulateError as problem:
        SIMULATIONS.fail(lease, str(problem))
    except SoftTimeLimitExceeded:
        SIMULATIONS.fail(lease, TOO_LONG)
    except Exception:
        logger.exception("Simulation %s could not be done.", lease.job_id)
        SIMULATIONS.fail(lease, UNEXPECTED)
