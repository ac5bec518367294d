"""The headline figures of a map as numbers, as people read them, and by which convention."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maps.domain.elements import Elements, display_name
from maps.domain.map_file import calendar_of
from maps.render.words import clean, format_number, format_rate, format_share, percent_of
from metrics import format_duration

NOT_KNOWN = "not known yet"


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """One figure: `number` in `unit` (None where it cannot be known), `reading` and `beside` for people."""

    title: str
    number: float | None
    unit: str
    reading: str
    beside: str
    convention: str
    is_major: bool = True
    is_hot: bool = False


def headline_figures(
    charter: Mapping[str, Any], elements: Elements, figures: Mapping[str, Any]
) -> list[HeadlineFigure]:
    """Return the five figures of the headline, then those of demand and load as far as they are known."""
    calendar = calendar_of(charter["calendar"])

    def time(seconds: float | None) -> str:
        return NOT_KNOWN if seconds is None else format_duration(seconds, calendar)

    def share(value: float | None) -> str:
        return NOT_KNOWN if value is None else format_share(value)

    lead, expected = figures["lead_time_s"], figures["expected_lead_time_s"]
    work, effort = figures["process_time_s"], figures["effort_s"]
    cycle = figures["process_cycle_efficiency"]
    differs = lead is not None and expected is not None and abs(expected - lead) > 1
    major = [
        HeadlineFigure(
            "Lead time",
            lead,
            "seconds of working time",
            _lower_bound(figures, time) if lead is None else time(lead),
            f"expected {time(expected)}" if differs else "",
            "trigger to delivery, one pass without rework; “expected” adds what is sent back",
        ),
        HeadlineFigure(
            "Process time",
            work,
            "seconds of working time",
            time(work),
            f"effort {time(effort)}" if None not in (work, effort) and abs(effort - work) > 1 else "",
            "touch time on the counted path; “effort” adds parallel branches and rework",
        ),
        HeadlineFigure(
            "Flow efficiency",
            figures["flow_efficiency"],
            "share",
            share(figures["flow_efficiency"]),
            "" if cycle is None else f"{format_share(cycle)} adds value",
            "process time ÷ lead time, a ratio of sums",
        ),
        HeadlineFigure(
            "Rolled %C/A",
            figures["rolled_complete_accurate"],
            "share",
            share(figures["rolled_complete_accurate"]),
            "",
            "chance to pass every step without correction: the product",
        ),
        _constraint(elements, figures),
    ]
    return major + _minor(figures, time)


def _lower_bound(figures: Mapping[str, Any], time: Any) -> str:
    return f"at least {time(figures['lower_bound_s'])}" if figures["lower_bound_s"] else NOT_KNOWN


def _constraint(elements: Elements, figures: Mapping[str, Any]) -> HeadlineFigure:
    convention = "highest utilisation where demand and people are known, else the longest wait"
    found = figures["constraint"]
    if figures.get("constraint_hidden"):
        return HeadlineFigure("Constraint", None, "step", "hidden", "people judge it first", convention)
    if found is None:
        return HeadlineFigure("Constraint", None, "step", NOT_KNOWN, "", convention)
    load = figures["steps"].get(found["step"], {}).get("utilisation")
    if found["rule"] == "pile_up":
        beside = "work piles up here"
    else:
        beside = ("busiest" if load is None else f"{percent_of(load)} busy") + (
            "; the pile-up says another" if found["agrees"] is False else ""
        )
    name = clean(display_name(found["step"], elements))
    return HeadlineFigure("Constraint", load, "share of its capacity", name, beside, convention, is_hot=True)


def _minor(figures: Mapping[str, Any], time: Any) -> list[HeadlineFigure]:
    found = []
    if (takt := figures["takt_time_s"]) is not None:
        convention = "available working time ÷ demand"
        found.append(HeadlineFigure("Takt time", takt, "seconds of working time", time(takt), "", convention, False))
    if (throughput := figures["throughput_per_day"]) is not None:
        convention = "the smaller of demand and the constraint’s capacity"
        reading = f"{format_rate(throughput)} a day"
        found.append(HeadlineFigure("Throughput", throughput, "items a day", reading, "", convention, False))
    wip, counted = figures["wip"], figures["wip_counted"]
    if wip is not None or counted is not None:
        convention = "throughput × expected lead time (Little); beside it what was counted"
        reading = format_number(wip if wip is not None else counted)
        beside = "counted" if wip is None else "" if counted is None else f"{format_number(counted)} counted"
        found.append(HeadlineFigure("Flow load", wip, "items", reading, beside, convention, False))
    return found
