"""What is on the map and not in a figure, and why."""

from collections.abc import Iterator

from metrics.explanation.records import LeftOut
from metrics.graph import TRIGGER
from metrics.stream import Node, Queue, Step
from metrics.survey import Survey
from metrics.wording import percent, plain_name

ONE_PASS = ("lead_time_s", "process_time_s", "wait_time_s", "value_added_time_s", "handoffs")
RATIOS = ("flow_efficiency", "process_cycle_efficiency")
OF_STEPS = ("process_time_s", "effort_s", "value_added_time_s", "rolled_complete_accurate", "handoffs")
NOT_ABOUT_ELEMENTS = ("takt_time_s",)


def left_out_of(figure: str, found: Survey) -> tuple[LeftOut, ...]:
    """What this figure leaves out, in stream order, what is outside the stream last."""
    if figure in NOT_ABOUT_ELEMENTS:
        return ()
    entries: list[LeftOut] = []
    for number, node in enumerate(found.graph.nodes):
        if number != TRIGGER and (reason := _reason(figure, found, number, node)):
            entries.append(LeftOut(node.id, _name(node, found), reason))
    if figure in (*ONE_PASS, *RATIOS, "rolled_complete_accurate"):
        entries += _rework(found)
    if figure != "wip":
        reason = "It counts items beside the flow and adds no time."
        entries += [LeftOut(queue.id, _name(queue, found), reason) for queue in found.graph.side_queues]
    entries += _outside(found)
    return tuple(entries)


def _reason(figure: str, found: Survey, number: int, node: Node) -> str | None:
    """Why a node of the stream is not in this figure; None where it is."""
    if isinstance(node, Queue) and figure in OF_STEPS:
        # That a sum of process times leaves waits out is its definition, not news about each queue.
        return None
    basis = found.basis
    if not basis.worked[number]:
        return "No item goes there: the shares that lead to it are 0 %."
    if figure in (*ONE_PASS, *RATIOS, "rolled_complete_accurate") and not basis.passed[number]:
        return "Only rework leads there, so one pass leaves it out; the expected lead time and the effort have it."
    if isinstance(node, Queue) and node.counts_only and figure != "wip":
        return "It only counts items and adds no time."
    weights = _weights(figure, found)
    if weights is not None and not weights[number]:
        return "It lies on a parallel way that takes less time than the longest, so the item does not wait for it."
    if figure == "handoffs" and isinstance(node, Step) and node.handoffs is None:
        return "Nobody stated how often it changes hands."
    if figure == "value_added_time_s" and isinstance(node, Step) and node.value_class in ("necessary", "waste"):
        return "It is necessary but adds no value." if node.value_class == "necessary" else "It is waste."
    return None


def _weights(figure: str, found: Survey) -> tuple[float, ...] | None:
    """How often the figure counts each node, where that is along a counted path."""
    basis = found.basis
    if figure in ("expected_lead_time_s", "wip"):
        return basis.expected.weights if basis.expected else None
    if figure in (*ONE_PASS, *RATIOS):
        return basis.path.weights if basis.structure.one_pass_holds else None
    return None


def _rework(found: Survey) -> Iterator[LeftOut]:
    graph = found.graph
    for number, flows in enumerate(graph.rework_flows):
        for flow, target in zip(flows, graph.reworks[number], strict=True):
            name = f"Rework from {_name(graph.nodes[number], found)} to {_name(graph.nodes[target], found)}"
            share = f"{percent(flow.share.value)} of the items go back" if flow.share else "Some items go back"
            yield LeftOut(flow.id, name, f"{share}; this figure follows one pass without rework.")


def _outside(found: Survey) -> Iterator[LeftOut]:
    stream = found.stream
    for node_id in found.graph.outside:
        node = stream.steps.get(node_id) or stream.queues[node_id]
        yield LeftOut(node_id, _name(node, found), "No arrow connects it with the stream, so no figure counts it.")


def _name(node: Node, found: Survey) -> str:
    return plain_name(node, found.graph)
