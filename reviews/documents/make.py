"""Which format is made by whom."""

from collections.abc import Callable, Mapping

from maps.domain.map_file import write_map_file
from reviews.documents.content import SavedContent
from reviews.documents.poster import draw_png, draw_svg, set_pdf
from reviews.documents.table import write_csv
from reviews.documents.workbook import write_workbook
from reviews.models import DocumentFormat

# Says how far the work is, 0 to 100, and in a few words what is being done.
Report = Callable[[int, str], None]


def make_document(saved: SavedContent, format: DocumentFormat, report: Report) -> bytes:
    """Return the file; raises DocumentError with a sentence for people, and whatever `report` raises."""
    return _MAKERS[format](saved, report)


def _map_file(saved: SavedContent, report: Report) -> bytes:
    report(20, "writing the map file")
    return write_map_file(saved.file)


def _csv(saved: SavedContent, report: Report) -> bytes:
    report(20, "writing the table of steps")
    return write_csv(saved)


def _workbook(saved: SavedContent, report: Report) -> bytes:
    report(20, "filling the sheets")
    return write_workbook(saved)


def _svg(saved: SavedContent, report: Report) -> bytes:
    report(20, "drawing the map")
    return draw_svg(saved)


def _png(saved: SavedContent, report: Report) -> bytes:
    report(20, "drawing the map and its picture")
    return draw_png(saved)


def _pdf(saved: SavedContent, report: Report) -> bytes:
    report(20, "drawing the map and setting the pages")
    return set_pdf(saved)


_MAKERS: Mapping[DocumentFormat, Callable[[SavedContent, Report], bytes]] = {
    DocumentFormat.MAP_FILE: _map_file,
    DocumentFormat.CSV: _csv,
    DocumentFormat.XLSX: _workbook,
    DocumentFormat.SVG: _svg,
    DocumentFormat.PNG: _png,
    DocumentFormat.PDF: _pdf,
}
