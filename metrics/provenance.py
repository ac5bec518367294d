"""How much of the lead time rests on guesses, estimates, walked items and measurements."""

from collections.abc import Sequence

from metrics.node_times import NodeTime
from metrics.stream import Source

SOURCES: tuple[Source, ...] = ("guess", "estimate", "walked", "measured")


def provenance_shares(weights: Sequence[float], times: Sequence[NodeTime]) -> dict[str, float]:
    """The share of the lead time by source, of those sources that occur; together 1, or empty without lead time."""
    seconds: dict[Source, float] = {}
    for weight, time in zip(weights, times, strict=True):
        parts = ((time.wait_time_s, time.wait_source), (time.process_time_s, time.process_source))
        for part_s, source in parts:
            if weight and part_s and source:
                seconds[source] = seconds.get(source, 0.0) + weight * part_s
    total = sum(seconds.values())
    return {source: seconds[source] / total for source in SOURCES if source in seconds} if total > 0 else {}
