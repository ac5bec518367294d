"""What the readings from before a day are worth as a baseline."""

from dataclasses import dataclass
from datetime import date

from experiments.domain.days import start_of_day, zone_of
from experiments.domain.hypothesis import LEAST_BASELINE
from experiments.models import Series
from experiments.permissions import ExperimentAct, require
from experiments.selectors.series import observed_readings
from maps.domain.map_file import calendar_of
from metrics.variation import xmr_chart
from metrics.variation.readings import written
from metrics.variation.segments import SETTLED_FROM
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many readings there are, their mean and limits in words, and what they can bear.

    `mean` is empty without a reading, the limits without two that follow each other.
    """

    known: int
    mean: str
    lower: str
    upper: str
    sentence: str
    is_enough: bool


def baseline_of(*, actor: Participant, of: Series, before: date | None) -> Baseline:
    """Return the baseline of a series from its readings before a day, or from all where no day is known yet."""
    require(actor, ExperimentAct.READ)
    calendar = of.workshop.calendar
    until = start_of_day(before, zone_of(calendar)) if before else None
    chart = xmr_chart(
        observed_readings(of, until=until),
        measure=of.measure,  # type: ignore[arg-type]
        calendar=calendar_of(calendar),
    )
    segment = chart.segments[-1]

    def words(value: float) -> str:
        return written(value, of.measure, calendar_of(calendar))  # type: ignore[arg-type]

    values = [point.value for point in chart.readings if point.value is not None]
    limits = segment.limits
    mean = limits.mean if limits else sum(values) / len(values) if values else None
    return Baseline(
        known=len(values),
        mean="" if mean is None else words(mean),
        lower=words(limits.lower) if limits else "",
        upper=words(limits.upper) if limits else "",
        sentence=_sentence(len(values), bool(chart.signals)),
        is_enough=len(values) >= LEAST_BASELINE,
    )


def _sentence(known: int, has_signals: bool) -> str:
    if known < LEAST_BASELINE:
        return f"A baseline needs at least {LEAST_BASELINE} readings, better {SETTLED_FROM}."
    if known < SETTLED_FROM:
        return f"These limits are provisional: from {SETTLED_FROM} readings on they say something firm."
    if has_signals:
        return "There are signals among them already: the process is not steady, so look at their causes first."
    return "Without any change, readings would go on between these limits."
