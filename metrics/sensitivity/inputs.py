"""The uncertain inputs of a lead time, and the range in which each may lie."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from metrics.basis import Basis
from metrics.graph import TRIGGER
from metrics.stream import Quantity, Queue, Source
from metrics.wording import plain_name

Field = Literal["wait_time", "process_time", "items", "share"]
Range = Literal["stated", "assumed"]

ASSUMED: Mapping[Source, tuple[float, float]] = {
    "guess": (0.5, 2.0),
    "estimate": (0.75, 1.5),
    "walked": (0.9, 1.25),
    "measured": (1.0, 1.0),
}
"""By provenance the factors between which a value without a range is taken to lie.

They reach further up than down, as people expect tasks to take less time than they do (Buehler, Griffin and Ross,
Exploring the “Planning Fallacy”, 1994). A measured value without a range is taken as known.
"""


@dataclass(frozen=True, slots=True)
class UncertainInput:
    """One value of the node `number`, or the share of the flow at `place` among its ways or rework."""

    element: str
    name: str
    field: Field
    source: Source
    range: Range
    low: float
    value: float
    high: float
    number: int
    place: int = 0
    is_rework: bool = False


def uncertain_inputs(basis: Basis) -> Iterator[UncertainInput]:
    """Waits, process times, items and shares of what is worked, where their range is wider than nothing."""
    for number, is_worked in enumerate(basis.worked):
        if number != TRIGGER and is_worked:
            yield from _times(basis, number)
            yield from _forward_shares(basis, number)
            yield from _rework_shares(basis, number)


def _times(basis: Basis, number: int) -> Iterator[UncertainInput]:
    graph = basis.structure.graph
    node = graph.nodes[number]
    stated: list[tuple[Field, Quantity | None]] = []
    if isinstance(node, Queue):
        if not node.counts_only:
            stated = [("wait_time", node.wait_time)] if node.wait_time else [("items", node.items)]
    else:
        stated = [("wait_time", node.wait_time), ("process_time", node.process_time)]
    for field, quantity in stated:
        if quantity is None:
            continue
        low, high = _range(quantity, *(factor * quantity.value for factor in ASSUMED[quantity.source]))
        name = plain_name(node, graph)
        if low < high:
            yield _input(node.id, name, field, quantity, low, high, number)


def _forward_shares(basis: Basis, number: int) -> Iterator[UncertainInput]:
    """Stated shares of alternatives; of two ways one, as the other is the rest."""
    graph = basis.structure.graph
    if number not in graph.choices:
        return
    flows = graph.way_flows[number]
    stated = [place for place, flow in enumerate(flows) if flow.share is not None]
    for place in stated[:1] if len(flows) == 2 else stated:
        yield from _share(basis, number, place, 1.0, is_rework=False)


def _rework_shares(basis: Basis, number: int) -> Iterator[UncertainInput]:
    shares = basis.structure.shares.rework[number]
    for place, share in enumerate(shares):
        yield from _share(basis, number, place, 1.0 - (sum(shares) - share), is_rework=True)


def _share(basis: Basis, number: int, place: int, most: float, *, is_rework: bool) -> Iterator[UncertainInput]:
    """A share of at most `most`; without a range its odds are multiplied, so that it stays a share."""
    graph, shares = basis.structure.graph, basis.structure.shares
    flow = (graph.rework_flows if is_rework else graph.way_flows)[number][place]
    value = (shares.rework if is_rework else shares.forward)[number][place]
    if flow.share is None or not 0 < value <= most:
        return
    ends = [most * value * factor / (value * factor + most - value) for factor in ASSUMED[flow.share.source]]
    low, high = _range(flow.share, *ends)
    target = (graph.reworks if is_rework else graph.ways)[number][place]
    names = [plain_name(graph.nodes[end], graph) for end in (number, target)]
    if low < high:
        quantity = Quantity(value, flow.share.source, flow.share.low, flow.share.high)
        name = f"{names[0]} to {names[1]}"
        yield _input(flow.id, name, "share", quantity, low, high, number, place, is_rework=is_rework)


def _range(quantity: Quantity, low: float, high: float) -> tuple[float, float]:
    """The stated range, open ends at the value; else the assumed one."""
    if quantity.low is None and quantity.high is None:
        return low, high
    return (
        quantity.value if quantity.low is None else quantity.low,
        quantity.value if quantity.high is None else quantity.high,
    )


def _input(
    element: str,
    name: str,
    field: Field,
    quantity: Quantity,
    low: float,
    high: float,
    number: int,
    place: int = 0,
    *,
    is_rework: bool = False,
) -> UncertainInput:
    is_assumed = quantity.low is None and quantity.high is None
    return UncertainInput(
        element=element,
        name=name,
        field=field,
        source=quantity.source,
        range="assumed" if is_assumed else "stated",
        low=min(low, quantity.value),
        value=quantity.value,
        high=max(high, quantity.value),
        number=number,
        place=place,
        is_rework=is_rework,
    )
