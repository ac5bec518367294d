"""What the readings say about an experiment, and what it lacks before it can start."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from experiments.domain.days import end_of_day, start_of_day, zone_of
from experiments.domain.hypothesis import Composed, ExperimentPlan, Gap, Hypothesis, compose, missing_to_start
from experiments.domain.judgement import Judgement, Observed, judge
from experiments.models import Experiment, Reading, Series
from experiments.permissions import ExperimentAct, require
from experiments.selectors.series import observed_readings
from maps.domain.map_file import calendar_of
from metrics.variation import Better
from workshops.errors import Conflict
from workshops.models import Participant


class NotStarted(Conflict):
    """There is nothing to judge before the start."""

    code = "not_started"


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict of one experiment: guards first, worst first, then its metric."""

    judgement: Judgement

    def as_json(self) -> dict[str, Any]:
        """The whole verdict with its charts."""
        return self.judgement.as_json()

    def as_evidence(self) -> dict[str, Any]:
        """The verdict without its charts, as it is kept with the decision that rested on it."""
        whole = self.judgement.as_json()
        metric = {name: value for name, value in whole["metric"].items() if name != "chart"}
        guards = [{name: value for name, value in guard.items() if name != "chart"} for guard in whole["guards"]]
        return {**whole, "metric": metric, "guards": guards}


def composed(experiment: Experiment) -> Composed:
    """Return the sentence of METHOD 1.5 with what it lacks and what one may ask about it."""
    return compose(_hypothesis(experiment))


def missing_to_start_of(experiment: Experiment, *, guards: Sequence[str] | None = None) -> tuple[Gap, ...]:
    """Return everything without which the experiment could not be judged; `guards` are names of some not saved yet."""
    if guards is None:
        guards = [guard.series.name for guard in experiment.guards.select_related("series")]
    gaps = missing_to_start(
        ExperimentPlan(
            hypothesis=_hypothesis(experiment),
            how_measured=experiment.how_measured,
            owner=experiment.who or None,
            starts_on=experiment.starts_on,
            ends_on=experiment.ends_on,
            review_on=experiment.review_on,
            guards=tuple(guards),
            guard_absence=experiment.guard_absence,
            baseline_readings=_baseline_readings(experiment),
        )
    )
    if experiment.series is None:
        return (*gaps, Gap("series", "Choose the series that holds the readings of the metric, or begin one."))
    return gaps


def judge_experiment(*, actor: Participant, of: Experiment) -> Judged:
    """Return the verdict on the experiment as its readings are now; raises NotStarted for a draft."""
    require(actor, ExperimentAct.READ)
    return judgement_of(of)


def judgement_of(experiment: Experiment) -> Judged:
    """Return the verdict: readings before the start are the baseline, those up to the end the period."""
    series, starts_on = experiment.series, experiment.starts_on
    if series is None or starts_on is None or experiment.state == Experiment.State.DRAFT:
        raise NotStarted(f"“{experiment}” has not started, so there is nothing to judge yet.")
    calendar = experiment.workshop.calendar
    percent = experiment.percent or 0.0
    reduces = experiment.direction == Experiment.Direction.REDUCE
    found = judge(
        _observed(experiment, series, "lower" if reduces else "higher"),
        [
            _observed(experiment, guard.series, "lower" if guard.series.worse_when == "higher" else "higher")
            for guard in experiment.guards.select_related("series")
        ],
        changed_at=start_of_day(starts_on, zone_of(calendar)),
        change_name=experiment.change,
        expected_percent=-percent if reduces else percent,
        calendar=calendar_of(calendar),
    )
    return Judged(found)


def _hypothesis(experiment: Experiment) -> Hypothesis:
    return Hypothesis(
        change=experiment.change,
        metric=experiment.metric,
        step_name=experiment.element_name if experiment.element_id else None,
        direction=experiment.direction,
        percent=experiment.percent,
        within=experiment.within,
    )


def _baseline_readings(experiment: Experiment) -> int:
    if experiment.series is None or experiment.starts_on is None:
        return 0
    start = start_of_day(experiment.starts_on, zone_of(experiment.workshop.calendar))
    return Reading.objects.filter(series=experiment.series, at__lt=start).count()


def _observed(experiment: Experiment, series: Series, better: Better) -> Observed:
    zone = zone_of(experiment.workshop.calendar)
    until = end_of_day(experiment.ends_on, zone) if experiment.ends_on else None
    readings = observed_readings(series, until=until)
    return Observed(series.name, series.measure, better, readings)  # type: ignore[arg-type]
