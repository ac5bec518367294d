"""What a WIP limit does, and what it cannot do.

Little's law: at most L items at λ a day are at most L ÷ λ days at the step, waiting and work together. The limit itself
makes nobody faster: what it holds back waits before the step, and that is the wait that is counted here.
"""

import math
from dataclasses import replace

from metrics.durations import format_duration
from metrics.prediction.load import load_of
from metrics.stream import Step, Stream
from metrics.survey import Survey
from metrics.wording import label


def limit_people(today: Stream, changed: Stream) -> Stream:
    """The changed stream in which no more people work at a step than a limit that was changed lets items in."""
    fewer = {}
    for step in _newly_limited(today, changed):
        limit = step.wip_limit
        if limit is not None and step.people is not None and limit < step.people.value:
            fewer[step.id] = replace(step, people=step.people._replace(value=float(limit), low=None, high=None))
    return replace(changed, steps={**changed.steps, **fewer}) if fewer else changed


def limit_notes(today: Stream, after: Survey) -> list[str]:
    """A sentence for each WIP limit that was changed."""
    return [
        _lifted(step, after) if step.wip_limit is None else _limited(step, step.wip_limit, after)
        for step in _newly_limited(today, after.stream)
        if step.id in after.graph.numbers
    ]


def _newly_limited(today: Stream, changed: Stream) -> list[Step]:
    return [
        step
        for step in changed.steps.values()
        if (was := today.steps.get(step.id)) is not None and was.wip_limit != step.wip_limit
    ]


def _lifted(step: Step, after: Survey) -> str:
    return f"Without its WIP limit nothing is held back before {label(step, after.graph)}; the figures stay."


def _limited(step: Step, limit: int, after: Survey) -> str:
    name = label(step, after.graph)
    items = f"{limit:,} item" if limit == 1 else f"{limit:,} items"
    load = load_of(after, step)
    per_day = load.arrivals_per_day if load else None
    longest_s = limit / per_day * after.stream.calendar.day_s if per_day else math.inf
    if per_day is None or not math.isfinite(longest_s):
        return f"What a limit of {items} in {name} means in time needs the demand and how often items come."
    longest = format_duration(longest_s, after.stream.calendar)
    return (
        f"A limit of {items} in {name} means at most {longest} in it at {per_day:.3g} a day (Little's law). It "
        "makes nobody faster: what it holds back waits before the step and counts as wait, so the lead time falls only "
        "when fewer items are started."
    )
