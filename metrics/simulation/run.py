"""One run of the simulation: items enter, go their ways, split, join and leave, on SimPy's clock.

Parts of an item that has split join by one rule, which needs no structure around it: where ways meet, a part waits as
long as another part of its item can still come there by forward ways. So the join of a split waits for all ways and is
worked once, nested or in any network, and a choice inside a way that leads past the join delays nobody.
"""

import math
from array import array
from collections.abc import Callable
from dataclasses import dataclass

from simpy import Environment, Timeout
from simpy.core import EmptySchedule
from simpy.events import Event

from metrics.graph import TRIGGER
from metrics.order import closure
from metrics.simulation.distributions import Distribution, endless_draws, endless_uniforms
from metrics.simulation.model import Model
from metrics.simulation.plan import MOST_VISITS, SimulationPlan
from metrics.simulation.random_streams import RandomStreams
from metrics.simulation.stations import Agenda, Hold, Item, Part, Station, let_go

Report = Callable[[int, int], None]
"""Told how many items have left, and of how many; what it raises ends the simulation."""

REPORTS = 100
EXTRA_ITEMS = 1_000


@dataclass(frozen=True, slots=True)
class Visits:
    """The finished visits to one place, in the order in which they ended, and the numbers of the items."""

    items: "array[int]"
    asked_s: "array[float]"
    started_s: "array[float]"
    ended_s: "array[float]"


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened: when items entered and left (infinity where they had not when it ended), and visits by place.

    Counted are the items from number `first` to before `last`; those after them keep the stream as full as it is.
    """

    first: int
    last: int
    entered_s: "array[float]"
    left_s: "array[float]"
    visits: tuple[Visits, ...]
    incomplete_batches: int


def run(model: Model, plan: SimulationPlan, warm_up: int, report: Report | None = None) -> Trace:
    """Let items through until those of the warm-up and of the plan have left; what `report` raises passes through."""
    simulation = _Run(model, plan, warm_up + plan.items, report)
    simulation.go()
    return Trace(
        first=warm_up,
        last=warm_up + plan.items,
        entered_s=simulation.entered_s,
        left_s=simulation.left_s,
        visits=tuple(
            Visits(place.items, place.asked_s, place.started_s, place.ended_s) for place in simulation.stations
        ),
        incomplete_batches=simulation.incomplete_batches,
    )


class _Run:
    def __init__(self, model: Model, plan: SimulationPlan, items: int, report: Report | None) -> None:
        self.entered_s, self.left_s = array("d"), array("d")
        self.incomplete_batches = 0
        self._model = model
        self._items = items
        self._done = 0
        self._report = report
        self._every = max(1, items // REPORTS)
        self._most = max(items, min(2 * items + EXTRA_ITEMS, int(MOST_VISITS / sum(model.visits[1:]))))
        self._environment = Environment()
        self._agenda = Agenda()
        streams = RandomStreams(plan.seed)
        self._intervals = None
        if model.per_day is not None:
            interval = Distribution(plan.arrivals, model.stream.calendar.day_s / model.per_day)
            self._intervals = endless_draws(interval, streams.of("arrivals"))
        graph = model.graph
        self.stations = [self._station(number, streams) for number in range(graph.end)]
        self._luck = [
            endless_uniforms(streams.of("way", place.id))
            if number in graph.choices or any(graph.reworks[number])
            else None
            for number, place in enumerate(model.places)
        ]
        after_splits = closure(graph.ways, [way for split in graph.parallel for way in graph.ways[split]])
        self._meetings = frozenset(number for number in after_splits if len(graph.sources[number]) > 1)

    def go(self) -> None:
        """Run until all these items have left."""
        step = self._environment.step
        self._agenda.add((self._enter, None))
        self._agenda.settle()
        while self._done < self._items:
            try:
                step()
            except EmptySchedule:
                # So many items have come that no more will, and some wait for a batch to fill.
                if not any(station.work_incomplete_batch() for station in self.stations):
                    raise RuntimeError("Items of the simulation wait for each other without end.") from None
                self.incomplete_batches += 1
                self._agenda.settle()

    def _station(self, number: int, streams: RandomStreams) -> Station:
        place = self._model.places[number]
        waits = works = None
        if place.wait is not None:
            waits = endless_draws(place.wait, streams.of("wait", place.id))
        if place.work is not None:
            works = endless_draws(place.work, streams.of("work", place.id), factor=place.slowing)
        return Station(place, self._environment, self._agenda, waits, works, self._worked)

    def _come(self, _: Event) -> None:
        self._enter(None)
        self._agenda.settle()

    def _enter(self, _: None) -> None:
        """An item enters, and with a known demand the next one is announced; else it comes when this one has left."""
        item = Item(len(self.entered_s))
        self.entered_s.append(self._environment.now)
        self.left_s.append(math.inf)
        starts = self._model.graph.ways[TRIGGER]
        item.parts = [Part(item, start) for start in starts]
        for part in item.parts:
            self._agenda.add((self.stations[part.number].ask, part))
        if self._intervals is not None and len(self.entered_s) < self._most:
            Timeout(self._environment, next(self._intervals)).callbacks.append(self._come)

    def _worked(self, part: Part) -> None:
        """A part has been worked on at its place: it goes back for rework, one way, or all ways."""
        number = part.number
        graph, shares = self._model.graph, self._model.structure.shares
        ways = graph.ways[number]
        hold = Hold(self.stations[number], part.batch, 1)
        part.hold, part.is_rework = hold, False
        luck = self._luck[number]
        if luck is not None and graph.reworks[number]:
            back = _chosen(graph.reworks[number], shares.rework[number], next(luck))
            if back is not None:
                part.is_rework = True
                self._move(part, back)
                return
        if not ways:
            self._move(part, graph.end)
        elif luck is not None and number in graph.choices:
            self._move(part, _chosen(ways, shares.forward[number], next(luck)) or ways[-1])
        else:
            self._split(part, ways)

    def _split(self, part: Part, ways: tuple[int, ...]) -> None:
        item = part.item
        others = []
        if len(ways) > 1 and part.hold is not None:
            part.hold.parts = len(ways)
            for _ in ways[1:]:
                # Until it moves it stands where it came from, so that nothing it can still reach goes on without it.
                other = Part(item, part.number)
                other.hold = part.hold
                others.append(other)
            item.parts += others
        self._move(part, ways[0])
        for other, way in zip(others, ways[1:], strict=True):
            self._move(other, way)

    def _move(self, part: Part, number: int) -> None:
        item = part.item
        part.number = number
        if number == self._model.graph.end:
            item.parts.remove(part)
            _leave(part, self._agenda)
            if not item.parts:
                self._finish(item)
        elif number in self._meetings and not part.is_rework and len(item.parts) > 1:
            _leave(part, self._agenda)
            if number in item.held:
                item.parts.remove(part)
            else:
                item.held[number] = part
        else:
            self._agenda.add((self.stations[number].ask, part))
        if item.held:
            self._let_on(item)

    def _let_on(self, item: Item) -> None:
        """Let on the parts for which no other part of their item can come any more."""
        reach = self._model.reach
        for number in sorted(item.held):
            part = item.held[number]
            if not any(reach[other.number] >> number & 1 for other in item.parts if other is not part):
                del item.held[number]
                self._agenda.add((self.stations[number].ask, part))

    def _finish(self, item: Item) -> None:
        self.left_s[item.index] = self._environment.now
        if item.index < self._items:
            self._done += 1
            if self._report is not None and (self._done % self._every == 0 or self._done == self._items):
                self._report(self._done, self._items)
        if self._intervals is None and len(self.entered_s) < self._items:
            self._agenda.add((self._enter, None))


def _leave(part: Part, agenda: Agenda) -> None:
    """A part that ends or waits for others keeps nobody and no room."""
    hold, part.hold = part.hold, None
    if hold is not None:
        let_go(hold, agenda)


def _chosen(ways: tuple[int, ...], shares: tuple[float, ...], luck: float) -> int | None:
    """The way that this luck chooses; None where it lies beyond the sum of the shares."""
    for way, share in zip(ways, shares, strict=True):
        luck -= share
        if luck < 0:
            return way
    return None
