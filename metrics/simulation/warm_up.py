"""How many items go through before any is counted, so that those counted meet a stream that is as full as usual.

From empty, a queue comes near its steady state as exp(−t ÷ T) goes to zero, with the relaxation time
`T = (c_a² + c_s²) ÷ (2.8 μ (1 − √ρ)²)` (Odoni and Roth, An empirical investigation of the transient behavior of
stationary queueing systems, Operations Research 31, 1983); with variability 1 that is `ρ ÷ (1.4 (1 − √ρ)²)` arrivals.
Five times that of the slowest step leaves less than a hundredth. On top, what flows without queueing has to arrive
everywhere: three times the items that are on their way at once. MSER-5 (White, 1997), which looks for the end of the
warm-up in the simulated times themselves, cut where chance was high and made the mean of a queue at 80 % load too low.
"""

from dataclasses import dataclass

from metrics.simulation.model import Model
from metrics.simulation.plan import MOST_VISITS

RELAXATIONS = 5.0
FILLINGS = 3.0
LEAST_MOST = 2_000
"""So many items are always allowed to go before; beyond that as many as are counted."""


@dataclass(frozen=True, slots=True)
class WarmUp:
    """How many items go before, and the sentence about them."""

    items: int
    sentence: str


def warm_up_of(model: Model, items: int, *, steady: bool) -> WarmUp:
    """The warm-up before so many counted items."""
    if model.per_day is None:
        return WarmUp(0, "There was no warm-up: items never meet, so the first is like the last.")
    if not steady:
        return WarmUp(0, "There was no warm-up: there is no steady state to warm up to.")
    slowest, relaxation = "", 0.0
    on_their_way = 0.0
    for number, place in enumerate(model.places):
        load = model.utilisation(number)
        queue_s = 0.0
        if load is not None:
            arrivals = place.batch * load / (1.4 * (1 - load**0.5) ** 2) / max(1.0, model.visits[number])
            slowest, relaxation = max((slowest, relaxation), (place.name, arrivals), key=lambda pair: pair[1])
            queue_s = place.work_mean_s * load / (1 - load)
        time_s = queue_s + place.work_mean_s + (place.wait.mean if place.wait is not None else 0.0)
        on_their_way += model.per_day / model.stream.calendar.day_s * model.visits[number] * time_s + place.batch
    needed = RELAXATIONS * relaxation + FILLINGS * on_their_way
    most = min(max(items, LEAST_MOST), MOST_VISITS / sum(model.visits[1:]) - items)
    count = max(0, round(min(needed, most)))
    because = f", most of all the queue before {slowest}" if RELAXATIONS * relaxation > needed / 2 else ""
    doubt = "" if needed <= most else f" It would take {needed:,.0f} to be sure, so the figures may be too low."
    return WarmUp(
        count, f"{count:,} items went through first as warm-up, not counted, to fill the stream{because}.{doubt}"
    )
