"""What is simulated of a stream: its places, the ways between them, and the sentences that say what was assumed.

A place is a step or queue (the trigger is the first, without time). METHOD 3: where the demand and the people of a step
are known its queue arises by itself, so its stated wait, and that of the queues that lead to such steps alone, is left
out and only compared; anywhere else a stated wait is a plain delay that does not depend on how many wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from metrics.calendar import demand_per_day
from metrics.capacity import works
from metrics.durations import format_duration
from metrics.graph import TRIGGER, FlowGraph
from metrics.ledger import Ledger
from metrics.linear import NearlyEndlessError
from metrics.node_times import NodeTime, node_times, usable_demand
from metrics.simulation.distributions import Distribution, distribution_of
from metrics.simulation.plan import MOST_VISITS, SimulationPlan
from metrics.stream import Quantity, Queue, Step, Stream
from metrics.structure import Structure, build_structure
from metrics.visits import expected_visits, one_pass_visits
from metrics.wording import label, listed, percent

LONGEST_S = 1e12
"""Some thirty thousand years: beyond it the clock of the simulation would no longer tell seconds apart."""


SMALLEST_UPTIME = 1e-6
"""Less is taken as this, so that no work takes for ever."""


class CannotSimulateError(ValueError):
    """The stream cannot be simulated: `sentences` say what is missing or wrong."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@dataclass(frozen=True, slots=True)
class Place:
    """One step or queue as items meet it.

    `people` is None where their number does not matter or is not known: everybody is served at once. `slowing` is
    1 ÷ uptime. `stated_wait_s` is the wait that the map states, whether it is simulated as `wait` or arises by itself.
    """

    id: str
    name: str
    is_step: bool
    wait: Distribution | None = None
    work: Distribution | None = None
    people: int | None = None
    slowing: float = 1.0
    batch: int = 1
    wip_limit: int | None = None
    stated_wait_s: float | None = None

    @property
    def work_mean_s(self) -> float:
        return 0.0 if self.work is None else self.slowing * self.work.mean


@dataclass(frozen=True, slots=True)
class ChosenDistribution:
    """Which distribution stands for a stated value; `element` is None for the arrivals."""

    element: str | None
    field: str
    distribution: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Model:
    """A stream made ready to run; lists go by the number of the place, as in its graph.

    `reach[i]` has a bit for every place to which forward ways lead from i. `per_day` is None where the demand is
    unknown: items then enter one at a time. `visits` are the expected visits of an item.
    """

    stream: Stream
    structure: Structure
    places: tuple[Place, ...]
    reach: tuple[int, ...]
    visits: tuple[float, ...]
    per_day: float | None
    distributions: tuple[ChosenDistribution, ...]
    notes: tuple[str, ...]

    @property
    def graph(self) -> FlowGraph:
        return self.structure.graph

    def utilisation(self, number: int) -> float | None:
        """Demand × visits × work ÷ people of a step; None where people or demand are not known."""
        place = self.places[number]
        if self.per_day is None or place.people is None:
            return None
        return self.per_day * self.visits[number] * place.work_mean_s / (place.people * self.stream.calendar.day_s)

    def stated_wait_s(self, number: int) -> float | None:
        """The wait that the map states for a step whose queue arises by itself, that in the queues before it included.

        None elsewhere and where it states none; queues count that lead to this step alone.
        """
        if self.places[number].people is None:
            return None
        before = self.graph.queues_before[number]
        lead_here = [queue for queue in before if all(way == number or way in before for way in self.graph.ways[queue])]
        places = [self.places[place] for place in (number, *lead_here)]
        stated = [place.stated_wait_s for place in places if place.wait is None and place.stated_wait_s is not None]
        return sum(stated) if stated else None

    def capacity_per_day(self, number: int) -> float | None:
        """Items that the people of a step can do a day; None where nothing limits them."""
        place = self.places[number]
        busy_s = self.visits[number] * place.work_mean_s
        return place.people * self.stream.calendar.day_s / busy_s if place.people is not None and busy_s > 0 else None


