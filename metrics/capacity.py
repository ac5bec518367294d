"""What the people of each step can do against what is asked for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from metrics.calendar import demand_per_day
from metrics.ledger import Ledger
from metrics.node_times import servers, usable_demand
from metrics.stream import Step, Stream
from metrics.structure import Structure
from metrics.wording import label


class Load(NamedTuple):
    """Utilisation (1 is all of the working time) and items a day of one step; None where not known or without limit."""

    utilisation: float | None
    capacity_per_day: float | None


UNKNOWN_LOAD = Load(None, None)


@dataclass(frozen=True, slots=True)
class Capacity:
    """Loads by the number of the step; `all_known` says that people and visits are known wherever they limit."""

    loads: dict[int, Load]
    throughput_per_day: float | None
    all_known: bool


def measure_capacity(stream: Stream, structure: Structure, visits: Sequence[float | None], ledger: Ledger) -> Capacity:
    """Load of every step and throughput of the stream: the demand, or less where a step cannot keep up."""
    graph = structure.graph
    demand = usable_demand(stream)
    per_day = None if demand is None else demand_per_day(demand, stream.calendar)
    day_s = stream.calendar.day_s
    loads: dict[int, Load] = {}
    all_known = True
    for number, node in enumerate(graph.nodes):
        if not isinstance(node, Step):
            continue
        load = _load(node, visits[number], per_day, day_s)
        if load is None:
            all_known = False
            if node.people is None and works(node):
                ledger.missing(node.id, "people", f"needs the people of {label(node, graph)}")
            continue
        if load.utilisation is not None and not math.isfinite(load.utilisation):
            load = Load(ledger.bounded(load.utilisation, "utilisation of a step", node.id), load.capacity_per_day)
        loads[number] = load
    throughput = None
    if per_day is not None and all_known and loads:
        limits = [load.capacity_per_day for load in loads.values() if load.capacity_per_day is not None]
        throughput = ledger.bounded(min([per_day, *limits]), "throughput")
    return Capacity(loads, throughput, all_known)


def works(step: Step) -> bool:
    """Whether the step is known to take somebody's time."""
    return step.process_time is not None and step.process_time.value > 0


def _load(step: Step, visits: float | None, demand_a_day: float | None, day_s: float) -> Load | None:
    process = step.process_time
    if visits == 0 if process is None else not process.value > 0:
        return Load(None if demand_a_day is None else 0.0, None)
    if process is None or step.people is None or visits is None:
        return None
    work_s = visits * process.value
    available_s = servers(step) * day_s
    capacity = available_s / work_s if work_s > 0 else math.inf
    return Load(
        None if demand_a_day is None else demand_a_day * work_s / available_s,
        capacity if math.isfinite(capacity) else None,
    )
