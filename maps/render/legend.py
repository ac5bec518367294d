"""The foot of a document: how well figures are known, what the symbols mean, and which state this is."""

from collections.abc import Callable, Mapping
from typing import Any

from maps.render import marks
from maps.render.flows import arrow_head, draw_flow, is_beside_path, way_of
from maps.render.fonts import measure
from maps.render.headline import MARGIN
from maps.render.marks import Box, Mark, Shape, Words, line, polygon, rectangle
from maps.render.sheet import Sheet
from maps.render.symbols import draw_glyph, stroke_around
from maps.render.words import FLOWS, SOURCES
from maps.render.wrapping import shorten, wrap

_SAMPLE = 58.0
_SIZE = 12.5
_ROW = 27.0


def draw_legend(sheet: Sheet, width: float) -> tuple[list[Mark], float]:
    """Return the marks of the foot in a width, and how high it is."""
    room = width - 2 * MARGIN
    found: list[Mark] = [Shape(line((MARGIN, 0), (width - MARGIN, 0)), stroke=marks.LINE_2, width=1)]
    y = _draw_row(found, "Sources", [_source(sheet.figures, source) for source in SOURCES], 26, room)
    y = _draw_row(found, "Symbols", _symbols(sheet), y + _ROW, room)
    y += 28
    for text in wrap(sheet.remark, room, 11.5, lines=3):
        found.append(Words(MARGIN, y, text, 11.5, fill=marks.INK_2))
        y += 17
    found.append(Words(MARGIN, y, shorten(_identity(sheet), room, 11.5), 11.5, fill=marks.INK_3))
    return found, y + 26


Entry = tuple[Callable[[float, float], list[Mark]], float, str]


def _draw_row(found: list[Mark], title: str, entries: list[Entry], y: float, room: float) -> float:
    """Draw entries side by side, onto further lines where they do not fit; return the last base line."""
    found.append(Words(MARGIN, y, title, _SIZE, 700, marks.INK_2))
    start = MARGIN + 76
    x = start
    for draw, sample, words in entries:
        width = sample + 8 + measure(words, _SIZE) + 26
        if x > start and x + width > MARGIN + room:
            x, y = start, y + _ROW
        found += draw(x, y - 4.5)
        found.append(Words(x + sample + 8, y, words, _SIZE, fill=marks.INK_2))
        x += width
    return y


def _source(figures: Mapping[str, Any], source: str) -> Entry:
    share = figures["provenance"].get(source, 0.0)
    words = SOURCES[source] + (f": {share * 100:.0f} % of the lead time" if share >= 0.005 else "")
    return lambda x, y: draw_glyph(x + 6, y, source, 5.0), 12.0, words


def _symbols(sheet: Sheet) -> list[Entry]:
    """Return the symbols that the drawing has; the timeline is in every one."""
    kinds = {element["kind"] for element in sheet.elements.values()}
    flows = {element["flow"] for element in sheet.elements.values() if element["kind"] == "flow"}
    weights = {node["id"]: node["weight"] for node in sheet.figures["counted_path"]}
    found = [_arrow(kind) for kind in FLOWS if kind in flows]
    if "queue" in kinds:
        found.append((_triangle, 26.0, "inventory: items, and what they mean in time"))
    if sheet.figures["constraint"]:
        found.append((_ring, 40.0, "constraint"))
    if sheet.circled in sheet.elements:
        found.append((_circle, 40.0, "circled by the room"))
    if any(e["kind"] == "flow" and is_beside_path(e, weights) for e in sheet.elements.values()):
        found.append((_grey_arrow, 40.0, "beside the counted path"))
    found.append((_bar(marks.WAIT_SOFT, marks.WAIT_INK), 26.0, "waiting"))
    found.append((_bar(marks.WORK_SOFT, marks.WORK_INK), 26.0, "work"))
    return found


def _arrow(kind: str) -> Entry:
    def draw(x: float, y: float) -> list[Mark]:
        source, target = Box(x - 10, y - 10, x, y + 10), Box(x + _SAMPLE, y - 10, x + _SAMPLE + 10, y + 10)
        flat = "push" if kind == "rework" or kind == "information_manual" else kind
        way = way_of(flat, source, target)
        if kind == "information_electronic":
            points = (x, y), (x + 20, y), (x + 34, y + 7), (x + 24, y - 7), (x + 38, y), (x + _SAMPLE - 10, y)
            head = arrow_head((x + _SAMPLE, y), (1, 0), 12, 10)
            return [Shape(line(*points), stroke=marks.INK_2, width=1.4), Shape(head, marks.INK_2)]
        return draw_flow(kind, way)

    return draw, _SAMPLE, FLOWS[kind]


def _grey_arrow(x: float, y: float) -> list[Mark]:
    way = way_of("push", Box(x - 10, y - 10, x, y + 10), Box(x + 40, y - 10, x + 50, y + 10))
    return draw_flow("push", way, is_beside=True)


def _triangle(x: float, y: float) -> list[Mark]:
    return [Shape(polygon((x + 12, y - 10), (x + 24, y + 9), (x, y + 9)), marks.PAPER, marks.STROKE, 1.5)]


def _ring(x: float, y: float) -> list[Mark]:
    return [Shape(rectangle(Box(x, y - 9, x + 38, y + 9), 7), stroke=marks.WARN, width=2, dash="7 5")]


def _circle(x: float, y: float) -> list[Mark]:
    return [Shape(stroke_around(Box(x, y - 8, x + 38, y + 8)), stroke=marks.PEN, width=2)]


def _bar(fill: str, ink: str) -> Callable[[float, float], list[Mark]]:
    def draw(x: float, y: float) -> list[Mark]:
        return [Shape(rectangle(Box(x, y - 7, x + 24, y + 7)), fill, ink, 0.8)]

    return draw


def _identity(sheet: Sheet) -> str:
    """Return what tells this state from every other."""
    saved = f"Saved {sheet.saved_at:%Y-%m-%d %H:%M} UTC after operation {sheet.seq:,}"
    if not sheet.checksum:
        return f"As it was after operation {sheet.seq:,}"
    return f"{saved} · SHA-256 of the state {sheet.checksum}"
