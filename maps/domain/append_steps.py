"""Where steps that come as a table go: right of everything, as a chain that continues the map's own where it has one
end.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from maps.domain.elements import ITEM_FLOWS, PLACED_KINDS, Elements

STEP_SPACING = 240


def edits_to_append(
    elements: Elements, rows: Sequence[Mapping[str, Any]], *, ids: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the edits that add the steps and the push flows between them; `ids` has two ids for each row."""
    end = chain_end(elements)
    x, y = _first_place(elements, end)
    edits: list[dict[str, Any]] = []
    before = end
    for index, row in enumerate(rows):
        step_id, flow_id = ids[2 * index], ids[2 * index + 1]
        step = {"kind": "step", **row, "x": x + index * STEP_SPACING, "y": y}
        edits.append({"do": "add", "id": step_id, "element": step})
        if before is not None:
            flow = {"kind": "flow", "flow": "push", "source": before, "target": step_id}
            edits.append({"do": "add", "id": flow_id, "element": flow})
        before = step_id
    return edits


def chain_end(elements: Elements) -> str | None:
    """Return the one step or queue with which the stream ends, None where there is none or more than one."""
    nodes = [
        element_id
        for element_id, element in elements.items()
        if element["kind"] == "step" or (element["kind"] == "queue" and not element.get("counts_only"))
    ]
    flows = [element for element in elements.values() if element["kind"] == "flow"]
    carrying = [flow for flow in flows if flow["flow"] in (*ITEM_FLOWS, "rework")]
    joined = {end for flow in carrying for end in (flow["source"], flow["target"])}
    left = {flow["source"] for flow in carrying if flow["flow"] in ITEM_FLOWS}
    # While any flow exists, what has none is outside the stream (METHOD 3).
    ends = [node for node in nodes if node not in left and (not carrying or node in joined)]
    return ends[0] if len(ends) == 1 else None


def _first_place(elements: Elements, end: str | None) -> tuple[float, float]:
    placed = [element for element in elements.values() if element["kind"] in PLACED_KINDS]
    if not placed:
        return 0, 0
    beside = elements[end] if end is not None else max(placed, key=lambda element: float(element["x"]))
    return max(element["x"] for element in placed) + STEP_SPACING, beside["y"]
