"""The verdict of an experiment as its page shows it: what suffers first, each series with chart and effect."""

from dataclasses import dataclass

from experiments.domain.chart_figure import ChartFigure
from experiments.domain.effect_bar import EffectBar, effect_bar
from experiments.domain.judgement import Judgement, SeriesJudgement
from experiments.models import Experiment, Series
from experiments.selectors.charts import figure_in, named_with_unit
from experiments.selectors.judgement import judge_experiment
from metrics.variation import Better
from workshops.models import Participant


@dataclass(frozen=True, slots=True)
class JudgedSeries:
    """One series of the verdict with its chart; `bar` is None where there is no interval."""

    judgement: SeriesJudgement
    series: Series
    figure: ChartFigure
    bar: EffectBar | None


@dataclass(frozen=True, slots=True)
class VerdictPage:
    """Guards that suffer, the metric, and the guards that do not."""

    judgement: Judgement
    suffering: tuple[JudgedSeries, ...]
    metric: JudgedSeries
    others: tuple[JudgedSeries, ...]


def verdict_of(*, actor: Participant, of: Experiment) -> VerdictPage:
    """Return the verdict as the readings are now; raises NotStarted for a draft."""
    judged = judge_experiment(actor=actor, of=of).judgement
    assert of.series is not None
    guards = {guard.series.name: guard.series for guard in of.guards.select_related("series")}
    lower_is_better = of.direction == Experiment.Direction.REDUCE
    expected = of.percent if of.percent is None else (-of.percent if lower_is_better else of.percent)
    metric = _judged(actor, judged.metric, of.series, "lower" if lower_is_better else "higher", "metric", expected)
    watched = [
        _judged(actor, guard, guards[guard.name], _better(guards[guard.name]), f"guard-{place}", None)
        for place, guard in enumerate(judged.guards)
    ]
    return VerdictPage(
        judgement=judged,
        suffering=tuple(entry for entry in watched if entry.judgement.suffers),
        metric=metric,
        others=tuple(entry for entry in watched if not entry.judgement.suffers),
    )


def _judged(
    actor: Participant,
    found: SeriesJudgement,
    series: Series,
    better: Better,
    key: str,
    expected_percent: float | None,
) -> JudgedSeries:
    title = named_with_unit(series)
    figure = figure_in(actor.workshop, found.chart, key=f"judged-{key}", title=title, height=220, compact=True)
    return JudgedSeries(
        found, series, figure, effect_bar(found.effect, better=better, expected_percent=expected_percent)
    )


def _better(series: Series) -> Better:
    return "lower" if series.worse_when == Series.WorseWhen.HIGHER else "higher"