@dataclass(slots=True)
class _Draft:
    """What is collected while the places are made."""

    stream: Stream
    plan: SimulationPlan
    graph: FlowGraph
    distributions: list[ChosenDistribution] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)

    def distribution(self, number: int, field_name: str, words: str, stated: Quantity) -> Distribution:
        node = self.graph.nodes[number]
        if not max(stated.value, stated.high or 0.0) <= LONGEST_S:
            self.needs.append(f"{words} {label(node, self.graph)} is too long to be simulated: check the entry.")
        chosen = distribution_of(stated, self.plan.distribution)
        sentence = f"{words} {label(node, self.graph)} {chosen.sentence(self.stream.calendar)}."
        self.distributions.append(ChosenDistribution(node.id, field_name, chosen.name, sentence))
        return chosen

    def time(self, seconds: float) -> str:
        return format_duration(seconds, self.stream.calendar)


def model_of(stream: Stream, plan: SimulationPlan) -> Model:
    """The model of a stream; raises CannotSimulateError with every sentence that says what it needs."""
    ledger = Ledger()
    structure = build_structure(stream, ledger)
    one_pass, visits = _visits(structure, ledger)
    graph = structure.graph
    worked = [often > 0 for often in visits]
    times = node_times(stream, structure, one_pass, worked, ledger)
    contended = frozenset(number for number in range(1, graph.end) if _has_its_own_queue(stream, graph, number))
    arising = contended | _queues_before(graph, contended)
    draft = _Draft(stream, plan, graph)
    draft.needs += [remark.sentence for remark in ledger.all_problems]
    draft.needs += [
        _as_sentence(entry.sentence)
        for entry in ledger.all_missing
        if entry.field == "share" or (entry.field == "process_time" and entry.element in graph.numbers)
    ]
    if graph.end == 1:
        draft.needs.append("The simulation needs a first step.")
    demand = usable_demand(stream)
    per_day = None if demand is None else demand_per_day(demand, stream.calendar)
    if per_day is not None and not (per_day > 0 and 0 < stream.calendar.day_s / per_day <= LONGEST_S):
        draft.needs.append("The demand is too small or too large to be simulated: check it in the charter.")
    else:
        _tell_arrivals(draft, per_day)
    places = [Place(id="", name="the trigger", is_step=False)]
    for number in range(1, graph.end):
        if worked[number]:
            places.append(
                _place(draft, number, times[number], arises=number in arising, demand_known=demand is not None)
            )
        else:
            node = graph.nodes[number]
            places.append(Place(node.id, label(node, graph), isinstance(node, Step)))
    _tell_uncontended(draft, places, demand_known=demand is not None)
    _check_amount(draft, visits)
    if draft.needs:
        raise CannotSimulateError(list(dict.fromkeys(draft.needs)))
    return Model(
        stream=stream,
        structure=structure,
        places=tuple(places),
        reach=_reach(graph),
        visits=tuple(visits),
        per_day=per_day,
        distributions=tuple(draft.distributions),
        notes=tuple(draft.notes),
    )


def _visits(structure: Structure, ledger: Ledger) -> tuple[list[float], list[float]]:
    """Visits on one pass and expected ones; of a structure with problems they mean nothing, and it is refused."""
    one_pass = one_pass_visits(structure)
    try:
        return one_pass, list(expected_visits(structure, one_pass)[0])
    except NearlyEndlessError as error:
        name = label(structure.graph.nodes[error.number], structure.graph)
        sentence = f"Items come back to {name} practically without end: lower the shares of rework."
        ledger.problem(structure.graph.nodes[error.number].id, "endless_rework", sentence)
        return one_pass, one_pass


def _has_its_own_queue(stream: Stream, graph: FlowGraph, number: int) -> bool:
    """Whether demand and people are known of a step that takes somebody's time."""
    node = graph.nodes[number]
    return isinstance(node, Step) and works(node) and node.people is not None and usable_demand(stream) is not None


def _queues_before(graph: FlowGraph, contended: frozenset[int]) -> frozenset[int]:
    """The queues from which items go to nothing but such steps, directly or through further queues of that kind."""
    found: set[int] = set()
    for number in range(graph.end - 1, TRIGGER, -1):
        ways = graph.ways[number]
        if isinstance(graph.nodes[number], Queue) and ways and all(way in contended or way in found for way in ways):
            found.add(number)
    return frozenset(found)


