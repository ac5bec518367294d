"""The head of a document: what this is, for whom, and the figures with the convention that each follows."""

from collections.abc import Mapping, Sequence
from typing import Any

from maps.render import marks
from maps.render.figures import HeadlineFigure, headline_figures
from maps.render.fonts import measure
from maps.render.marks import Mark, Shape, Words, line
from maps.render.sheet import Sheet
from maps.render.words import KINDS, clean, format_number
from maps.render.wrapping import shorten, wrap
from workshops.charter import compose_scope

MARGIN = 44.0


def draw_head(sheet: Sheet, width: float) -> tuple[list[Mark], float]:
    """Return the marks of the head in a width, and how high it is."""
    room = width - 2 * MARGIN
    found: list[Mark] = []
    y = 58.0
    for text in wrap(sheet.title, room, 32, weight=700, lines=2):
        found.append(Words(MARGIN, y, text, 32, 700))
        y += 36
    y -= 8
    found.append(Words(MARGIN, y, shorten(subtitle_of(sheet), room, 15), 15, fill=marks.INK_2))
    y += 12
    for text in wrap(compose_scope(sheet.charter), min(room, 1100), 16, lines=3):
        y += 21
        found.append(Words(MARGIN, y, text, 16))
    y += 21
    found.append(Words(MARGIN, y, shorten(terms_of(sheet.charter), room, 13), 13, fill=marks.INK_3))
    y += 18
    found.append(Shape(line((MARGIN, y), (width - MARGIN, y)), stroke=marks.LINE_2, width=1))
    figures = headline_figures(sheet.charter, sheet.elements, sheet.figures)
    major = [figure for figure in figures if figure.is_major]
    minor = [figure for figure in figures if not figure.is_major]
    height = _draw_major(found, major, y, room)
    y += height
    if minor:
        y = _draw_minor(found, minor, y + 22, room) + 4
    found.append(Shape(line((MARGIN, y + 14), (width - MARGIN, y + 14)), stroke=marks.LINE_2, width=1))
    return found, y + 14


def subtitle_of(sheet: Sheet) -> str:
    """Return which state this is, and who saved it when; without a name it is no saved state but a moment."""
    if not sheet.name:
        return f"{KINDS[sheet.kind]} after operation {sheet.seq:,}"
    when = f"{sheet.saved_at.day} {sheet.saved_at:%B %Y}"
    return f"{KINDS[sheet.kind]} · “{clean(sheet.name)}”, saved by {clean(sheet.saved_by)} on {when}"


def terms_of(charter: Mapping[str, Any]) -> str:
    """Return what the figures are computed with: the unit, the demand, the working time, the rule for queues."""
    calendar, demand = charter["calendar"], charter.get("demand")
    unit = clean(charter["unit"])
    asked = f"demand {format_number(demand['items'])} a {demand['per']}" if demand else "demand not said"
    hours, days = format_number(calendar["hours_per_day"]), format_number(calendar["days_per_week"])
    return (
        f"One item is one {unit} · {asked} · "
        f"working time {hours} h a day, {days} days a week · queues become time by the {charter['queue_rule']} rule"
    )


def _draw_major(found: list[Mark], figures: Sequence[HeadlineFigure], top: float, room: float) -> float:
    """Draw the figures side by side, the constraint widest, because it is a name; return the height."""
    shares = (1.0, 0.95, 0.95, 0.9, 1.6)
    part = room / sum(shares)
    left, height = MARGIN, 0.0
    for figure, share in zip(figures, shares, strict=True):
        width = part * share - 22
        y = top + 26
        found.append(Words(left, y, figure.title, 13, 600, marks.INK_3))
        ink = marks.WARN if figure.is_hot and figure.number is not None else marks.INK
        is_known = figure.number is not None or figure.is_hot
        size = 27.0 if is_known else 19.0
        for text in wrap(figure.reading, width, size, weight=700, lines=2):
            y += size + 4
            found.append(Words(left, y, text, size, 700, ink))
        if figure.beside:
            y += 18
            found.append(Words(left, y, shorten(figure.beside, width, 13.5, weight=600), 13.5, 600, marks.INK_2))
        y += 4
        for text in wrap(figure.convention, width, 11.5, lines=3):
            y += 14.5
            found.append(Words(left, y, text, 11.5, fill=marks.INK_3))
        height = max(height, y - top)
        left += part * share
    return height


def _draw_minor(found: list[Mark], figures: Sequence[HeadlineFigure], y: float, room: float) -> float:
    x = MARGIN
    for figure in figures:
        title, reading = f"{figure.title} ", figure.reading
        beside = f"  {figure.beside}" if figure.beside else ""
        tail = f"{beside}  ({figure.convention})"
        width = measure(title, 13) + measure(reading, 13, 700) + measure(tail, 11.5) + 34
        if x > MARGIN and x + width > MARGIN + room:
            x, y = MARGIN, y + 19
        found.append(Words(x, y, title.strip(), 13, fill=marks.INK_3))
        x += measure(title, 13) + 1
        found.append(Words(x, y, reading, 13, 700))
        x += measure(reading, 13, 700) + 4
        found.append(Words(x, y, tail.strip(), 11.5, fill=marks.INK_3))
        x += measure(tail, 11.5) + 28
    return y
