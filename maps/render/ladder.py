"""The timeline under the map: which stretch of it belongs to which time, drawn under the steps that it speaks of.

Waits are drawn in the gap before their box and work under the box itself. Boxes that stand above each other
(alternatives) share their stretch, one after the other: the sum of all stretches' times is the lead time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maps.domain.elements import Element, Elements
from maps.render import marks
from maps.render.fonts import measure
from maps.render.marks import Box, Mark, Shape, Words, rectangle
from maps.render.symbols import QUEUE_WIDTH, STEP_WIDTH
from maps.render.words import clean, format_share
from maps.render.wrapping import shorten
from metrics import Calendar, format_duration, stream_from_elements, stream_order

LEAD_IN = 76.0
HEIGHT = 196.0
# How much of a shared stretch is the wait.
_WAIT_PART = 0.4
_UP, _MID, _DOWN = 54.0, 76.0, 98.0
_WHOLE = 0.9995


@dataclass(frozen=True, slots=True)
class Station:
    """A box on the ladder; `weight` is the part of all items that comes by."""

    id: str
    is_step: bool
    left: float
    right: float
    weight: float
    wait_s: float | None
    work_s: float | None


@dataclass(frozen=True, slots=True)
class Rung:
    """One stretch with the time of one item that comes by; None where nobody has said it."""

    id: str
    is_wait: bool
    left: float
    right: float
    weight: float
    time_s: float | None

    @property
    def counted_s(self) -> float:
        return (self.time_s or 0.0) * self.weight


def stations_of(
    charter: Mapping[str, Any], elements: Elements, figures: Mapping[str, Any], *, shift: float = 0.0
) -> list[Station]:
    """Return the boxes of the counted path, or every box of the stream while the lead time is not known."""
    if figures["lead_time_s"] is not None:
        path = [(node["id"], node["weight"]) for node in figures["counted_path"]]
    else:
        outside = set(figures["outside"])
        order = stream_order(stream_from_elements(charter, elements))
        path = [(node, 1.0) for node in order if node not in outside and not elements[node].get("counts_only")]
    return [_station(node, elements[node], weight, figures, shift) for node, weight in path if weight > 0]


def _station(node: str, element: Element, weight: float, figures: Mapping[str, Any], shift: float) -> Station:
    is_step = element["kind"] == "step"
    half = (STEP_WIDTH if is_step else QUEUE_WIDTH) / 2
    times = figures["steps" if is_step else "queues"].get(node, {})
    x = element["x"] + shift
    wait_s, work_s = times.get("wait_time_s"), times.get("process_time_s") if is_step else None
    return Station(node, is_step, x - half, x + half, weight, wait_s, work_s)


def rungs_of(stations: Sequence[Station], lead_in: float = LEAD_IN) -> list[Rung]:
    """Return the rungs from left to right, without gap or overlap; `lead_in` is the stretch before the first box."""
    drawn: list[Rung] = []
    left: float | None = None
    for column in _columns(stations):
        start_of_column = min(station.left for station in column) - lead_in if left is None else left
        right = max(start_of_column, *(station.right for station in column))
        width = (right - start_of_column) / len(column)
        for place, station in enumerate(column):
            start = start_of_column + place * width
            box = max(start, station.left) if len(column) == 1 else start + width * _WAIT_PART
            _add_station(drawn, station, start, box, start + width)
        left = right
    return drawn


def _add_station(drawn: list[Rung], station: Station, start: float, box: float, end: float) -> None:
    node, weight = station.id, station.weight
    if not station.is_step:
        drawn.append(Rung(node, True, start, end, weight, station.wait_s))
        return
    if drawn and drawn[-1].is_wait and not station.wait_s:
        # A step that waits in the queue before it has no wait of its own: the queue's rung reaches up to it.
        before = drawn.pop()
        drawn.append(Rung(before.id, True, before.left, box, before.weight, before.time_s))
    else:
        drawn.append(Rung(node, True, start, box, weight, station.wait_s))
    drawn.append(Rung(node, False, box, end, weight, station.work_s))


def _columns(stations: Sequence[Station]) -> list[list[Station]]:
    """Boxes that overlap in x stand in one column, in the order in which they came."""
    found: list[list[Station]] = []
    right = float("-inf")
    for station in sorted(stations, key=lambda station: station.left + station.right):
        if found and station.left < right - 1:
            found[-1].append(station)
        else:
            found.append([station])
        right = max(right, station.right)
    return found


def draw_ladder(
    rungs: Sequence[Rung], top: float, calendar: Calendar, figures: Mapping[str, Any], *, unit: str, left: float
) -> list[Mark]:
    """Return the ladder with its totals and the bar to scale; a sentence where no time is known."""
    title = Words(left, top + 14, "Timeline", 14, 700)
    if not any(rung.time_s is not None for rung in rungs):
        sentence = "Nobody has said a time yet: waiting would be drawn up, work down, under its step."
        return [title, Words(left + 80, top + 14, sentence, 13, fill=marks.INK_2)]
    hot = figures["constraint"]["step"] if figures["constraint"] else None
    found: list[Mark] = [title, Words(left + 80, top + 14, totals_of(figures, calendar, unit), 13, fill=marks.INK_2)]
    for rung in rungs:
        found += _draw_rung(rung, top, calendar, is_hot=rung.is_wait and rung.id == hot)
    outline = ""
    for rung in rungs:
        y = top + (_UP if rung.is_wait else _DOWN)
        outline += f"{'L' if outline else 'M'}{marks.xy(rung.left, y)}H{marks.number(rung.right)}"
    found.append(Shape(outline, stroke=marks.INK_2, width=1.6))
    return [*found, *_draw_scale(rungs, top, calendar)]


def totals_of(figures: Mapping[str, Any], calendar: Calendar, unit: str) -> str:
    """Return the ladder in one sentence."""
    lead, wait, work = figures["lead_time_s"], figures["wait_time_s"], figures["process_time_s"]
    if lead is None or wait is None or work is None:
        bound = figures["lower_bound_s"]
        known = f"at least {format_duration(bound, calendar)}" if bound else "not known yet"
        return f"{known} · {figures['steps_timed']} of {figures['steps_total']} steps have times"
    return (
        f"{format_duration(wait, calendar)} of waiting + {format_duration(work, calendar)} of work = "
        f"{format_duration(lead, calendar)} for one {clean(unit)} going through once"
    )


def _draw_rung(rung: Rung, top: float, calendar: Calendar, *, is_hot: bool) -> list[Mark]:
    if rung.right - rung.left < 0.5:
        return []
    y = top + (_UP if rung.is_wait else _MID)
    fill = (marks.WAIT if is_hot else marks.WAIT_SOFT) if rung.is_wait else marks.WORK_SOFT
    box = Box(rung.left, y, rung.right, y + _DOWN - _MID)
    found: list[Mark] = [Shape(rectangle(box), marks.PANEL if rung.time_s is None else fill)]
    words = "?" if rung.time_s is None else format_duration(rung.counted_s, calendar)
    width = rung.right - rung.left
    x = (rung.left + rung.right) / 2
    ink = marks.INK_3 if rung.time_s is None else marks.WAIT_INK if rung.is_wait else marks.WORK_INK
    size = 13.0 if measure(words, 13, 600) <= width + 14 else 10.0
    base = top + (_UP - 7 if rung.is_wait else _DOWN + 16)
    found.append(Words(x, base, words, size, 600, ink, "middle"))
    if rung.weight < _WHOLE and rung.time_s:
        part = f"{format_share(rung.weight)} × {format_duration(rung.time_s, calendar)}"
        if measure(part, 10) <= width - 4:
            found.append(Words(x, box.y + 3.5, part, 10, fill=ink, anchor="middle"))
    return found


def _draw_scale(rungs: Sequence[Rung], top: float, calendar: Calendar) -> list[Mark]:
    """The same times to scale: how little of the lead time is work."""
    total = sum(rung.counted_s for rung in rungs)
    if total <= 0:
        return []
    left, right = rungs[0].left, rungs[-1].right
    y = top + 146
    found: list[Mark] = [Words(left, y - 6, "To scale", 11, 600, marks.INK_3)]
    x = left
    for rung in rungs:
        width = (right - left) * rung.counted_s / total
        if width <= 0:
            continue
        box = Box(x, y, x + width, y + 18)
        found.append(Shape(rectangle(box), marks.WAIT if rung.is_wait else marks.WORK))
        if width > 2:
            found.append(Shape(rectangle(Box(box.right - 1, y, box.right, y + 18)), marks.PAPER))
        words = shorten(format_duration(rung.counted_s, calendar), width - 6, 11, weight=600)
        if words and not words.endswith("…"):
            ink = marks.INK if rung.is_wait else marks.PAPER
            found.append(Words(box.x, y + 13, words, 11, 600, ink, "middle"))
        x += width
    return found
