"""What the batch of a step adds to the wait before it."""

import math

from metrics.batches import collecting_time_s, time_inside_s
from metrics.calendar import demand_per_day
from metrics.node_times import usable_demand
from metrics.stream import Step
from metrics.survey import Survey


def batch_size(step: Step) -> float:
    """How many items are collected before the step starts; one where nothing is stated."""
    return 1.0 if step.batch_size is None else step.batch_size.value


def batch_wait_s(found: Survey, step: Step) -> float | None:
    """`(b − 1) ÷ 2 ÷ demand` to collect the batch and `(b − 1) ÷ 2 · PT` inside it; None where that is not known.

    The demand is that of the step, as in the demand rule of queues: what passes it on one pass, of a repair step what
    comes back to it. A step to which nothing comes collects nothing.
    """
    size = batch_size(step)
    if size == 1:
        return 0.0
    demand = usable_demand(found.stream)
    number = found.graph.numbers[step.id]
    visits = found.basis.one_pass[number] or found.basis.visits[number]
    if demand is None or visits is None or step.process_time is None:
        return None
    if visits == 0:
        return 0.0
    calendar = found.stream.calendar
    collecting_s = collecting_time_s(size, demand_per_day(demand, calendar) * visits, calendar.day_s)
    wait_s = collecting_s + time_inside_s(size, step.process_time.value)
    return wait_s if math.isfinite(wait_s) else None
