"""How much of the lead time rests on guesses, estimates, walked items and measurements."""

from collections.abc import Sequence

from metrics.node_times import NodeTime
from metrics.stream import Source

SOURCES: tuple[Source, ...] = ("guess", "estimate", "walked", "measured")


def provenance_shares(weights: Sequence[float], times: Sequence[NodeTime]) -> dict[str, float]:
    """The share of the lead time by source, of those sources that occur; together 1, or empty without lead time."""
    seconds: dict[Source, float] = {}
    for weight, (wait_s, process_s, wait_source, process_source) in zip(weights, times, strict=True):
        if weight and wait_s and wait_source:
            seconds[wait_source] = seconds.get(wait_source, 0.0) + weight * wait_s
        if weight and process_s and process_source:
            seconds[process_source] = seconds.get(process_source, 0.0) + weight * process_s
    total = sum(seconds.values())
    return {source: seconds[source] / total for source in SOURCES if source in seconds} if total > 0 else {}