def _place(draft: _Draft, number: int, time: NodeTime, *, arises: bool, demand_known: bool) -> Place:
    node = draft.graph.nodes[number]
    name = label(node, draft.graph)
    wait = None
    if not arises:
        if time.wait_time_s is None:
            words = "the wait before" if isinstance(node, Step) else "the items or the waiting time of"
            draft.needs.append(f"The simulation needs {words} {name}.")
        elif time.wait_time_s > 0:
            words = "The wait before" if isinstance(node, Step) else "The time in"
            stated = node.wait_time or Quantity(time.wait_time_s, time.wait_source or "guess")
            wait = draft.distribution(number, "wait_time", words, stated)
    if isinstance(node, Queue):
        return Place(node.id, name, is_step=False, wait=wait, stated_wait_s=time.wait_time_s)
    work = None
    if node.process_time is not None and node.process_time.value > 0:
        work = draft.distribution(number, "process_time", "The process time of", node.process_time)
    contended = arises and node.people is not None
    place = Place(
        id=node.id,
        name=name,
        is_step=True,
        wait=wait,
        work=work,
        people=max(1, round(node.people.value)) if contended and node.people is not None else None,
        slowing=1 / max(node.uptime.value, SMALLEST_UPTIME) if contended and node.uptime is not None else 1.0,
        batch=_batch(draft, node, name, demand_known=demand_known),
        wip_limit=node.wip_limit if demand_known else None,
        stated_wait_s=time.wait_time_s,
    )
    _tell_place(draft, place, node, demand_known=demand_known)
    return place


def _batch(draft: _Draft, step: Step, name: str, *, demand_known: bool) -> int:
    size = 1 if step.batch_size is None else max(1, round(step.batch_size.value))
    if size > 1 and not demand_known:
        draft.notes.append(
            f"The batches of {size} before {name} are left out: how long they take to come together needs the demand."
        )
        return 1
    if step.wip_limit is not None and size > step.wip_limit:
        draft.needs.append(
            f"A batch of {size} cannot come together before {name} under its WIP limit of "
            f"{step.wip_limit}: raise the limit or make the batch smaller."
        )
    if size > 1:
        draft.notes.append(
            f"Before {name} {size} items come together; one person works on them one after the other, "
            "and each goes on when it is done."
        )
    return size


def _tell_place(draft: _Draft, place: Place, step: Step, *, demand_known: bool) -> None:
    if place.slowing > 1:
        uptime = percent(1 / place.slowing)
        draft.notes.append(f"Work at {place.name} takes 1 ÷ {uptime} as long as stated, because of its uptime.")
    if place.wip_limit is not None:
        draft.notes.append(
            f"{place.name} takes in {place.wip_limit} items at most; who has done one that it does not "
            "take in keeps it and starts nothing new. Rework is let in over the limit."
        )


def _tell_uncontended(draft: _Draft, places: Sequence[Place], *, demand_known: bool) -> None:
    names = [place.name for place in places if place.people is None and place.work is not None]
    if demand_known and names:
        draft.notes.append(
            f"Nobody said how many people work at {listed(names)}, so nothing queues there: "
            "stated waits are plain delays."
        )


def _tell_arrivals(draft: _Draft, per_day: float | None) -> None:
    if per_day is None:
        draft.notes.append(
            "Nobody said how many items are asked for, so they enter one at a time and never wait for "
            "each other; throughput and WIP are not known."
        )
        return
    interval = draft.time(draft.stream.calendar.day_s / per_day)
    at_random = draft.plan.arrivals == "exponential"
    manner = "at random, exponential intervals of" if at_random else "evenly, every"
    average = " on average" if at_random else ""
    sentence = f"Items come {manner} {interval}{average}."
    draft.distributions.append(ChosenDistribution(None, "demand", draft.plan.arrivals, sentence))


def _check_amount(draft: _Draft, visits: Sequence[float]) -> None:
    each = sum(visits[1:])
    if draft.needs or not draft.plan.items * each > MOST_VISITS * (1 + 1e-9):
        return
    # Rounding must not take away the last item.
    most = int(MOST_VISITS / each * (1 + 1e-9))
    advice = f"simulate at most {most:,} items" if most else "lower the shares of rework"
    draft.needs.append(
        f"{draft.plan.items:,} items would make {draft.plan.items * each:,.0f} visits to steps and queues, "
        f"and at most {MOST_VISITS:,} are simulated: {advice}."
    )


def _reach(graph: FlowGraph) -> tuple[int, ...]:
    """By number a bit for each place that forward ways lead to; the end is one of them."""
    reach = [0] * (graph.end + 1)
    for number in range(graph.end - 1, -1, -1):
        for way in graph.ways[number] or (graph.end,):
            reach[number] |= reach[way] | 1 << way
    return tuple(reach)


def _as_sentence(needs: str) -> str:
    """“needs the …” of the figures as a sentence of its own."""
    return f"The simulation {needs}."
