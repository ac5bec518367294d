"""The saved state as an Excel workbook: numbers as numbers with their units in the headings, texts as texts only."""

import io
from collections.abc import Callable, Iterable, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from maps.domain.elements import display_name
from maps.domain.map_file import calendar_of
from maps.render.figures import headline_figures
from maps.render.words import FLOWS, KINDS, NOTES, VALUE_CLASSES, WASTES
from metrics.durations import format_duration_exact
from reviews.documents.content import SavedContent
from reviews.documents.table import steps_in_order

Cell = str | float | None
# A worksheet's cell holds no more; map names and notes are far below it.
CELL_LIMIT = 32_767
# Without these a text such as “=1+1” or “https://…” would become a formula or a link.
_TEXTS_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(saved: SavedContent) -> bytes:
    """Return the workbook with the sheets Figures, Steps, Queues, Flows and Notes."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, **_TEXTS_ONLY})
    book.set_properties(
        {"title": saved.file.title, "subject": saved.name, "created": saved.saved_at.replace(tzinfo=None)}
    )
    for name, headings, rows in (
        ("Figures", ("Figure", "Value", "As read", "Unit", "Convention"), _figures(saved)),
        ("Steps", _STEP_HEADINGS, _steps(saved)),
        ("Queues", _QUEUE_HEADINGS, _queues(saved)),
        ("Flows", ("Id", "Kind", "From", "To", "Share", "Share source", "Name", "Wastes"), _flows(saved)),
        ("Notes", ("Id", "Kind", "Text", "About", "Waste"), _notes(saved)),
    ):
        _write_sheet(book, name, headings, rows)
    book.close()
    return output.getvalue()


_STEP_HEADINGS = (
    *("Id", "Step", "Role"),
    *("Wait as typed", "Wait (s)", "Wait low (s)", "Wait high (s)", "Wait source", "Wait n"),
    *("Work as typed", "Work (s)", "Work low (s)", "Work high (s)", "Work source", "Work n"),
    *("C/A (share)", "C/A source", "Batch size (items)", "Hand-offs (count)", "People (count)", "Uptime (share)"),
    *("WIP limit (items)", "Value class", "Split", "Automated", "Wastes"),
    *("Visits (per item)", "Utilisation (share)", "Capacity (items a day)"),
)
_QUEUE_HEADINGS = (
    "Id",
    "Queue",
    "Items (count)",
    "Items source",
    "Stated wait (s)",
    "Wait (s)",
    "Counts only",
    "About",
    "Wastes",
)


def _write_sheet(book: Workbook, name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEF1F5"})
    body = book.add_format({"valign": "top", "text_wrap": True})
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
    widths = [len(heading) * 0.62 for heading in headings]
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, body)
            widths[column] = max(widths[column], min(60, len(str(cell or "")) * 0.92))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, max(9, width + 2))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, body: Format) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:CELL_LIMIT], body)
    elif cell is not None:
        sheet.write_number(row, column, cell, body)


def _figures(saved: SavedContent) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = [
        (figure.title, figure.number, figure.reading, figure.unit, figure.convention)
        for figure in headline_figures(saved.charter, saved.elements, saved.figures)
    ]
    rows += [(f"Lead time that is {source}", share, None, "share", "") for source, share in _provenance(saved)]
    rows += [("Missing", None, entry["sentence"], "", "") for entry in saved.figures["missing"]]
    rows += [("Problem", None, entry["sentence"], "", "") for entry in saved.figures["problems"]]
    rows += [("Circled by the room", None, saved.circled.sentence, "", "")] if saved.circled else []
    rows += [("Finding", None, entry["sentence"], "", "") for entry in saved.figures.get("findings", [])]
    about = {
        "Map": saved.file.title,
        "Kind": KINDS[saved.file.kind],
        "Saved as": saved.name,
        "Saved by": saved.saved_by,
        "Saved at": f"{saved.saved_at:%Y-%m-%d %H:%M} UTC",
        "Operation": str(saved.seq),
        "Checksum": saved.checksum,
    }
    return [*rows, *((name, None, value, "", "") for name, value in about.items())]


def _provenance(saved: SavedContent) -> list[tuple[str, float]]:
    shares = saved.figures["provenance"]
    return [(source, shares[source]) for source in ("measured", "walked", "estimate", "guess") if shares.get(source)]


def _steps(saved: SavedContent) -> list[Sequence[Cell]]:
    calendar = calendar_of(saved.charter["calendar"])

    def row(step_id: str, step: dict[str, object]) -> list[Cell]:
        part = _parts(step)
        figures = saved.figures["steps"].get(step_id, {})
        cells: list[Cell] = [step_id, str(step["name"]), part("role")]
        for field in ("wait_time", "process_time"):
            seconds = part(field, "value")
            typed = format_duration_exact(seconds, calendar) if isinstance(seconds, int | float) else None
            cells += [typed, seconds, *(part(field, name) for name in ("low", "high", "source", "n"))]
        cells += [part("complete_accurate", "value"), part("complete_accurate", "source")]
        cells += [part(field, "value") for field in ("batch_size", "handoffs", "people", "uptime")]
        cells += [part("wip_limit"), VALUE_CLASSES.get(str(step.get("value_class"))), part("split")]
        cells += ["yes" if step.get("automated") else None, _wastes(step)]
        return [*cells, *(figures.get(name) for name in ("visits", "utilisation", "capacity_per_day"))]

    return [row(step_id, dict(step)) for step_id, step in steps_in_order(saved)]


def _queues(saved: SavedContent) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    for queue_id, queue in sorted(saved.elements.items()):
        if queue["kind"] != "queue":
            continue
        part = _parts(dict(queue))
        waits = saved.figures["queues"].get(queue_id, {}).get("wait_time_s")
        about = display_name(queue["about"], saved.elements) if queue.get("about") else None
        counts_only = "yes" if queue.get("counts_only") else None
        counted = (part("items", "value"), part("items", "source"))
        wait = part("wait_time", "value")
        rows.append((queue_id, part("name"), *counted, wait, waits, counts_only, about, _wastes(dict(queue))))
    return rows


def _flows(saved: SavedContent) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    for flow_id, flow in sorted(saved.elements.items()):
        if flow["kind"] == "flow":
            part = _parts(dict(flow))
            ends = [display_name(flow[end], saved.elements) for end in ("source", "target")]
            share = (part("share", "value"), part("share", "source"))
            rows.append((flow_id, FLOWS[flow["flow"]], *ends, *share, part("name"), _wastes(dict(flow))))
    return rows


def _notes(saved: SavedContent) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    for note_id, note in sorted(saved.elements.items()):
        if note["kind"] == "note":
            about = display_name(note["about"], saved.elements) if note.get("about") else None
            waste = WASTES[note["waste"]] if note.get("waste") else None
            rows.append((note_id, NOTES[note["note"]], note.get("text"), about, waste))
    return rows


def _parts(element: dict[str, object]) -> Callable[..., Cell]:
    """Return a reader of the element's fields and of the parts of its quantities; None for what is absent."""

    def part(field: str, name: str | None = None) -> Cell:
        value = element.get(field)
        if name is not None:
            value = value.get(name) if isinstance(value, dict) else None
        return value if isinstance(value, str | int | float) else None

    return part


def _wastes(element: dict[str, object]) -> str | None:
    wastes = element.get("wastes")
    return ", ".join(WASTES[waste] for waste in wastes) if isinstance(wastes, list) else None
