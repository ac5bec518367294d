"""A saved map as one drawing: head, map, timeline under its steps, legend. The lean symbols are those of the board."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from maps.domain.elements import ITEM_FLOWS, Elements
from maps.domain.map_file import calendar_of
from maps.render.flows import draw_charter_arrow, draw_flow, draw_label, draw_thread, is_beside_path, partings, way_of
from maps.render.headline import MARGIN, draw_head, subtitle_of
from maps.render.ladder import HEIGHT as LADDER_HEIGHT
from maps.render.ladder import draw_ladder, rungs_of, stations_of, totals_of
from maps.render.legend import draw_legend
from maps.render.marks import INK_3, Box, Mark, Words
from maps.render.sheet import Drawing, Layer, Sheet
from maps.render.symbols import Symbol, draw_circle, draw_endpoint, draw_note, draw_queue, draw_ring, draw_step
from maps.render.words import percent_of
from metrics import Calendar

LEAST_WIDTH = 1400.0
# On wider maps the head grows too, though not as much, so that it reads from as far away as it should.
HEAD_WIDTH = 1500.0
_HEAD_GROWTH = 0.6
_GAP = 34.0
_ENDPOINT_DISTANCE = 190.0


@dataclass(frozen=True, slots=True)
class _MapDrawing:
    """The map alone, in its own coordinates."""

    box: Box
    marks: tuple[Mark, ...]


def draw_map(sheet: Sheet, *, page_aspect: float | None = None) -> Drawing:
    """Return the drawing; with `page_aspect` (height ÷ width) it fills such a page, the map with what room is left."""
    calendar = calendar_of(sheet.charter["calendar"])
    drawn = _draw_elements(sheet, calendar)
    rungs = rungs_of(stations_of(sheet.charter, sheet.elements, sheet.figures))
    reach = Box(
        min([drawn.box.left, *(rung.left for rung in rungs[:1])]), drawn.box.top, drawn.box.right, drawn.box.bottom
    )
    scale = max(1.0, (reach.width / HEAD_WIDTH) ** _HEAD_GROWTH)
    width = max(LEAST_WIDTH, reach.width + 2 * MARGIN * scale)
    between = reach.height + LADDER_HEIGHT + 3 * _GAP
    head, head_height = draw_head(sheet, width / scale)
    legend, legend_height = draw_legend(sheet, width / scale)
    if page_aspect and (head_height + legend_height) * scale + between > width * page_aspect:
        # What is too high for the page gets wider instead, so that it still fills it.
        width = ((head_height + legend_height) * scale + between) / page_aspect
        head, head_height = draw_head(sheet, width / scale)
        legend, legend_height = draw_legend(sheet, width / scale)
    spare = max(0.0, width * (page_aspect or 0.0) - (head_height + legend_height) * scale - between)
    map_top = head_height * scale + _GAP + spare * 0.4
    x = (width - reach.width) / 2 - reach.left
    y = map_top - reach.top
    ladder_top = map_top + reach.height + _GAP + spare * 0.3
    legend_top = ladder_top + LADDER_HEIGHT + _GAP + spare * 0.3
    ladder = draw_ladder(
        rungs, 0, calendar, sheet.figures, unit=sheet.charter["unit"], left=rungs[0].left if rungs else reach.left
    )
    layers = (
        Layer(head, 0, 0, scale),
        Layer(drawn.marks, x, y),
        Layer(ladder, x, ladder_top),
        Layer(legend, 0, legend_top, scale),
    )
    height = legend_top + legend_height * scale
    description = f"{subtitle_of(sheet)}. {totals_of(sheet.figures, calendar, sheet.charter['unit'])}."
    return Drawing(width, height, layers, sheet.title, description)


def _draw_elements(sheet: Sheet, calendar: Calendar) -> _MapDrawing:
    elements, figures = sheet.elements, sheet.figures
    weights = {node["id"]: node["weight"] for node in figures["counted_path"]}
    symbols = _symbols(elements, figures, calendar, weights)
    back: list[Mark] = []
    labels: list[Mark] = []
    reach = [symbol.reach for symbol in symbols.values()]
    parting = partings(elements)
    for flow in elements.values():
        if flow["kind"] != "flow":
            continue
        way = way_of(flow["flow"], symbols[flow["source"]].box, symbols[flow["target"]].box)
        back += draw_flow(flow["flow"], way, is_beside=is_beside_path(flow, weights))
        labels += draw_label(flow, way, is_parting=flow["flow"] in ITEM_FLOWS and flow["source"] in parting)
        reach.append(way.reach.grown(20))
    back += _threads(elements, symbols)
    rings = _rings(elements, figures, symbols)
    circled = symbols.get(sheet.circled or "")
    if circled:
        rings.append(draw_circle(circled.box))
    ends = _endpoints(sheet, symbols, back)
    reach += [symbol.reach for symbol in (*rings, *ends)]
    if not symbols:
        return _empty_map(sheet)
    front = [mark for symbol in (*symbols.values(), *rings, *ends) for mark in symbol.marks]
    whole = reach[0]
    for box in reach[1:]:
        whole = whole.around(box)
    return _MapDrawing(whole, (*back, *front, *labels))


def _empty_map(sheet: Sheet) -> _MapDrawing:
    """Where nothing is on the map yet: from the trigger to the delivery, and the sentence that says so."""
    trigger = draw_endpoint("Trigger", sheet.charter["trigger"], "", -360, 0)
    delivery = draw_endpoint("Delivery", sheet.charter["delivery"], sheet.charter["customer"], 360, 0)
    words = Words(0, -14, "Nothing was on the map when this was saved.", 15, fill=INK_3, anchor="middle")
    arrow = draw_charter_arrow(trigger.box, delivery.box)
    return _MapDrawing(trigger.reach.around(delivery.reach), (*arrow, *trigger.marks, *delivery.marks, words))


def _symbols(
    elements: Elements, figures: Mapping[str, Any], calendar: Calendar, weights: Mapping[str, float]
) -> dict[str, Symbol]:
    hot = figures["constraint"]["step"] if figures["constraint"] else None
    missing: dict[str, frozenset[str]] = {}
    for entry in figures["missing"]:
        missing[entry["element"]] = missing.get(entry["element"], frozenset()) | {entry["field"]}
    found: dict[str, Symbol] = {}
    for element_id, element in elements.items():
        is_beside = bool(weights) and element_id not in weights and not element.get("counts_only")
        if element["kind"] == "step":
            asked = missing.get(element_id, frozenset())
            is_hot = element_id == hot
            found[element_id] = draw_step(element, calendar, missing=asked, is_hot=is_hot, is_beside=is_beside)
        elif element["kind"] == "queue":
            wait_s = figures["queues"].get(element_id, {}).get("wait_time_s")
            found[element_id] = draw_queue(element, wait_s, calendar, is_beside=is_beside)
        elif element["kind"] == "note":
            found[element_id] = draw_note(element)
    return found


def _threads(elements: Elements, symbols: Mapping[str, Symbol]) -> list[Mark]:
    found: list[Mark] = []
    for element_id, element in elements.items():
        about = element.get("about")
        if element["kind"] == "note" and about:
            # A note about an arrow hangs at the box that the arrow leads to.
            target = elements[about]["target"] if elements[about]["kind"] == "flow" else about
            found.append(draw_thread(symbols[element_id].box, symbols[target].box))
    return found


def _rings(elements: Elements, figures: Mapping[str, Any], symbols: Mapping[str, Symbol]) -> list[Symbol]:
    found = figures["constraint"]
    if found is None or found["step"] not in symbols:
        return []
    load = figures["steps"].get(found["step"], {}).get("utilisation")
    rings = [draw_ring(symbols[found["step"]].box, caption_of(found, load))]
    pile = found.get("by_pile_up")
    if pile and pile != found["step"] and pile in symbols:
        rings.append(draw_ring(symbols[pile].box, "work piles up here", is_leading=False))
    return rings


def caption_of(constraint: Mapping[str, Any], load: float | None) -> str:
    """Return which rule found the constraint, and whether the other one agrees."""
    busy = "busiest" if load is None else f"{percent_of(load)} busy"
    if constraint["rule"] == "pile_up":
        return "constraint · work piles up here"
    if constraint["agrees"] is True:
        return f"constraint · {busy}, work piles up"
    return f"constraint by load · {busy}" if constraint["agrees"] is False else f"constraint · {busy}"


def _endpoints(sheet: Sheet, symbols: Mapping[str, Symbol], back: list[Mark]) -> list[Symbol]:
    """Return the trigger and the delivery beside the boxes at both ends, and add their arrows to `back`."""
    starts, ends = starts_and_ends(sheet.elements)
    found = []
    for kind, words, who, nodes, side in (
        ("Trigger", sheet.charter["trigger"], "", starts, -1),
        ("Delivery", sheet.charter["delivery"], sheet.charter["customer"], ends, 1),
    ):
        boxes = [symbols[node].box for node in nodes]
        if not boxes:
            continue
        x = min(box.x for box in boxes) if side < 0 else max(box.x for box in boxes)
        y = sum(box.y for box in boxes) / len(boxes)
        y = sum(box.y for box in boxes) / len(boxes)
        symbol = draw_endpoint(kind, words, who, x + side * _ENDPOINT_DISTANCE, y)
        found.append(symbol)
        for box in boxes:
            back += draw_charter_arrow(symbol.box, box) if side < 0 else draw_charter_arrow(box, symbol.box)
    return found


def starts_and_ends(elements: Elements) -> tuple[list[str], list[str]]:
    """Return where the stream starts and where it ends; loose boxes only while nothing is connected."""
    flows = [e for e in elements.values() if e["kind"] == "flow" and not e["flow"].startswith("information")]
    targets = {flow["target"] for flow in flows}
    sources = {flow["source"] for flow in flows if flow["flow"] in ITEM_FLOWS}
    boxes = [
        element_id
        for element_id, element in elements.items()
        if element["kind"] in ("step", "queue")
        and not (element.get("counts_only") and element_id not in sources)
        and (not flows or element_id in targets or element_id in sources)
    ]
    return [box for box in boxes if box not in targets], [box for box in boxes if box not in sources]
