"""How a campaign stands: its SMART check, its metric and guards against natural variation, what to be warned of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from experiments.domain.campaign_start import missing_to_run
from experiments.domain.campaign_warnings import ABOUT_CONSTRAINT, CampaignState, CampaignWarning, warn_of
from experiments.domain.days import end_of_day, start_of_day, zone_of
from experiments.domain.hypothesis import Gap
from experiments.domain.judgement import Judgement, Observed, SeriesJudgement, judge, judge_series
from experiments.domain.smart import CampaignIdea, Check, check_smart
from experiments.models import Campaign, Intervention, Series
from experiments.permissions import ExperimentAct, require
from experiments.selectors.campaigns import MapConstraint, constraint_of
from experiments.selectors.series import observed_readings
from maps.domain.map_file import calendar_of
from maps.selectors import hides_constraint
from metrics import Calendar
from metrics.variation import Better, SegmentStart, Target, TargetVerdict, XmrChart, xmr_chart
from workshops.models import Participant

_UNITS: Mapping[str, str] = {"time_s": "working time", "count": "items", "share": "percent"}


@dataclass(frozen=True, slots=True)
class CampaignStanding:
    """Everything that can be said of a campaign today.

    `target` is what the target was worth before anything was changed, `target_now` by the readings since. `judgement`
    is None until the campaign runs; `chart` is that of the metric, None without one.
    """

    checks: tuple[Check, ...]
    missing: tuple[Gap, ...]
    warnings: tuple[CampaignWarning, ...]
    target: TargetVerdict | None
    target_now: TargetVerdict | None
    chart: XmrChart | None
    judgement: Judgement | None
    lead_time: SeriesJudgement | None
    constraint: MapConstraint | None

    def as_json(self) -> dict[str, Any]:
        """The standing as plain lists, maps, numbers and texts, with its charts."""
        return {
            "checks": [check.as_json() for check in self.checks],
            "missing": [gap.as_json() for gap in self.missing],
            "warnings": [warning.as_json() for warning in self.warnings],
            "target": target_as_json(self.target),
            "target_now": target_as_json(self.target_now),
            "chart": self.chart and self.chart.as_json(),
            "judgement": self.judgement and _told(self.judgement, with_charts=True),
            "lead_time": self.lead_time and self.lead_time.as_json(),
            "constraint": self.constraint and constraint_as_json(self.constraint),
        }

    def as_evidence(self) -> dict[str, Any]:
        """What is kept with a decision: all that was said at that moment, without charts."""
        told: dict[str, Any] = _told(self.judgement, with_charts=False) if self.judgement else {}
        return {
            **told,
            "lead_time": self.lead_time and without_chart(self.lead_time),
            "target": target_as_json(self.target_now or self.target),
            "warnings": [warning.as_json() for warning in self.warnings],
            "checks": [check.as_json() for check in self.checks],
        }


def standing_for(*, actor: Participant, of: Campaign) -> CampaignStanding:
    """Return how the campaign stands, for whoever may read it."""
    require(actor, ExperimentAct.READ)
    return standing_of(of)


def standing_of(
    campaign: Campaign, *, guards: Sequence[Series] | None = None, today: date | None = None
) -> CampaignStanding:
    """Return how the campaign stands; `guards` replace those that are kept, for one that is being written."""
    watched = guards_of(campaign) if guards is None else list(guards)
    interventions = list(campaign.interventions.all()) if not campaign._state.adding else []
    period = Period.of(campaign, interventions)
    constraint = constraint_of(campaign.map) if campaign.map else None
    target = _target(campaign, period)
    idea = _idea(campaign, watched, target, period)
    checks = check_smart(idea)
    judgement = lead_time = None
    if campaign.state != Campaign.State.PLANNED and campaign.series and period.changed_at:
        judgement = _judge(campaign, campaign.series, watched, period)
        lead_time = period.judged(campaign.lead_time) if campaign.lead_time else None
    chart = _chart(campaign, period) if campaign.series else None
    warnings = warn_of(_state(campaign, watched, target, judgement, lead_time, constraint)) if campaign.series else ()
    if campaign.map and hides_constraint(campaign.map.workshop_id):
        warnings = tuple(warning for warning in warnings if warning.code not in ABOUT_CONSTRAINT)
    return CampaignStanding(
        checks=checks,
        missing=missing_to_run(idea, checks, campaign.who) if campaign.state == Campaign.State.PLANNED else (),
        warnings=warnings,
        target=target,
        target_now=chart.target if chart and judgement else None,
        chart=chart,
        judgement=judgement,
        lead_time=lead_time,
        constraint=constraint,
    )


@dataclass(frozen=True, slots=True)
class Period:
    """What is compared with what: readings before `changed_at` are the baseline, those up to `until` the result.

    It begins with the first intervention; as long as there is none, with the campaign itself.
    """

    campaign: Campaign
    calendar: Calendar
    changed_at: datetime | None
    until: datetime | None
    change_name: str

    @staticmethod
    def of(campaign: Campaign, interventions: Sequence[Intervention]) -> "Period":
        """Return the period of a campaign in its workshop's zone."""
        zone = zone_of(campaign.workshop.calendar)
        first = min(interventions, key=lambda made: made.made_on, default=None)
        begins = first.made_on if first else campaign.starts_on
        return Period(
            campaign=campaign,
            calendar=calendar_of(campaign.workshop.calendar),
            changed_at=start_of_day(begins, zone) if begins else None,
            until=end_of_day(campaign.ends_on, zone) if campaign.ends_on else None,
            change_name=first.text if first else campaign.name,
        )

    def observed(self, series: Series) -> Observed:
        """Return a series as the arithmetic takes it, up to the end of the period."""
        series.workshop = self.campaign.workshop
        readings = observed_readings(series, until=self.until)
        return Observed(series.name, series.measure, better_of(series), readings)  # type: ignore[arg-type]

    def judged(self, series: Series) -> SeriesJudgement:
        """Return what the readings since say against those before."""
        assert self.changed_at is not None
        return judge_series(
            self.observed(series), changed_at=self.changed_at, change_name=self.change_name, calendar=self.calendar
        )


