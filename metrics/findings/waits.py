"""Waits: the longest ones, those that are stated twice, and those that counted items speak against."""

from collections.abc import Iterator

from metrics.calendar import demand_per_day
from metrics.figures import Finding
from metrics.findings.stakes import Stakes
from metrics.node_times import usable_demand
from metrics.stream import Quantity, Queue, Step

LONG_WAITS = 3
LONG_FROM = 0.1
"""A wait is told as long from a tenth of the lead time on."""
LARGE_GUESS_FROM = 0.2
"""A guess is told as large from a fifth of the lead time on."""
DIFFERS_TIMES = 2.0
"""A single count is one moment of a queue that comes and goes, so only what is twice or half as much is told."""


def long_waits(stakes: Stakes) -> Iterator[Finding]:
    """The steps before which items spend most time, queues included."""
    weights, lead_time_s = stakes.weights, stakes.lead_time_s
    if weights is None or not lead_time_s:
        return
    waits_s, queues_before = stakes.found.basis.waits_s, stakes.found.graph.queues_before
    longest = []
    for number, pile in stakes.found.piles.items():
        at_stake_s = weights[number] * (waits_s[number] or 0.0)
        for before in queues_before[number]:
            at_stake_s += weights[before] * (waits_s[before] or 0.0)
        if at_stake_s >= LONG_FROM * lead_time_s and pile.wait_s > 0:
            longest.append((-at_stake_s, number))
    for rank, (negative_s, number) in enumerate(sorted(longest)[:LONG_WAITS]):
        wait, meaning = stakes.time(stakes.found.piles[number].wait_s), stakes.makes(-negative_s)
        follows = ", more than any other wait" if rank == 0 else ""
        sentence = f"Work waits {wait} before {stakes.name(number)}: that {meaning}{follows}."
        yield Finding(stakes.node(number).id, "long_wait", sentence, -negative_s)


def added_waits(stakes: Stakes) -> Iterator[Finding]:
    """Steps whose own wait is stated although a queue with time stands before them: the two add up."""
    waits_s, graph = stakes.found.basis.waits_s, stakes.found.graph
    for number, node in enumerate(graph.nodes):
        if not graph.queues_before[number] or not waits_s[number] or not isinstance(node, Step):
            continue
        for before in graph.queues_before[number]:
            if waits_s[before]:
                yield Finding(
                    node.id,
                    "waits_add_up",
                    f"The wait before {stakes.name(number)} and the time in {stakes.name(before)} add up: "
                    "if they are the same wait, empty one of them.",
                    stakes.of(number, min(waits_s[number] or 0.0, waits_s[before] or 0.0)),
                )
                break


def counts_that_differ(stakes: Stakes) -> Iterator[Finding]:
    """Waits that are stated although items are counted in the same place, and the two do not fit."""
    graph, one_pass = stakes.found.graph, stakes.found.basis.one_pass
    for number, node in enumerate(graph.nodes):
        if isinstance(node, Queue) and node.wait_time and node.items and not node.counts_only:
            yield from _compare(
                stakes, number, f"in {stakes.name(number)}", node.wait_time, node.items, one_pass[number]
            )
    for queue in graph.side_queues:
        number = graph.numbers[queue.about or ""]
        step = graph.nodes[number]
        if isinstance(step, Step) and step.wait_time and queue.items:
            yield from _compare(
                stakes, number, f"before {stakes.name(number)}", step.wait_time, queue.items, one_pass[number]
            )


def _compare(
    stakes: Stakes, number: int, where: str, wait: Quantity, items: Quantity, visits: float | None
) -> Iterator[Finding]:
    """Compares a stated wait with items ÷ (demand × one-pass visits), the demand rule."""
    stream = stakes.found.stream
    demand = usable_demand(stream)
    is_better_known = wait.source in ("walked", "measured") and items.source in ("guess", "estimate")
    if demand is None or not visits or is_better_known:
        return
    a_day = demand_per_day(demand, stream.calendar) * visits
    counted_s = items.value / a_day * stream.calendar.day_s if a_day > 0 else 0.0
    low_s, high_s = sorted((wait.value, counted_s))
    at_stake_s = stakes.of(number, high_s - low_s)
    if high_s < DIFFERS_TIMES * low_s or high_s == 0 or at_stake_s is None:
        return
    yield Finding(
        stakes.node(number).id,
        "count_differs",
        f"The wait {where} is said to be {stakes.time(wait.value)} ({wait.source}), but {items.value:g} items counted "
        f"there at {a_day:.3g} a day mean {stakes.time(counted_s)}: the wait, the count or the demand does not fit.",
        at_stake_s,
    )


def large_guess(stakes: Stakes) -> Iterator[Finding]:
    """The guess on which most of the lead time rests."""
    basis = stakes.found.basis
    guesses = []
    for number, (wait_s, process_s, wait_source, process_source) in enumerate(basis.times):
        if wait_source == "guess" and wait_s and (at_stake_s := stakes.of(number, wait_s)):
            guesses.append((at_stake_s, number, "wait before"))
        if process_source == "guess" and process_s and (at_stake_s := stakes.of(number, process_s)):
            guesses.append((at_stake_s, number, "process time of"))
    if guesses:
        at_stake_s, number, what = max(guesses, key=lambda guess: guess[0])
        if (stakes.share(at_stake_s) or 0.0) >= LARGE_GUESS_FROM:
            if isinstance(stakes.node(number), Queue):
                what = "time in"
            sentence = (
                f"The {what} {stakes.name(number)} is a guess and {stakes.makes(at_stake_s)}: "
                "walk a real item through it, or measure it."
            )
            yield Finding(stakes.node(number).id, "large_guess", sentence, at_stake_s)
