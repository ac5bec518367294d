"""The saved state as a picture and as a report on paper, set by Typst."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from maps.domain.elements import Element, display_name
from maps.domain.map_file import calendar_of
from maps.domain.wastes import pareto_of
from maps.render.drawing import draw_map
from maps.render.figures import headline_figures
from maps.render.fonts import FONT_FOLDERS
from maps.render.headline import subtitle_of
from maps.render.printable import printable, printable_sheet
from maps.render.sheet import Drawing, Sheet
from maps.render.svg import fallback_words, write_svg
from maps.render.symbols import foot_words
from maps.render.words import NOTES, VALUE_CLASSES, WASTES, clean, format_range, format_source, format_value, percent_of
from maps.render.wrapping import wrap
from metrics import Calendar
from reviews.documents.content import DocumentError, SavedContent
from reviews.documents.table import steps_in_order

TEMPLATES = Path(__file__).resolve().parent / "typst"
# Points on paper of one unit of the drawing: its texts come out at 7 points and more.
POINTS = 0.56
_POINTS_PER_MM = 72 / 25.4
# Landscape, smallest first. What is wider becomes a strip for a plotter, as wide as it has to be.
PAPERS = ((420.0, 297.0), (594.0, 420.0), (841.0, 594.0), (1189.0, 841.0))
LARGEST_PAPER_MM = 5_000.0
PIXELS_PER_UNIT = 2.0
LARGEST_SIDE_PX = 12_000.0
LARGEST_PICTURE_PX = 60e6
NOTE_LIMIT = 10_000
_Format = Literal["pdf", "png"]


def sheet_of(saved: SavedContent) -> Sheet:
    """Return what is drawn of a saved state."""
    return Sheet(
        title=saved.file.title,
        kind=saved.file.kind,
        name=saved.name,
        saved_by=saved.saved_by,
        saved_at=saved.saved_at,
        charter=saved.charter,
        elements=saved.elements,
        figures=saved.figures,
        seq=saved.seq,
        checksum=saved.checksum,
        circled=saved.circled.element if saved.circled else None,
    )


def draw_svg(saved: SavedContent) -> bytes:
    """Return the drawing as SVG that brings its own typeface."""
    return write_svg(draw_map(sheet_of(saved))).encode()


def draw_png(saved: SavedContent) -> bytes:
    """Return the drawing as a picture, two pixels a unit as long as that makes a picture that programs can open."""
    drawing = draw_map(printable_sheet(sheet_of(saved)))
    pixels = min(
        PIXELS_PER_UNIT,
        LARGEST_SIDE_PX / max(drawing.width, drawing.height),
        (LARGEST_PICTURE_PX / (drawing.width * drawing.height)) ** 0.5,
    )
    size = {"width": f"{drawing.width:.2f}", "height": f"{drawing.height:.2f}"}
    data = {"words": _words_to_set(drawing, 1.0)}
    inputs = {"drawing": write_svg(drawing, for_typesetter=True), "data": json.dumps(data, ensure_ascii=False)} | size
    return _set("drawing.typ", inputs, saved, format="png", ppi=72 * pixels)


def set_pdf(saved: SavedContent) -> bytes:
    """Return the report: the drawing on one landscape page that fits a paper, then the tables behind it."""
    sheet = printable_sheet(sheet_of(saved))
    drawing, width, height = fit_to_paper(sheet)
    poster = {"width": round(width, 2), "height": round(height, 2)}
    words = _words_to_set(drawing, width / drawing.width)
    data = printable(_report(saved, sheet)) | {"poster": poster, "description": clean(drawing.description)}
    data |= {"words": words}
    inputs = {"drawing": write_svg(drawing, for_typesetter=True), "data": json.dumps(data, ensure_ascii=False)}
    return _set("report.typ", inputs, saved, format="pdf")


def _words_to_set(drawing: Drawing, points: float) -> list[dict[str, Any]]:
    """Return the texts that Typst sets over the drawing, `points` of paper being one unit of it."""
    parts = {"start": 0.0, "middle": 0.5, "end": 1.0}
    return [
        {
            "text": words.text,
            "x": words.x * points,
            "y": words.y * points,
            "size": words.size * points,
            "weight": words.weight,
            "fill": words.fill,
            "before": parts[words.anchor],
        }
        for words in fallback_words(drawing)
    ]


def fit_to_paper(sheet: Sheet) -> tuple[Drawing, float, float]:
    """Return the drawing with width and height in points of the smallest paper on which it can be read."""
    tight = draw_map(sheet)
    wanted_mm = tight.width * POINTS / _POINTS_PER_MM
    tall_mm = tight.height * POINTS / _POINTS_PER_MM
    for paper_width, paper_height in PAPERS:
        if wanted_mm <= paper_width and tall_mm <= paper_height:
            drawing = draw_map(sheet, page_aspect=paper_height / paper_width)
            return drawing, paper_width * _POINTS_PER_MM, paper_height * _POINTS_PER_MM
    scale = min(1.0, LARGEST_PAPER_MM / max(wanted_mm, tall_mm)) * POINTS
    return tight, tight.width * scale, tight.height * scale


def _set(
    template: str, inputs: dict[str, str], saved: SavedContent, *, format: _Format, ppi: float | None = None
) -> bytes:
    try:
        return typst.compile(
            TEMPLATES / template,
            root=TEMPLATES,
            font_paths=_fonts(),
            format=format,
            ppi=ppi,
            sys_inputs=inputs,
            # The same state gives the same bytes, whenever it is set.
            timestamp=int(saved.saved_at.timestamp()),
        )
    except typst.TypstError as problem:
        raise DocumentError(f"The typesetter refused this map: {str(problem)[:300]}") from problem


@cache
def _fonts() -> typst.Fonts:
    """The typefaces that come with the product, read once a process."""
    # Not those of the machine: a document is the same wherever it is made, and says what it could not draw.
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in FONT_FOLDERS])


def _report(saved: SavedContent, sheet: Sheet) -> dict[str, Any]:
    figures = saved.figures
    headline = headline_figures(saved.charter, saved.elements, figures)
    identity = [
        f"{clean(saved.file.title)} · {subtitle_of(sheet)}",
        f"{saved.saved_at:%Y-%m-%d %H:%M} UTC, after operation {saved.seq:,} of the map",
        f"SHA-256 of the state: {saved.checksum}",
        *([sheet.remark] if sheet.remark else []),
    ]
    return {
        "title": clean(saved.file.title),
        "saved_by": clean(saved.saved_by),
        "footer": "\n".join(wrap(f"{clean(saved.file.title)} · {subtitle_of(sheet)}", 640, 8, lines=1)),
        "steps": _steps(saved, calendar_of(saved.charter["calendar"])),
        "notes": _notes(saved),
        "wastes": _wastes(saved),
        "figures": [
            [figure.title, f"{figure.reading}{f' · {figure.beside}' if figure.beside else ''}", figure.convention]
            for figure in headline
        ],
        "missing": [clean(entry["sentence"]) for entry in figures["missing"]],
        "problems": [clean(entry["sentence"]) for entry in figures["problems"]],
        "findings": [clean(entry["sentence"]) for entry in figures.get("findings", [])],
        "evidence": [
            *([clean(saved.circled.sentence)] if saved.circled else []),
            *(clean(sentence) for sentence in (figures["constraint"] or {}).get("evidence", [])),
        ],
        "identity": identity,
    }


def _steps(saved: SavedContent, calendar: Calendar) -> dict[str, Any]:
    return {
        "title": "Steps",
        "lead": "In stream order. The small sign beside a value says how well it is known; below it the range.",
        "otherwise": "There was no step on the map when this was saved.",
        "headings": ["Step", "Role", "Wait before", "Work", "%C/A", "Resources", "Value", "Utilisation", "Wastes"],
        "widths": [2.6, 1.5, 1.6, 1.6, 1.5, 2.1, 1.1, 1.1, 1.7],
        "numbers": [7],
        "rows": [_step_row(step_id, step, saved, calendar) for step_id, step in steps_in_order(saved)],
    }


def _step_row(step_id: str, step: Element, saved: SavedContent, calendar: Calendar) -> list[Any]:
    load = saved.figures["steps"].get(step_id, {}).get("utilisation")
    quantities = [_quantity(field, step, calendar) for field in ("wait_time", "process_time", "complete_accurate")]
    return [
        clean(step["name"]),
        clean(step.get("role", "")),
        *quantities,
        ", ".join(foot_words(step)) or "–",
        VALUE_CLASSES.get(str(step.get("value_class")), "–"),
        "–" if load is None else percent_of(load),
        ", ".join(WASTES[waste] for waste in step.get("wastes", [])) or "–",
    ]


def _quantity(field: str, step: Element, calendar: Calendar) -> Any:
    quantity = step.get(field)
    if quantity is None:
        return "–"
    return {
        "text": format_value(field, quantity["value"], calendar),
        "range": format_range(field, quantity, calendar),
        "source": quantity["source"],
        "source_words": format_source(quantity),
    }


def _wastes(saved: SavedContent) -> dict[str, Any]:
    return {
        "title": "Wastes",
        "lead": "What people marked on steps, queues and flows, the most frequent first.",
        "otherwise": "No waste was marked on the map when this was saved.",
        "headings": ["Waste", "Marks", "Share", "With those above", "Where"],
        "widths": [1.4, 0.6, 0.7, 1.0, 5.0],
        "numbers": [1, 2, 3],
        "rows": [
            [
                WASTES[count.waste],
                str(count.marks),
                percent_of(count.share),
                percent_of(count.cumulative_share),
                ", ".join(clean(display_name(element, saved.elements)) for element in count.elements),
            ]
            for count in pareto_of(saved.elements)
        ],
    }


def _notes(saved: SavedContent) -> dict[str, Any]:
    order = {kind: place for place, kind in enumerate(("burst", "hypothesis", "question", "idea", "note"))}
    found = [element for element in saved.elements.values() if element["kind"] == "note"]
    found.sort(key=lambda note: (order.get(note["note"], len(order)), note["x"], note["y"]))
    return {
        "title": "Improvements, hypotheses, questions and notes",
        "otherwise": "There was no note on the map when this was saved.",
        "headings": ["Kind", "Text", "About", "Waste that it removes"],
        "widths": [1.0, 5.0, 1.8, 1.4],
        "numbers": [],
        "rows": [
            [
                NOTES[note["note"]],
                clean(note.get("text", ""))[:NOTE_LIMIT] or "–",
                clean(display_name(note["about"], saved.elements)) if note.get("about") else "–",
                WASTES[note["waste"]] if note.get("waste") else "–",
            ]
            for note in found
        ],
    }
