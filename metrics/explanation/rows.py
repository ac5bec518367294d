"""The rows behind a figure: the same values that it was computed from, in stream order."""

from collections.abc import Iterable, Sequence

from metrics.calendar import demand_per_day
from metrics.explanation.records import ExplanationRow, Unit
from metrics.graph import TRIGGER
from metrics.ledger import Ledger
from metrics.node_times import usable_demand
from metrics.path_figures import stated_handoffs
from metrics.quality import rolled_factors
from metrics.stream import Queue, Source, Step
from metrics.sums import counted
from metrics.survey import Survey, counted_queues, worked_nodes
from metrics.wording import plain_name


class Rows:
    """The rows of each figure of one survey."""

    def __init__(self, found: Survey) -> None:
        self.found = found
        self.basis = found.basis
        self.graph = found.graph

    def path(self, parts: Sequence[str]) -> tuple[ExplanationRow, ...]:
        """Times along the counted path on one pass, of these parts; value-adding work is “process” unless named."""
        if not self.basis.structure.one_pass_holds:
            return ()
        return self._times(self.basis.path.weights, self.basis.on_path, parts)

    def expected_path(self) -> tuple[ExplanationRow, ...]:
        """Times along the counted path with rework."""
        if self.basis.expected is None:
            return ()
        return self._times(self.basis.expected.weights, self.basis.on_expected_path, ("wait", "queue", "process"))

    def effort(self) -> tuple[ExplanationRow, ...]:
        """Process times by visits."""
        numbers = [number for number in worked_nodes(self.basis) if isinstance(self.graph.nodes[number], Step)]
        visits = self.basis.visits
        return tuple(
            self._process_row(number, often, "process") for number in numbers if (often := visits[number]) is not None
        )

    def value_adding(self) -> tuple[ExplanationRow, ...]:
        """Process times of the value-adding steps on the counted path."""
        return tuple(row for row in self.path(("process", "value_adding")) if row.part == "value_adding")

    def rolled(self) -> tuple[ExplanationRow, ...]:
        """The factors; where alternatives leave a step, one factor for them and their steps beside it uncounted."""
        structure, one_pass = self.basis.structure, self.basis.one_pass
        factors = rolled_factors(structure, one_pass, Ledger())
        chances = factors or {}
        rows = []
        for number, node in enumerate(self.graph.nodes):
            stated = node.complete_accurate if isinstance(node, Step) else None
            often = one_pass[number]
            own = stated.value if stated else None
            if number != TRIGGER and isinstance(node, Step) and often:
                is_factor = number in chances and number not in self.graph.choices
                chance = chances[number] if is_factor else None
                part = "factor" if is_factor or factors is None else "alternative"
                source = stated.source if stated else None
                rows.append(self._row(number, part, often, own, chance, "share", "share", source))
            if number in chances and number in self.graph.choices:
                name = f"{self._name(number)} and its alternatives"
                chance = chances[number]
                rows.append(ExplanationRow(node.id, name, "factor", 1.0, chance, chance, "share", "share"))
        return tuple(rows)

    def takt(self) -> tuple[ExplanationRow, ...]:
        """Available time and demand of the period that the charter speaks of."""
        demand = usable_demand(self.found.stream)
        if demand is None:
            return ()
        period_s = self.found.stream.calendar.period_s(demand.per)
        name = f"Working time in a {demand.per}"
        return (
            ExplanationRow(None, name, "available", 1.0, period_s, period_s, "s", "s"),
            ExplanationRow(None, "Demand", "demand", 1.0, demand.items, demand.items, "items", "items"),
        )

    def throughput(self) -> tuple[ExplanationRow, ...]:
        """The demand and the capacity of every step; only what governs is counted."""
        throughput = self.found.capacity.throughput_per_day
        rows = []
        demand = usable_demand(self.found.stream)
        governed = throughput is None
        if demand is not None:
            a_day = demand_per_day(demand, self.found.stream.calendar)
            governs = a_day == throughput
            governed = governed or governs
            value = a_day if governs else None
            rows.append(ExplanationRow(None, "Demand", "demand", 1.0, a_day, value, "items_per_day", "items_per_day"))
        for number, load in self.found.capacity.loads.items():
            visits = self.basis.visits[number]
            if load.capacity_per_day is None or visits is None:
                continue
            governs = not governed and load.capacity_per_day == throughput
            governed = governed or governs
            value = load.capacity_per_day if governs else None
            rows.append(
                self._row(number, "capacity", visits, load.capacity_per_day, value, "items_per_day", "items_per_day")
            )
        return tuple(rows)

    def wip(self) -> tuple[ExplanationRow, ...]:
        """Little's law, and the items that were counted."""
        found = self.found
        rows = []
        if found.capacity.throughput_per_day is not None and found.expected_lead_time_s is not None:
            days = found.expected_lead_time_s / found.stream.calendar.day_s
            name, part = "Throughput × expected lead time in days", "throughput_times_lead_time"
            times = found.capacity.throughput_per_day
            rows.append(ExplanationRow(None, name, part, times, days, found.wip, "count", "items"))
        for queue in counted_queues(self.graph):
            if queue.items is not None:
                name, items = self._label(queue), queue.items
                row = (queue.id, name, "counted_items", 1.0, items.value, None)
                rows.append(ExplanationRow(*row, "items", "items", items.source))
        return tuple(rows)

    def handoffs(self) -> tuple[ExplanationRow, ...]:
        """The stated hand-offs along the counted path."""
        if not self.basis.structure.one_pass_holds:
            return ()
        numbers, stated = stated_handoffs(self.basis)
        weights = self.basis.path.weights
        rows = []
        for number, value in zip(numbers, counted(weights, stated, numbers), strict=True):
            node = self.graph.nodes[number]
            source = node.handoffs.source if isinstance(node, Step) and node.handoffs else None
            rows.append(self._row(number, "handoffs", weights[number], stated[number], value, "count", "count", source))
        return tuple(rows)

    def constraint(self) -> tuple[ExplanationRow, ...]:
        """What either rule compares: utilisation of every step where it is known, and the wait before it."""
        rows = []
        for number, load in self.found.capacity.loads.items():
            visits, work_s = self.basis.visits[number], self.basis.processes_s[number]
            if load.utilisation is not None and visits is not None:
                rows.append(self._row(number, "utilisation", visits, work_s, load.utilisation, "s", "share"))
        for number, pile in self.found.piles.items():
            wait_s = pile.wait_s if pile.is_known else None
            rows.append(self._row(number, "pile_up", 1.0, wait_s, wait_s, "s", "s"))
        return tuple(rows)

    def _times(
        self, weights: Sequence[float], numbers: Iterable[int], parts: Sequence[str]
    ) -> tuple[ExplanationRow, ...]:
        rows = []
        for number in numbers:
            node = self.graph.nodes[number]
            if isinstance(node, Queue):
                if "queue" in parts and not node.counts_only:
                    rows.append(self._wait_row(number, weights[number], "queue"))
                continue
            is_stated = node.wait_time is not None or self.basis.waits_s[number] is None
            if "wait" in parts and is_stated:
                rows.append(self._wait_row(number, weights[number], "wait"))
            if "process" in parts:
                adds = "value_adding" in parts and node.value_class == "adding"
                rows.append(self._process_row(number, weights[number], "value_adding" if adds else "process"))
        return tuple(rows)

    def _wait_row(self, number: int, weight: float, part: str) -> ExplanationRow:
        each = self.basis.waits_s[number]
        value = None if each is None else weight * each
        return self._row(number, part, weight, each, value, "s", "s", self.basis.times[number].wait_source)

    def _process_row(self, number: int, weight: float, part: str) -> ExplanationRow:
        each = self.basis.processes_s[number]
        value = None if each is None else weight * each
        return self._row(number, part, weight, each, value, "s", "s", self.basis.times[number].process_source)

    def _row(
        self,
        number: int,
        part: str,
        times: float,
        each: float | None,
        value: float | None,
        each_unit: Unit,
        counted_unit: Unit,
        source: Source | None = None,
    ) -> ExplanationRow:
        node = self.graph.nodes[number]
        return ExplanationRow(node.id, self._name(number), part, times, each, value, each_unit, counted_unit, source)

    def _name(self, number: int) -> str:
        return self._label(self.graph.nodes[number])

    def _label(self, node: Step | Queue) -> str:
        return plain_name(node, self.graph)
