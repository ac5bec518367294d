"""The steps as CSV, which any spreadsheet reads; a cell of people never becomes a formula in one."""

import csv
import io

from maps.domain.elements import Element
from maps.domain.map_file import calendar_of
from maps.render.words import WASTES
from metrics import Calendar, stream_from_elements, stream_order
from metrics.durations import format_duration_exact
from reviews.documents.content import SavedContent
from workshops.spreadsheet_cells import BYTE_ORDER_MARK, defused

_QUANTITIES = ("complete_accurate", "batch_size", "handoffs", "people", "uptime")
_HEADINGS = {
    "complete_accurate": "C/A share",
    "batch_size": "Batch size",
    "handoffs": "Hand-offs",
    "people": "People",
    "uptime": "Uptime share",
}


def write_csv(saved: SavedContent) -> bytes:
    """Return all steps in stream order as UTF-8 with a byte order mark: times as typed and in seconds, with sources."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(_headings())
    calendar = calendar_of(saved.charter["calendar"])
    for step_id, step in steps_in_order(saved):
        writer.writerow([defused(cell) for cell in _cells(step_id, step, saved, calendar)])
    return (BYTE_ORDER_MARK + output.getvalue()).encode()


def steps_in_order(saved: SavedContent) -> list[tuple[str, Element]]:
    """Return the steps of the map in stream order."""
    order = stream_order(stream_from_elements(saved.charter, saved.elements))
    return [(node, saved.elements[node]) for node in order if saved.elements[node]["kind"] == "step"]


def _headings() -> list[str]:
    columns = ["Step", "Role"]
    for name in ("Wait", "Work"):
        columns += [name, f"{name} (s)", f"{name} low (s)", f"{name} high (s)", f"{name} source", f"{name} n"]
    for field in _QUANTITIES:
        columns += [_HEADINGS[field], f"{_HEADINGS[field]} source"]
    return [*columns, "Value class", "Split", "WIP limit", "Automated", "Wastes", "Utilisation", "Capacity a day"]


def _cells(step_id: str, step: Element, saved: SavedContent, calendar: Calendar) -> list[object]:
    cells: list[object] = [step["name"], step.get("role", "")]
    for field in ("wait_time", "process_time"):
        quantity = step.get(field)
        if quantity is None:
            cells += [""] * 6
            continue
        cells += [format_duration_exact(quantity["value"], calendar), quantity["value"]]
        cells += [quantity.get("low", ""), quantity.get("high", ""), quantity["source"], quantity.get("n", "")]
    for field in _QUANTITIES:
        quantity = step.get(field)
        cells += ["", ""] if quantity is None else [quantity["value"], quantity["source"]]
    figures = saved.figures["steps"].get(step_id, {})
    cells += [step.get("value_class", ""), step.get("split", ""), step.get("wip_limit", "")]
    cells += ["yes" if step.get("automated") else "", ", ".join(WASTES[waste] for waste in step.get("wastes", []))]
    return [
        *cells,
        *("" if figures.get(name) is None else figures[name] for name in ("utilisation", "capacity_per_day")),
    ]
