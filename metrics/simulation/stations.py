"""A place of the stream while it is simulated: how parts of items are let in, wait, are worked on and leave.

In order: let in (a WIP limit keeps out what is above it), wait (a stated wait as a plain delay), come together in a
batch, queue for one of the people first come first served, be worked on. Whoever has done a part keeps it, and its
place under the WIP limit, until the next place has let it in (blocking after service: Perros, Queueing Networks with
Blocking, 1994). Parts that wait for other parts of their item keep nothing, so no two places ever block each other.
"""

from array import array
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, cast

from simpy import Environment, Timeout
from simpy.events import Event

from metrics.simulation.model import Place


class Item:
    """One item; it is done when it has no parts left. `held` are parts that wait for others, by place."""

    __slots__ = ("held", "index", "parts")

    def __init__(self, index: int) -> None:
        self.index = index
        self.parts: list[Part] = []
        self.held: dict[int, Part] = {}


class Part:
    """An item, or what of it goes one of several parallel ways; `number` is where it is or wants to be."""

    __slots__ = ("asked_s", "batch", "hold", "is_rework", "item", "number", "started_s")

    def __init__(self, item: Item, number: int) -> None:
        self.item = item
        self.number = number
        self.is_rework = False
        self.hold: Hold | None = None
        self.batch = _ALONE
        self.asked_s = 0.0
        self.started_s = 0.0


_ALONE: deque[Part] = deque()
"""The rest of the batch of a part that has not been worked on: empty, and never changed."""


class Hold:
    """The person and the room under the WIP limit that a finished part keeps until all it became have been let in."""

    __slots__ = ("batch", "parts", "station")

    def __init__(self, station: "Station", batch: "deque[Part]", parts: int) -> None:
        self.station = station
        self.batch = batch
        self.parts = parts


class Agenda:
    """What happens at this very moment, one thing after the other: chains of any length without deep calls."""

    def __init__(self) -> None:
        self._acts: deque[tuple[Callable[[Any], None], Any]] = deque()
        self.add = self._acts.append

    def settle(self) -> None:
        """Do everything that has to happen now."""
        acts = self._acts
        while acts:
            act, subject = acts.popleft()
            act(subject)


class Station:
    """One place at work. `asked_s`, `started_s`, `ended_s` and `items` (their numbers) log every finished visit."""

    def __init__(
        self,
        place: Place,
        environment: Environment,
        agenda: Agenda,
        waits: Iterator[float] | None,
        works: Iterator[float] | None,
        finished: Callable[[Part], None],
    ) -> None:
        self.place = place
        self.asked_s, self.started_s, self.ended_s = array("d"), array("d"), array("d")
        self.items = array("q")
        self._environment = environment
        self._agenda = agenda
        self._waits = waits
        self._works = works
        self._finished = finished
        self._free = place.people
        self._inside = 0
        self._outside: deque[Part] = deque()
        self._together: list[Part] = []
        self._queue: deque[deque[Part]] = deque()

    def ask(self, part: Part) -> None:
        """A part wants to be let in."""
        part.asked_s = self._environment.now
        limit = self.place.wip_limit
        if limit is not None and self._inside >= limit and not part.is_rework:
            self._outside.append(part)
        else:
            self._let_in(part)

    def release(self, hold: Hold) -> None:
        """A part has left: its person takes the next of the batch or of the queue, and there is room for one more."""
        self._inside -= 1
        if hold.batch:
            self._work(hold.batch)
        else:
            if self._free is not None:
                self._free += 1
            if self._queue:
                self._start(self._queue.popleft())
        limit = self.place.wip_limit
        while self._outside and limit is not None and self._inside < limit:
            self._let_in(self._outside.popleft())

    def work_incomplete_batch(self) -> bool:
        """Work on what has come together although more is missing; False where nothing has."""
        together, self._together = self._together, []
        if together:
            self._start_or_queue(deque(together))
        return bool(together)

    def _let_in(self, part: Part) -> None:
        self._inside += 1
        hold, part.hold = part.hold, None
        if hold is not None:
            let_go(hold, self._agenda)
        if self._waits is None:
            self._collect(part)
        else:
            Timeout(self._environment, next(self._waits), part).callbacks.append(self._waited)

    def _waited(self, event: Event) -> None:
        self._collect(cast("Part", event.value))
        self._agenda.settle()

    def _collect(self, part: Part) -> None:
        if self.place.batch == 1:
            self._start_or_queue(deque((part,)))
            return
        self._together.append(part)
        if len(self._together) == self.place.batch:
            batch, self._together = deque(self._together), []
            self._start_or_queue(batch)

    def _start_or_queue(self, batch: deque[Part]) -> None:
        if self._free == 0:
            self._queue.append(batch)
        else:
            self._start(batch)

    def _start(self, batch: deque[Part]) -> None:
        if self._free is not None:
            self._free -= 1
        self._work(batch)

    def _work(self, batch: deque[Part]) -> None:
        """One person works on the next part of a batch."""
        part = batch.popleft()
        part.batch = batch
        part.started_s = self._environment.now
        if self._works is None:
            self._agenda.add((self._done, part))
        else:
            Timeout(self._environment, next(self._works), part).callbacks.append(self._worked)

    def _worked(self, event: Event) -> None:
        self._done(cast("Part", event.value))
        self._agenda.settle()

    def _done(self, part: Part) -> None:
        self.asked_s.append(part.asked_s)
        self.started_s.append(part.started_s)
        self.ended_s.append(self._environment.now)
        self.items.append(part.item.index)
        self._finished(part)


def let_go(hold: Hold, agenda: Agenda) -> None:
    """One of the parts that a finished part became needs its former place no more."""
    hold.parts -= 1
    if not hold.parts:
        agenda.add((hold.station.release, hold))
