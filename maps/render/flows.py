"""Arrows as the books draw them: where they touch the boxes, which way they take, and what is written on them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from maps.domain.elements import ITEM_FLOWS, Element, Elements
from maps.render import marks
from maps.render.fonts import measure
from maps.render.marks import Box, Mark, Shape, Words, box_around, circle, line, polygon, rectangle, xy
from maps.render.symbols import draw_glyph
from maps.render.words import WASTES, format_share
from maps.render.wrapping import wrap

Point = tuple[float, float]
# How far the line stops before the tip, so that a wide line does not stick out of its head.
_HEAD = 11.0
_LABEL_WIDTH = 170.0
_LEAST_LABEL_WIDTH = 60.0


@dataclass(frozen=True, slots=True)
class Way:
    """The way of an arrow: the path up to its head, the tip, the direction into it, its label, what it covers."""

    d: str
    tip: Point
    into: Point
    label: Point
    reach: Box


def way_of(flow: str, source: Box, target: Box) -> Way:
    """Return the way from box to box that this kind of flow takes."""
    if flow == "rework":
        return _arc(source, target)
    if flow.startswith("information"):
        return _information(source, target, is_electronic=flow == "information_electronic")
    return _forward(source, target)


def _forward(source: Box, target: Box) -> Way:
    """From side to side where the target is to the right, else from edge to edge by the shorter way."""
    if target.left >= source.right + 4:
        start, end = (source.right, source.y), (target.left, target.y)
        reach = max(20.0, (end[0] - start[0]) / 2)
        return _curve(start, (start[0] + reach, start[1]), (end[0] - reach, end[1]), end)
    if target.top >= source.bottom or source.top >= target.bottom:
        is_down = target.top >= source.bottom
        start = (source.x, source.bottom if is_down else source.top)
        end = (target.x, target.top if is_down else target.bottom)
        reach = (end[1] - start[1]) / 2
        return _curve(start, (start[0], start[1] + reach), (end[0], end[1] - reach), end)
    start, end = (source.x, source.bottom), (target.x, target.bottom)
    depth = max(start[1], end[1]) + 70
    return _curve(start, (start[0], depth), (end[0], depth), end)


def _arc(source: Box, target: Box) -> Way:
    """Work sent back goes over the boxes, the higher the farther it goes."""
    side = math.copysign(1, target.x - source.x) if target.x != source.x else -1.0
    start = (source.x + side * source.width * 0.4, source.top)
    end = (target.x - side * target.width * 0.12, target.top)
    height = min(190.0, 70 + abs(end[0] - start[0]) * 0.16)
    top = min(start[1], end[1]) - height
    lean = (end[0] - start[0]) * 0.24
    return _curve(start, (start[0] + lean, top), (end[0] - lean, top), end)


def _information(source: Box, target: Box, *, is_electronic: bool) -> Way:
    """Above the tops between boxes side by side, else straight; an electronic one has a zigzag in its middle."""
    is_beside = source.top < target.bottom and target.top < source.bottom
    if is_beside:
        side = math.copysign(1, target.x - source.x)
        start, end = source.x + side * 30, target.x - side * 30
        top = min(source.top, target.top) - 32
        points = [(start, source.top), (start, top), (end, top), (end, target.top)]
        a, b = points[1], points[2]
    else:
        points = [_border(source, target), _border(target, source)]
        a, b = points
    into = _unit(points[-2], points[-1])
    stop = (points[-1][0] - into[0] * _HEAD, points[-1][1] - into[1] * _HEAD)
    label = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    jagged = _zigzag(label, _unit(a, b)) if is_electronic else []
    before, after = (points[:2], points[2:-1]) if is_beside else (points[:1], [])
    every = [*before, *jagged, *after, stop]
    return Way(line(*every), points[-1], into, label, _around([*every, points[-1]]))


def _zigzag(at: Point, along: Point) -> list[Point]:
    across = (-along[1] * 9, along[0] * 9)
    return [
        (at[0] + along[0] * on + across[0] * off, at[1] + along[1] * on + across[1] * off)
        for on, off in ((-9, 0), (5, 1), (-5, -1), (9, 0))
    ]


def _border(box: Box, toward: Box) -> Point:
    dx, dy = toward.x - box.x, toward.y - box.y
    reaches = [1.0]
    if dx:
        reaches.append(box.width / 2 / abs(dx))
    if dy:
        reaches.append(box.height / 2 / abs(dy))
    reach = min(reaches)
    return (box.x + dx * reach, box.y + dy * reach)


def _curve(start: Point, one: Point, other: Point, end: Point) -> Way:
    into = _unit(other, end)
    stop = (end[0] - into[0] * _HEAD, end[1] - into[1] * _HEAD)
    label = tuple((start[axis] + 3 * one[axis] + 3 * other[axis] + end[axis]) / 8 for axis in (0, 1))
    d = f"M{xy(*start)}C{xy(*one)} {xy(*other)} {xy(*stop)}"
    middle = (label[0], label[1])
    return Way(d, end, into, middle, _around([start, end, middle]))


def _unit(from_: Point, to: Point) -> Point:
    length = math.hypot(to[0] - from_[0], to[1] - from_[1]) or 1.0
    return ((to[0] - from_[0]) / length, (to[1] - from_[1]) / length)


def _around(points: list[Point]) -> Box:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def arrow_head(tip: Point, into: Point, length: float, width: float) -> str:
    """Return the triangle of an arrow head with its tip at `tip`."""
    foot = (tip[0] - into[0] * length, tip[1] - into[1] * length)
    across = (-into[1] * width / 2, into[0] * width / 2)
    return polygon(tip, (foot[0] + across[0], foot[1] + across[1]), (foot[0] - across[0], foot[1] - across[1]))


def draw_flow(kind: str, way: Way, *, is_beside: bool = False) -> list[Mark]:
    """Return the arrow itself: striped push, pull with its withdrawal, the lane of FIFO, thin lines for the others."""
    colour = marks.WARN if kind == "rework" else marks.LINE_2 if is_beside else marks.INK_2
    if kind == "push":
        return [
            Shape(way.d, stroke=colour, width=7),
            Shape(way.d, stroke=marks.PAPER, width=4.4, dash="5 5"),
            Shape(arrow_head(way.tip, way.into, 14, 15), colour),
        ]
    if kind == "pull":
        x, y = way.label
        return [
            Shape(way.d, stroke=colour, width=1.8),
            Shape(arrow_head(way.tip, way.into, 12, 11), marks.PAPER, colour, 1.6),
            Shape(circle(x, y, 10), marks.PAPER, colour, 1.6),
            Shape(f"M{xy(x - 5.4, y - 1.6)}A5.6 5.6 0 1 1 {xy(x - 4.4, y + 3.4)}", stroke=colour, width=1.5),
            Shape(line((x - 7.6, y - 1.9), (x - 3.4, y - 1.9), (x - 3.4, y + 2.3)), stroke=colour, width=1.5),
        ]
    if kind == "fifo":
        return [
            Shape(way.d, stroke=colour, width=19),
            Shape(way.d, stroke=marks.PAPER, width=15.6),
            Shape(arrow_head(way.tip, way.into, 12, 12), colour),
            Words(way.label[0] - way.into[0] * 5, way.label[1] + 3.6, "FIFO", 10.5, 700, colour, "middle"),
        ]
    width = 1.4 if kind.startswith("information") else 1.8
    return [Shape(way.d, stroke=colour, width=width), Shape(arrow_head(way.tip, way.into, 12, 10), colour)]


def draw_label(flow: Element, way: Way, *, is_parting: bool) -> list[Mark]:
    """Return the label of an arrow: its share where one has a meaning, its name, its wastes; nothing without any."""
    share = flow.get("share")
    words = ""
    if flow["flow"] == "rework":
        words = f"{format_share(share['value'])} sent back" if share else "how much is sent back?"
    elif is_parting:
        words = format_share(share["value"]) if share else "equal part"
    # Between two boxes side by side a label must not cover them.
    room = max(_LEAST_LABEL_WIDTH, min(_LABEL_WIDTH, way.reach.width - 20))
    name = wrap(flow.get("name", ""), room, 12, lines=3)
    wastes = wrap(", ".join(WASTES[waste] for waste in flow.get("wastes", [])), room, 11, weight=600, lines=3)
    if not words and not name and not wastes:
        return []
    colour = marks.WARN if flow["flow"] == "rework" else marks.INK
    glyph = 15.0 if words and share else 0.0
    lines = [(words, 12.5, 600, colour)] if words else []
    lines += [(text, 12.0, 400, colour) for text in name]
    lines += [(text, 11.0, 600, marks.WARN) for text in wastes]
    width = max(measure(text, size, weight) + (glyph if text == words else 0) for text, size, weight, _ in lines) + 16
    y = way.label[1] + (18 if flow["flow"] in ("pull", "fifo") else 0)
    box = box_around(way.label[0], y, width, len(lines) * 15 + 5)
    edge = marks.WARN if flow["flow"] == "rework" else marks.LINE_2
    found: list[Mark] = [Shape(rectangle(box, 10), marks.PAPER, edge, 1)]
    for place, (text, size, weight, ink) in enumerate(lines):
        base = box.top + 14 + place * 15
        shift = glyph / 2 if text == words else 0
        found.append(Words(box.x - shift, base, text, size, weight, ink, "middle"))
        if shift and share:
            found += draw_glyph(box.x + measure(text, size, weight) / 2 + 3, base - 4, share["source"])
    return found


def partings(elements: Elements) -> frozenset[str]:
    """Return the boxes that several forward arrows leave of which an item takes one."""
    counts: dict[str, int] = {}
    for element in elements.values():
        if element["kind"] == "flow" and element["flow"] in ITEM_FLOWS:
            counts[element["source"]] = counts.get(element["source"], 0) + 1
    return frozenset(
        node for node, count in counts.items() if count > 1 and elements[node].get("split", "one") == "one"
    )


def draw_thread(source: Box, target: Box) -> Shape:
    """Return the dotted thread from a note to what it is about."""
    return Shape(line(_border(source, target), _border(target, source)), stroke=marks.INK_3, width=1.2, dash="2 4")


def draw_charter_arrow(source: Box, target: Box) -> list[Mark]:
    """Return the thin arrow from the trigger into the stream, or from its end to the delivery."""
    way = _forward(source, target)
    return [
        Shape(way.d, stroke=marks.INK_3, width=1.6),
        Shape(arrow_head(way.tip, way.into, 10, 8), marks.INK_3),
    ]


def is_beside_path(flow: Element, weights: Mapping[str, float]) -> bool:
    """Whether the arrow carries items, but none of those that the counted path follows."""
    if flow["flow"] not in ITEM_FLOWS or not weights:
        return False
    return flow["source"] not in weights or flow["target"] not in weights
