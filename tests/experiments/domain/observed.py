"""Series of readings around a change on day 100, a day apart."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from experiments.domain.judgement import Observed
from metrics import Reading, Target, XmrChart, xmr_chart
from metrics.variation import Better, Measure

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHANGED_AT = START + timedelta(days=100)
STEADY = [10.0, 12, 9, 11, 10, 13, 9, 10, 12, 11]
"""Mean 10.7, limits 5.1 and 16.3."""
HALVED = [value / 2 for value in STEADY]
WORSE = [value * 2 for value in STEADY]
SHIFTED = [value - 0.5 for value in STEADY]


def readings(before: Sequence[float | None], since: Sequence[float | None]) -> tuple[Reading, ...]:
    days = [*range(len(before)), *range(100, 100 + len(since))]
    values = zip(days, [*before, *since], strict=True)
    return tuple(Reading(START + timedelta(days=day), value) for day, value in values)


def observed(
    before: Sequence[float | None],
    since: Sequence[float | None],
    name: str = "Wait before Staging test",
    measure: Measure = "number",
    better: Better = "lower",
) -> Observed:
    return Observed(name, measure, better, readings(before, since))


def chart_of(values: Sequence[float | None], target: Target | None = None) -> XmrChart:
    return xmr_chart(readings(values, []), measure="number", target=target)
