"""A map as a small drawing: shapes without words, coloured by the page's style sheet."""

from collections.abc import Iterable, Iterator

from maps.domain.elements import Element, Elements

# Canvas units, as the board draws them; x and y of an element are the middle of its box.
SIZES = {"step": (164.0, 130.0), "queue": (60.0, 60.0), "note": (150.0, 84.0)}
MARGIN = 36.0
# A drawing of a single step must not blow it up, and a long chain must not become a hairline.
LEAST_WIDTH, LEAST_HEIGHT = 900.0, 300.0
BAR_HEIGHT = 12


def draw_thumbnail(elements: Elements, *, constraint: str | None = None) -> str:
    """Return the map as an SVG that holds numbers and class names only, never a text of people.

    The constraint's step is ringed; a bar in each step shows how much of its time is work.
    """
    placed = {element_id: element for element_id, element in elements.items() if element["kind"] in SIZES}
    if not placed:
        return ""
    flows = [element for element in elements.values() if element["kind"] == "flow"]
    parts = [_flow(flow, placed) for flow in flows]
    parts += [_shape(element, is_constraint=element_id == constraint) for element_id, element in placed.items()]
    return f'<svg class="thumbnail" viewBox="{_view_box(placed, flows)}" aria-hidden="true">{"".join(parts)}</svg>'


def _view_box(placed: Elements, flows: Iterable[Element]) -> str:
    corners = [_corner(element) for element in placed.values()]
    sizes = [SIZES[element["kind"]] for element in placed.values()]
    left = min(x for x, _ in corners) - MARGIN
    top = min([*(y for _, y in corners), *_arc_tops(flows, placed)]) - MARGIN
    right = max(x + width for (x, _), (width, _) in zip(corners, sizes, strict=True)) + MARGIN
    bottom = max(y + height for (_, y), (_, height) in zip(corners, sizes, strict=True)) + MARGIN
    width, height = max(right - left, LEAST_WIDTH), max(bottom - top, LEAST_HEIGHT)
    left -= (width - (right - left)) / 2
    top -= (height - (bottom - top)) / 2
    return f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}"


def _shape(element: Element, *, is_constraint: bool) -> str:
    x, y = _corner(element)
    width, height = SIZES[element["kind"]]
    if element["kind"] == "queue":
        points = f"{x + width / 2:.0f},{y:.0f} {x + width:.0f},{y + height:.0f} {x:.0f},{y + height:.0f}"
        return f'<polygon class="thumbnail-queue" points="{points}"/>'
    if element["kind"] == "note":
        return (
            f'<rect class="thumbnail-note note-{element["note"]}" x="{x:.0f}" y="{y:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" rx="6"/>'
        )
    marked = " is-constraint" if is_constraint else ""
    box = (
        f'<rect class="thumbnail-step{marked}" x="{x:.0f}" y="{y:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" rx="12"/>'
    )
    return box + _time_bar(element, x + 16, y + height - 30, width - 32)


def _time_bar(step: Element, x: float, y: float, width: float) -> str:
    wait_s = step.get("wait_time", {}).get("value", 0)
    process_s = step.get("process_time", {}).get("value", 0)
    if not wait_s + process_s:
        return ""
    work_width = width * process_s / (wait_s + process_s)
    wait_width = width - work_width
    return _bar("wait", x, y, wait_width) + _bar("work", x + wait_width, y, work_width)


def _bar(what: str, x: float, y: float, width: float) -> str:
    return f'<rect class="thumbnail-{what}" x="{x:.1f}" y="{y:.0f}" width="{width:.1f}" height="{BAR_HEIGHT}"/>'


def _flow(flow: Element, placed: Elements) -> str:
    source, target = placed.get(flow["source"]), placed.get(flow["target"])
    if source is None or target is None:
        return ""
    x1, y1, x2, y2 = source["x"], source["y"], target["x"], target["y"]
    kind = flow["flow"]
    if kind == "rework":
        bow, start, end = _bow(source, target), _top(source), _top(target)
        path = f"M{x1:.0f} {start:.0f}C{x1:.0f} {start - bow:.0f} {x2:.0f} {end - bow:.0f} {x2:.0f} {end:.0f}"
        return f'<path class="thumbnail-flow flow-rework" d="{path}"/>'
    family = "information" if kind.startswith("information") else "item"
    middle = (x1 + x2) / 2
    path = f"M{x1:.0f} {y1:.0f}C{middle:.0f} {y1:.0f} {middle:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    return f'<path class="thumbnail-flow flow-{family}" d="{path}"/>'


def _arc_tops(flows: Iterable[Element], placed: Elements) -> Iterator[float]:
    """Yield how far up the arcs of rework reach: a cubic curve comes three quarters of the way to its handles."""
    for flow in flows:
        source, target = placed.get(flow["source"]), placed.get(flow["target"])
        if flow["flow"] == "rework" and source is not None and target is not None:
            yield min(_top(source), _top(target)) - 0.75 * _bow(source, target)


def _bow(source: Element, target: Element) -> float:
    return float(min(230.0, max(90.0, abs(source["x"] - target["x"]) * 0.3)))


def _top(element: Element) -> float:
    return float(element["y"]) - SIZES[element["kind"]][1] / 2


def _corner(element: Element) -> tuple[float, float]:
    """Return the top left corner of an element's box."""
    width, height = SIZES[element["kind"]]
    return element["x"] - width / 2, element["y"] - height / 2
