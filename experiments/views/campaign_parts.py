"""What the pages of campaigns show of one: its state in words, its charts, what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from experiments.domain.campaign_words import MovedRow, Role, moved_rows
from experiments.domain.chart_figure import ChartEvent, ChartFigure
from experiments.domain.days import start_of_day, zone_of
from experiments.models import Campaign, Decision, Intervention, Series
from experiments.selectors.campaign_standing import CampaignStanding, guards_of, place_of
from experiments.selectors.charts import figure_in, named_with_unit
from maps.domain.map_file import calendar_of
from metrics.variation import TargetVerdict, XmrChart
from metrics.variation.readings import written


@dataclass(frozen=True, slots=True)
class RoleChart:
    """A chart and what its series is to the campaign: the metric, a guard, the lead time."""

    role: Role
    suffers: bool
    series: Series
    figure: ChartFigure


@dataclass(frozen=True, slots=True)
class Account:
    """What a campaign has to say: from the readings of today, or from its report as it was known then."""

    headline: str
    is_bad: bool
    rows: tuple[MovedRow, ...]
    warnings: Sequence[Mapping[str, Any]]
    checks: Sequence[Mapping[str, Any]]
    target_sentence: str


def account_of(campaign: Campaign, standing: CampaignStanding, report: Decision | None) -> Account:
    """Return the account; of a reported campaign it is the kept one."""
    evidence = report.evidence if report and report.evidence else standing.as_evidence()
    rows = moved_rows(evidence, calendar_of(campaign.workshop.calendar))
    target = evidence.get("target")
    return Account(
        headline=evidence.get("headline", ""),
        is_bad=any(row.role == "guard" and row.mood == "bad" for row in rows),
        rows=rows,
        warnings=evidence["warnings"],
        checks=evidence["checks"],
        target_sentence=target["sentence"] if target else "",
    )


def charts_of(campaign: Campaign, standing: CampaignStanding, interventions: Sequence[Intervention]) -> list[RoleChart]:
    """Return the charts: guards that suffer, the metric with its target, the other guards, the lead time."""
    if campaign.series is None or standing.chart is None:
        return []
    events = events_of(campaign, interventions)
    metric = _chart("metric", campaign, campaign.series, standing.chart, "metric", events)
    if standing.judgement is None:
        return [metric]
    named = {guard.name: guard for guard in guards_of(campaign)}
    guards = [
        _chart("guard", campaign, named[judged.name], judged.chart, f"guard-{number}", events, bool(judged.suffers))
        for number, judged in enumerate(standing.judgement.guards)
    ]
    charts = [*(chart for chart in guards if chart.suffers), metric, *(chart for chart in guards if not chart.suffers)]
    if campaign.lead_time and standing.lead_time:
        lead_time, told = campaign.lead_time, standing.lead_time
        charts.append(_chart("lead time", campaign, lead_time, told.chart, "lead-time", events))
    return charts


def events_of(campaign: Campaign, interventions: Sequence[Intervention]) -> list[ChartEvent]:
    """Return what happened, as marks; the first intervention begins limits of its own, which the chart names."""
    zone = zone_of(campaign.workshop.calendar)
    events = [ChartEvent(start_of_day(made.made_on, zone), made.text) for made in interventions[1:]]
    if interventions and campaign.starts_on and campaign.starts_on < interventions[0].made_on:
        events.append(ChartEvent(start_of_day(campaign.starts_on, zone), "Campaign starts"))
    return events


def facts_of(campaign: Campaign, today: date) -> dict[str, Any]:
    """Return what is said of a campaign in one line each."""
    return {
        "place": place_of(campaign),
        "target": target_in_words(campaign),
        "days": days_in_words(campaign, today),
        "is_over": campaign.state == Campaign.State.RUNNING and bool(campaign.ends_on and campaign.ends_on < today),
    }


def target_in_words(campaign: Campaign) -> str:
    """Return the target as people read it: “at most 6 m”; empty without one."""
    if campaign.target is None or campaign.series is None:
        return ""
    value = written(campaign.target, campaign.series.measure, calendar_of(campaign.workshop.calendar))  # type: ignore[arg-type]
    at = "at most" if campaign.series.worse_when == Series.WorseWhen.HIGHER else "at least"
    return f"{at} {value}"


def days_in_words(campaign: Campaign, today: date) -> str:
    """Return how far the period is: “day 12 of 29”; empty where it is not known or not running."""
    starts, ends = campaign.starts_on, campaign.ends_on
    if campaign.state != Campaign.State.RUNNING or starts is None or ends is None:
        return ""
    if today < starts:
        until = (starts - today).days
        return f"starts in {until} day{'' if until == 1 else 's'}"
    if today > ends:
        over = (today - ends).days
        return f"its period ended {over} day{'' if over == 1 else 's'} ago"
    return f"day {(today - starts).days + 1} of {(ends - starts).days + 1}"


def verdict_on(target: TargetVerdict | None) -> str:
    """Return the verdict on a target in a word: by luck, or needs a change."""
    if target is None or target.verdict is None:
        return ""
    return {"luck": "by luck", "change_of_process": "needs a change", "met": "met already"}[target.verdict]


def _chart(
    role: Role,
    campaign: Campaign,
    series: Series,
    chart: XmrChart,
    key: str,
    events: Sequence[ChartEvent],
    suffers: bool = False,
) -> RoleChart:
    figure = figure_in(campaign.workshop, chart, key=key, title=named_with_unit(series), events=events)
    return RoleChart(role, suffers, series, figure)
