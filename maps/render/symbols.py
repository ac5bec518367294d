"""The symbols of lean mapping as the board draws them: process box, inventory, sticky note, kaizen burst, trigger."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from maps.domain.elements import Element
from maps.render import marks
from maps.render.fonts import measure
from maps.render.marks import Box, Mark, Shape, Words, box_around, circle, line, polygon, rectangle, xy
from maps.render.words import NOTES, WASTES, clean, format_number, format_range, format_value, percent_of, plural
from maps.render.wrapping import shorten, wrap
from metrics import Calendar, format_duration

STEP_WIDTH, QUEUE_WIDTH, QUEUE_HEIGHT = 164.0, 56.0, 46.0
NOTE_WIDTH, BURST_WIDTH, BURST_HEIGHT, ENDPOINT_WIDTH = 150.0, 176.0, 124.0, 116.0
ROWS = (("wait_time", "Wait"), ("process_time", "Work"), ("complete_accurate", "%C/A"))
NOTE_LINES, QUEUE_NAME_WIDTH, QUEUE_WASTES_WIDTH = 8, 76.0, 88.0
# The pen stroke around a step: how far from it, and of how many pieces.
CIRCLE_GAP, _STROKE_PARTS = 20.0, 44
_NAME_SIZE, _SMALL, _ROW_HEIGHT, _LINE = 13.5, 11.0, 20.0, 15.0


@dataclass(frozen=True, slots=True)
class Symbol:
    """A drawn thing: where arrows touch it, everything that it covers, and its marks."""

    box: Box
    reach: Box
    marks: tuple[Mark, ...]


def draw_step(step: Element, calendar: Calendar, *, missing: frozenset[str], is_hot: bool, is_beside: bool) -> Symbol:
    """Return a process box with its data rows; its middle is the step's place.

    `missing` are the fields without which a figure is withheld: they are asked for, others may stay empty.
    """
    value_class = step.get("value_class")
    badge = {"adding": "VA", "necessary": "N", "waste": "W"}.get(str(value_class), "")
    room = STEP_WIDTH - 20 - (measure(badge, 10, 700) + 14 if badge else 0) - (16 if step.get("automated") else 0)
    name = wrap(step["name"], room, _NAME_SIZE, weight=600, lines=3)
    role = shorten(step.get("role", ""), STEP_WIDTH - 20, _SMALL)
    foot = wrap(" · ".join(foot_words(step)) or "people not said", STEP_WIDTH - 20, _SMALL, lines=2)
    wastes = wrap(", ".join(WASTES[waste] for waste in step.get("wastes", [])), STEP_WIDTH - 20, _SMALL, lines=2)
    head = 9 + len(name) * 16.5 + (_LINE if role else 0) + 4
    height = head + len(ROWS) * _ROW_HEIGHT + 6 + (len(foot) + len(wastes)) * 14.5 + 5
    box = box_around(step["x"], step["y"], STEP_WIDTH, height)
    stroke = marks.LINE_2 if is_beside else marks.STROKE
    found: list[Mark] = [Shape(rectangle(box, 4), marks.PAPER, stroke, 1.4)]
    y = box.top + 9 + 12
    for text in name:
        found.append(Words(box.left + 10, y, text, _NAME_SIZE, 600))
        y += 16.5
    if role:
        found.append(Words(box.left + 10, y, role, _SMALL, fill=marks.INK_2))
    found += _badges(box, badge, is_automated=bool(step.get("automated")))
    top = box.top + head
    found.append(Shape(line((box.left, top), (box.right, top)), stroke=stroke, width=1.2))
    for place, (field, label) in enumerate(ROWS):
        row = Box(box.left, top + place * _ROW_HEIGHT, box.right, top + (place + 1) * _ROW_HEIGHT)
        quantity = step.get(field)
        if quantity is None:
            found += _empty_row(row, label, is_asked=field in missing)
        else:
            found += _row(row, label, field, quantity, calendar, is_hot=is_hot and field == "wait_time")
    top += len(ROWS) * _ROW_HEIGHT
    found.append(Shape(line((box.left, top), (box.right, top)), stroke=marks.LINE, width=1))
    for place, text in enumerate(foot):
        found.append(Words(box.left + 10, top + 15 + place * 14.5, text, _SMALL, fill=marks.INK_2))
    for place, text in enumerate(wastes, start=len(foot)):
        found.append(Words(box.left + 10, top + 15 + place * 14.5, text, _SMALL, 600, marks.WARN))
    if step.get("split") == "all":
        found += _split_mark(box)
    return Symbol(box, box, tuple(found))


def foot_words(step: Element) -> list[str]:
    """“1 person”, “batch 5”, “2 hand-offs”, “WIP ≤ 3”, “85 % up”."""
    words = []
    people, batch, handoffs, uptime = (step.get(name) for name in ("people", "batch_size", "handoffs", "uptime"))
    if people:
        words.append(plural(people["value"], "person", "people"))
    if batch and batch["value"] != 1:
        words.append(f"batch {format_number(batch['value'])}")
    if handoffs and handoffs["value"] > 0:
        words.append(plural(handoffs["value"], "hand-off", "hand-offs"))
    if step.get("wip_limit"):
        words.append(f"WIP ≤ {step['wip_limit']:,}")
    if uptime and uptime["value"] < 1:
        words.append(f"{percent_of(uptime['value'])} up")
    return words


def _badges(box: Box, badge: str, *, is_automated: bool) -> list[Mark]:
    found: list[Mark] = []
    right = box.right - 8
    if badge:
        width = measure(badge, 10, 700) + 8
        fill = {"VA": marks.WORK_SOFT, "N": marks.LINE, "W": marks.WARN_SOFT}[badge]
        ink = {"VA": marks.WORK_INK, "N": marks.INK_2, "W": marks.WARN}[badge]
        found.append(Shape(rectangle(Box(right - width, box.top + 8, right, box.top + 23), 3), fill))
        found.append(Words(right - width / 2, box.top + 19, badge, 10, 700, ink, "middle"))
        right -= width + 5
    if is_automated:
        x, y = right - 6, box.top + 15.5
        spokes = "".join(
            line((x + 3.8 * math.cos(a), y + 3.8 * math.sin(a)), (x + 6 * math.cos(a), y + 6 * math.sin(a)))
            for a in (place * math.pi / 4 for place in range(8))
        )
        found.append(Shape(circle(x, y, 3) + spokes, stroke=marks.INK_2, width=1.4))
    return found


def _empty_row(row: Box, label: str, *, is_asked: bool) -> list[Mark]:
    base = row.bottom - 5.5
    return [
        Words(row.left + 10, base, label, 12, fill=marks.INK_2),
        Words(row.right - 24, base, "?" if is_asked else "–", 13, 600, marks.INK_3, "end"),
    ]


def _row(
    row: Box, label: str, field: str, quantity: Mapping[str, Any], calendar: Calendar, *, is_hot: bool
) -> list[Mark]:
    found: list[Mark] = []
    if is_hot:
        found.append(Shape(rectangle(Box(row.left + 1, row.top + 1, row.right - 1, row.bottom)), marks.WARN_SOFT))
    base = row.bottom - 5.5
    found.append(Words(row.left + 10, base, label, 12, fill=marks.INK_2))
    value = format_value(field, quantity["value"], calendar)
    spread = format_range(field, quantity, calendar)
    found.append(Words(row.right - 24, base, value, 13, 600, marks.WARN if is_hot else marks.INK, "end"))
    room = row.width - 24 - 10 - measure(label, 12) - measure(value, 13, 600) - 14
    if spread and measure(spread, _SMALL) <= room:
        x = row.right - 24 - measure(value, 13, 600) - 6
        found.append(Words(x, base, spread, _SMALL, fill=marks.INK_3, anchor="end"))
    return [*found, *draw_glyph(row.right - 14, row.y + 0.5, quantity["source"])]


def draw_glyph(x: float, y: float, source: str, radius: float = 4.0) -> list[Mark]:
    """Return how well a figure is known: four shapes that differ without colour, from a dotted ring to a full disc."""
    ring = circle(x, y, radius)
    if source == "measured":
        return [Shape(circle(x, y, radius * 1.15), marks.INK_2)]
    if source == "walked":
        return [Shape(ring, stroke=marks.INK_2, width=1.2), Shape(circle(x, y, radius / 2), marks.INK_2)]
    if source == "estimate":
        r = marks.number(radius)
        half = f"M{marks.xy(x - radius, y)}a{r} {r} 0 0 0 {marks.number(2 * radius)} 0z"
        return [Shape(ring, stroke=marks.INK_3, width=1.2), Shape(half, marks.INK_3)]
    return [Shape(ring, stroke=marks.INK_3, width=1.3, dash="1.3 1.85")]


def _split_mark(box: Box) -> list[Mark]:
    """“all”: every way out is taken at once."""
    place = Box(box.right - 12, box.y - 8, box.right + 14, box.y + 8)
    return [
        Shape(rectangle(place, 8), marks.INK_2),
        Words(place.x, place.y + 3.5, "all", 10, 700, marks.PAPER, "middle"),
    ]


def draw_queue(queue: Element, wait_time_s: float | None, calendar: Calendar, *, is_beside: bool) -> Symbol:
    """Return the triangle of inventory with its count, and below it what that means in time."""
    x, y = queue["x"], queue["y"]
    triangle = box_around(x, y, QUEUE_WIDTH, QUEUE_HEIGHT)
    items, stated = queue.get("items"), queue.get("wait_time")
    count = format_number(items["value"]) if items else "I" if stated else "?"
    if queue.get("counts_only"):
        words = "counted"
    elif wait_time_s is not None:
        words = format_duration(wait_time_s, calendar)
    elif stated:
        words = format_duration(stated["value"], calendar)
    else:
        words = "how long?"
    stroke = marks.LINE_2 if is_beside else marks.STROKE
    corners = ((x, triangle.top + 1), (triangle.right - 1, triangle.bottom), (triangle.left + 1, triangle.bottom))
    found: list[Mark] = [
        Shape(polygon(*corners), marks.PAPER, stroke, 1.5),
        Words(x, triangle.bottom - 7, count, 10 if len(count) > 3 else 13, 700, anchor="middle"),
        Words(x, triangle.bottom + 14, words, 12, 600, marks.WAIT_INK, "middle"),
    ]
    if known := items or stated:
        found += draw_glyph(x + measure(words, 12, 600) / 2 + 9, triangle.bottom + 10, known["source"])
    bottom = triangle.bottom + 18
    for text in wrap(queue.get("name", ""), QUEUE_NAME_WIDTH, _SMALL, lines=3):
        bottom += 12
        found.append(Words(x, bottom, text, _SMALL, fill=marks.INK_2, anchor="middle"))
    wastes = ", ".join(WASTES[waste] for waste in queue.get("wastes", []))
    for text in wrap(wastes, QUEUE_WASTES_WIDTH, _SMALL, weight=600, lines=3):
        bottom += 12
        found.append(Words(x, bottom, text, _SMALL, 600, marks.WARN, "middle"))
    half = (QUEUE_WASTES_WIDTH if wastes else QUEUE_NAME_WIDTH) / 2
    return Symbol(triangle, Box(x - half, triangle.top, x + half, bottom), tuple(found))


def draw_note(note: Element) -> Symbol:
    """Return a sticky note, or the star of a kaizen burst with the waste that it removes."""
    return _draw_burst(note) if note["note"] == "burst" else _draw_sticky(note)


def _draw_sticky(note: Element) -> Symbol:
    text = wrap(note.get("text", ""), NOTE_WIDTH - 20, 12.5, lines=NOTE_LINES) or ["…"]
    kind = "" if note["note"] == "note" else NOTES[note["note"]]
    height = max(70.0, 14 + len(text) * 16 + (16 if kind else 4))
    box = box_around(note["x"], note["y"], NOTE_WIDTH, height)
    found: list[Mark] = [Shape(rectangle(box, 2), marks.NOTES[note["note"]], marks.LINE_2, 0.7)]
    for place, words in enumerate(text):
        found.append(Words(box.left + 10, box.top + 20 + place * 16, words, 12.5))
    if kind:
        found.append(Words(box.left + 10, box.bottom - 7, kind, 10, 600, marks.INK_2))
    return Symbol(box, box, tuple(found))


def _draw_burst(note: Element) -> Symbol:
    text = wrap(note.get("text", ""), BURST_WIDTH * 0.62, 12, weight=600, lines=4) or ["…"]
    waste = WASTES.get(str(note.get("waste")), "which waste?")
    box = box_around(note["x"], note["y"], BURST_WIDTH, BURST_HEIGHT)
    found: list[Mark] = [Shape(_star(box), marks.NOTES["burst"], marks.WARN, 1.5)]
    top = box.y - (len(text) * 15 + 13) / 2 + 11
    for place, words in enumerate(text):
        found.append(Words(box.x, top + place * 15, words, 12, 600, anchor="middle"))
    found.append(Words(box.x, top + len(text) * 15, waste, 10.5, 600, marks.WARN, "middle"))
    return Symbol(box, box, tuple(found))


_STAR = (1, 0.93, 0.99, 0.9, 1, 0.94, 0.98, 0.91, 1, 0.93, 0.99, 0.92, 1, 0.9)


def _star(box: Box) -> str:
    half = math.pi / len(_STAR)
    points = []
    for place, reach in enumerate(_STAR):
        for angle, far in ((place * 2 * half, reach), (place * 2 * half + half, 0.78)):
            x = box.x + (box.width / 2 - 2) * far * math.cos(angle - math.pi / 2)
            points.append((x, box.y + (box.height / 2 - 2) * far * math.sin(angle - math.pi / 2)))
    return polygon(*points)


def draw_endpoint(kind: str, words: str, who: str, x: float, y: float) -> Symbol:
    """Return the roof of the books for the trigger or the delivery."""
    text = wrap(words or "not said", ENDPOINT_WIDTH - 16, 12.5, weight=600, lines=4)
    below = wrap(who, ENDPOINT_WIDTH - 16, _SMALL, lines=2)
    body = 24 + len(text) * 15.5 + len(below) * 14 + 6
    box = box_around(x, y, ENDPOINT_WIDTH, 26 + body)
    left, third, roof = box.left, box.width / 3, box.top + 26
    peaks: list[tuple[float, float]] = [(left, roof)]
    for place in range(3):
        peaks += [(left + place * third, box.top + 12), (left + (place + 1) * third, box.top)]
    outline = polygon(*peaks, (box.right, box.bottom), (box.left, box.bottom))
    found: list[Mark] = [Shape(outline, marks.PANEL, marks.STROKE, 1.4)]
    found.append(Words(box.x, roof + 13, kind, 10.5, 600, marks.INK_3, "middle"))
    y = roof + 30
    for line_of_words in text:
        found.append(Words(box.x, y, line_of_words, 12.5, 600, anchor="middle"))
        y += 15.5
    for line_of_words in below:
        found.append(Words(box.x, y, line_of_words, _SMALL, fill=marks.INK_2, anchor="middle"))
        y += 14
    return Symbol(box, box, tuple(found))


def draw_circle(box: Box) -> Symbol:
    """Return what the room circled by hand, with its words below."""
    around = box.grown(CIRCLE_GAP)
    words = "circled by the room"
    width = measure(words, _SMALL, 700) + 16
    tag = Box(around.x - width / 2, around.bottom - 7, around.x + width / 2, around.bottom + 11)
    found = (
        Shape(stroke_around(around), stroke=marks.PEN, width=3),
        Shape(rectangle(tag, 9), marks.PEN),
        Words(tag.x, tag.y + 3.8, words, _SMALL, 700, marks.PAPER, "middle"),
    )
    return Symbol(around, around.grown(8).around(tag), found)


def stroke_around(box: Box) -> str:
    """Return a stroke around the box as somebody draws it with a pen: not quite round, the end beside the start."""
    points = [_on_stroke(box, part / _STROKE_PARTS) for part in range(_STROKE_PARTS + 1)]
    curves = [
        f"Q{xy(*here)} {xy((here[0] + after[0]) / 2, (here[1] + after[1]) / 2)}" for here, after in pairwise(points[1:])
    ]
    return f"M{xy(*points[0])}" + "".join(curves)


def _on_stroke(box: Box, part: float) -> tuple[float, float]:
    angle = math.radians(-118 + 392 * part)
    reach = 1 + 0.022 * math.sin(2 * angle + 0.7) + 0.075 * (part - 0.5)
    across, down = math.cos(angle), math.sin(angle)
    # Between a circle and a rectangle, so that it holds the box without reaching far beyond it.
    x = math.copysign(abs(across) ** 0.55, across) * reach
    y = math.copysign(abs(down) ** 0.55, down) * reach
    return box.x + x * box.width / 2, box.y + y * box.height / 2


def draw_ring(box: Box, caption: str, *, is_leading: bool = True) -> Symbol:
    """Return the dashed ring around the constraint, or the fainter one where work piles up, with its caption."""
    ring = box.grown(9)
    colour = marks.WARN if is_leading else marks.WAIT_INK
    width = measure(caption, _SMALL, 700) + 16
    tag = Box(ring.x - width / 2, ring.top - 10, ring.x + width / 2, ring.top + 8)
    found = (
        Shape(rectangle(ring, 12), stroke=colour, width=2, dash="7 5"),
        Shape(rectangle(tag, 9), colour),
        Words(tag.x, tag.y + 3.8, clean(caption), _SMALL, 700, marks.PAPER, "middle"),
    )
    return Symbol(ring, ring.around(tag), found)
