"""What the queueing before a step depends on."""

import math
from dataclasses import dataclass

from metrics.calendar import demand_per_day
from metrics.node_times import usable_demand
from metrics.prediction.queueing import PEOPLE_LIMIT, Variability, mean_wait_s
from metrics.stream import Step
from metrics.survey import Survey
from metrics.wording import label

LARGEST_SCALABLE = 0.95
"""No wait lasts at a utilisation of 1 or more; where today's is so high, the stated wait counts as that at this one."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Load:
    """The load of one step: who comes, how long it takes, who is there.

    `people` is at most the step's WIP limit, because nobody works on an item that is not let in. `utilisation` is None
    where it is not known, and `needs` then says what is missing.
    """

    arrivals_per_day: float | None
    process_time_s: float | None
    people: float | None
    uptime: float
    utilisation: float | None
    needs: str | None

    @property
    def service_time_s(self) -> float:
        return (self.process_time_s or 0.0) / self.uptime

    @property
    def is_too_much(self) -> bool:
        return self.utilisation is not None and self.utilisation >= 1

    def wait_s(self, variability: Variability) -> float:
        """The mean time in the queue by the formulas; needs a known utilisation, and takes it as at most 0.95."""
        if not self.utilisation or not self.people:
            return 0.0
        utilisation = LARGEST_SCALABLE if self.is_too_much else self.utilisation
        return mean_wait_s(max(1, int(self.people)), utilisation, self.service_time_s, variability)

    def is_as(self, other: "Load") -> bool:
        """Whether items wait for both alike; a difference of rounding is none."""
        pairs = (
            (self.arrivals_per_day, other.arrivals_per_day),
            (self.process_time_s, other.process_time_s),
            (self.people, other.people),
            (self.uptime, other.uptime),
        )
        return all(same_or_unknown(one, another) for one, another in pairs)


def same_or_unknown(one: float | None, another: float | None) -> bool:
    """Whether two values are the same but for rounding, or both not known."""
    if one is None or another is None:
        return one is another
    return math.isclose(one, another, rel_tol=_ROUNDING)


def load_of(found: Survey, step: Step) -> Load | None:
    """The load of a step; None where it takes no part in the stream."""
    number = found.graph.numbers.get(step.id)
    if number is None:
        return None
    demand = usable_demand(found.stream)
    visits = found.basis.visits[number]
    per_day = None if demand is None else demand_per_day(demand, found.stream.calendar)
    people = None if step.people is None else step.people.value
    at_work = people if people is None or step.wip_limit is None else min(people, float(step.wip_limit))
    known = found.capacity.loads.get(number)
    utilisation = known.utilisation if known else None
    if utilisation and people and at_work:
        utilisation *= people / at_work
    needs = _needs(found, step, visits) if utilisation is None else None
    if utilisation and at_work is not None and at_work > PEOPLE_LIMIT:
        utilisation, needs = None, f"at most {PEOPLE_LIMIT:,} people at {label(step, found.graph)}"
    return Load(
        arrivals_per_day=None if per_day is None or visits is None else per_day * visits,
        process_time_s=None if step.process_time is None else step.process_time.value,
        people=at_work,
        uptime=1.0 if step.uptime is None else step.uptime.value,
        utilisation=utilisation,
        needs=needs,
    )


def _needs(found: Survey, step: Step, visits: float | None) -> str:
    name = label(step, found.graph)
    if usable_demand(found.stream) is None:
        return "the demand"
    if step.process_time is None:
        return f"the process time of {name}"
    if step.people is None:
        return f"the people of {name}"
    if visits is None:
        return f"how often items come to {name}"
    return f"a load of {name} that is a number"