def better_of(series: Series) -> Better:
    """Return the side of a series on which it is welcome."""
    return "lower" if series.worse_when == Series.WorseWhen.HIGHER else "higher"


def guards_of(campaign: Campaign) -> list[Series]:
    """Return the series that must not get worse, in the order in which they were named."""
    if campaign._state.adding:
        return []
    return [guard.series for guard in campaign.guards.select_related("series")]


def unit_of(series: Series | None) -> str:
    """Return the unit of a series in words; empty for a plain number of which nobody said it."""
    return "" if series is None else series.unit or _UNITS.get(series.measure, "")


def place_of(campaign: Campaign) -> str:
    """Return where the metric is measured, in words; empty where nobody said."""
    if campaign.map and campaign.element_id:
        return f"“{campaign.element_name}” of “{campaign.map.title}”"
    return campaign.place


def target_as_json(target: TargetVerdict | None) -> dict[str, Any] | None:
    """Return a verdict on a target as plain values."""
    if target is None:
        return None
    return {name: getattr(target, name) for name in ("value", "better", "verdict", "direction", "sentence")}


def constraint_as_json(constraint: MapConstraint) -> dict[str, Any]:
    """Return the constraint of a map as plain values."""
    return {
        "map": str(constraint.map.pk),
        "title": constraint.map.title,
        "step": constraint.step,
        "name": constraint.name,
        "rule": constraint.rule,
        "agrees": constraint.agrees,
        "evidence": list(constraint.evidence),
    }


