"""What is worth knowing beside the figures: nothing here withholds one."""

from collections.abc import Sequence

from metrics.completeness import Ledger
from metrics.graph import FlowGraph
from metrics.node_times import NodeTime
from metrics.stream import Step
from metrics.wording import label

DIFFERS_BY = 0.2


def report_added_waits(graph: FlowGraph, times: Sequence[NodeTime], ledger: Ledger) -> None:
    """Finds steps whose own wait is stated although a queue with time stands before them: the two add up."""
    for number, node in enumerate(graph.nodes):
        if not isinstance(node, Step) or not times[number].wait_time_s:
            continue
        for before in graph.queues_before[number]:
            if times[before].wait_time_s:
                queue = graph.nodes[before]
                ledger.finding(
                    node.id,
                    "waits_add_up",
                    f"The wait before {label(node, graph)} and the time in {label(queue, graph)} add up: "
                    "if they are the same wait, empty one of them.",
                )
                break


def report_counted_wip(wip: float | None, wip_counted: float | None, ledger: Ledger) -> None:
    """Finds a counted number of items that differs by more than a fifth from what Little's law gives."""
    if wip is None or wip_counted is None or abs(wip_counted - wip) <= DIFFERS_BY * wip:
        return
    ledger.finding(
        None,
        "wip_differs",
        f"{wip_counted:.4g} items are counted in queues, but throughput times expected lead time makes {wip:.4g}: "
        "a time, a count or the demand does not fit the others.",
    )