def without_chart(judged: SeriesJudgement) -> dict[str, Any]:
    """Return a judgement without its chart, with the means before and since that the chart would show."""
    told = {name: value for name, value in judged.as_json().items() if name != "chart"}
    limits = [segment.limits for segment in judged.chart.segments]
    before, since = (limits[0], limits[-1]) if len(limits) > 1 else (limits[0], None)
    return {
        **told,
        "measure": judged.chart.measure,
        "mean_before": before and before.mean,
        "mean_since": since and since.mean,
    }


def _told(judgement: Judgement, *, with_charts: bool) -> dict[str, Any]:
    """The judgement without what it would suggest for an experiment: a campaign is reported, not adopted."""

    def told(judged: SeriesJudgement) -> dict[str, Any]:
        return judged.as_json() if with_charts else without_chart(judged)

    return {
        "headline": judgement.headline,
        "sentences": list(judgement.sentences),
        "metric": told(judgement.metric),
        "guards": [told(guard) for guard in judgement.guards],
    }


def _judge(campaign: Campaign, series: Series, guards: Sequence[Series], period: Period) -> Judgement:
    assert period.changed_at is not None
    return judge(
        period.observed(series),
        [period.observed(guard) for guard in guards],
        changed_at=period.changed_at,
        change_name=period.change_name,
        calendar=period.calendar,
    )


def _target(campaign: Campaign, period: Period) -> TargetVerdict | None:
    """What the target is worth by the readings before anything was changed."""
    if campaign.series is None or campaign.target is None:
        return None
    chart = xmr_chart(
        observed_readings(campaign.series, until=period.changed_at),
        measure=campaign.series.measure,  # type: ignore[arg-type]
        target=Target(campaign.target, better_of(campaign.series)),
        calendar=period.calendar,
    )
    return chart.target


def _chart(campaign: Campaign, period: Period) -> XmrChart:
    assert campaign.series is not None
    has_begun = campaign.state != Campaign.State.PLANNED and period.changed_at is not None
    starts = [SegmentStart(period.changed_at, period.change_name)] if has_begun and period.changed_at else []
    return xmr_chart(
        observed_readings(campaign.series, until=period.until if has_begun else None),
        measure=campaign.series.measure,  # type: ignore[arg-type]
        starts=starts,
        target=None if campaign.target is None else Target(campaign.target, better_of(campaign.series)),
        calendar=period.calendar,
    )


def _idea(campaign: Campaign, guards: Sequence[Series], target: TargetVerdict | None, period: Period) -> CampaignIdea:
    readings = observed_readings(campaign.series, until=period.changed_at) if campaign.series else ()
    return CampaignIdea(
        metric=campaign.series.name if campaign.series else "",
        where=place_of(campaign),
        unit=unit_of(campaign.series),
        how_measured=campaign.how_measured,
        baseline_readings=len(readings),
        target=target,
        what_changes=campaign.what_changes,
        serves=campaign.serves,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        harm_possible=campaign.harm_possible,
        harm=campaign.harm,
        guards=tuple(guard.name for guard in guards),
    )


def _state(
    campaign: Campaign,
    guards: Sequence[Series],
    target: TargetVerdict | None,
    judgement: Judgement | None,
    lead_time: SeriesJudgement | None,
    constraint: MapConstraint | None,
) -> CampaignState:
    assert campaign.series is not None
    return CampaignState(
        metric=campaign.series.name,
        measure=campaign.series.measure,  # type: ignore[arg-type]
        target=target,
        guards=judgement.guards if judgement else (),
        # Before it runs its guards have nothing to say yet, which is no absence of guards.
        guard_absence=_absence(campaign, guards, judgement),
        element=campaign.element_name if campaign.map and campaign.element_id else None,
        constraints=(constraint.name,) if constraint else (),
        lead_time=lead_time,
    )


def _absence(campaign: Campaign, guards: Sequence[Series], judgement: Judgement | None) -> str:
    if guards and judgement is None:
        return ", ".join(guard.name for guard in guards)
    return campaign.harm if campaign.harm_possible is False else ""
