"""What the documents say, for ordinary maps and for people who write strange things."""

import csv
import io
import itertools
import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
import openpyxl
import pypdf
import pytest

from maps.domain.map_file import MapFile, parse_map_file, read_map_file
from maps.render.drawing import draw_map
from maps.render.ladder import rungs_of, stations_of
from maps.selectors import figures_of, map_file_of
from reviews.commands.rendering import content_of
from reviews.documents.content import SavedContent
from reviews.documents.make import make_document
from reviews.documents.poster import sheet_of
from reviews.models import DocumentFormat, SavedState
from tests.cast import Cast
from tests.reviews.conftest import FORMATS

SVG = "{http://www.w3.org/2000/svg}"
A3 = (1190.55, 841.89)
HOSTILE = {
    "markup": '<script>alert(1)</script><img src=x onerror=alert(1)> &amp; "]]>" <!--',
    "typst": '#panic("x") *bold* $x$ `raw` \\ #import "/etc/passwd": * @label <label> [a](b)',
    "formula": '=HYPERLINK("https://example.org","free money")',
    "control": "a\x01b\x08c\x1bd\x7fe\u2028f\ufffeg",
    "rtl": "שלום עולם مرحبا بالعالم \u202eevil\u202c",
    "emoji": "👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈 family",
    "cjk": "価値流図 가치 흐름 价值流图",
    "combining": "Z" + "\u0310\u0353\u033e" * 60,
    "one long word": "x" * 190,
}


def saved(file: MapFile, name: str = "As we found it") -> SavedContent:
    figures = figures_of(dict(file.charter), file.elements)
    at = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
    return SavedContent(name, file, figures, seq=7, checksum="ab" * 32, saved_by="Ana", saved_at=at)


def sample(name: str) -> SavedContent:
    return saved(parse_map_file((FORMATS / f"{name}.vsm.json").read_bytes()))


def made(content: SavedContent, format: DocumentFormat) -> bytes:
    reports: list[int] = []
    document = make_document(content, format, lambda progress, _: reports.append(progress))
    assert reports == sorted(reports)
    assert reports
    return document


def texts_of(svg: bytes) -> list[str]:
    return [element.text or "" for element in _svg(svg).iter(f"{SVG}text")]


def _svg(svg: bytes) -> Element:
    root: Element = defusedxml.ElementTree.fromstring(svg.decode(), forbid_dtd=True)
    return root


def sheets_of(workbook: bytes) -> Mapping[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def png_size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_map_file_is_that_of_the_map(cast: Cast, saved: SavedState) -> None:
    state = SavedState.objects.select_related("created_by").get(pk=saved.pk)
    assert made(content_of(state), DocumentFormat.MAP_FILE) == map_file_of(actor=cast.ana, of=cast.map)


def test_the_drawing_says_what_the_map_says() -> None:
    said = " ".join(texts_of(made(sample("feature-delivery"), DocumentFormat.SVG)))
    for words in (
        "Feature delivery today",
        "Current state · “As we found it”, saved by Ana on 4 May 2026",
        "27.8 d",
        "expected 36.5 d",
        "27.9 %",
        "37 %",
        "Integration test on staging",
        "constraint · 114 % busy, work piles up",
        "30 % sent back",
        "20 d of waiting + 7.8 d of work = 27.8 d for one feature going through once",
        "trigger to delivery, one pass without rework; “expected” adds what is sent back",
        "measured on many items: 29 % of the lead time",
        "hypothesis",
    ):
        assert words in said, words
    assert "SHA-256 of the state " + "ab" * 32 in said


def test_the_drawing_can_neither_run_nor_fetch() -> None:
    root = _svg(made(sample("feature-delivery"), DocumentFormat.SVG))
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "style", "path", "g", "text")
    }
    style = "".join(element.text or "" for element in root.iter(f"{SVG}style"))
    assert style.count("@font-face") == style.count("url(") == style.count("url(data:font/woff;base64,") == 3
    for element in root.iter():
        assert not [name for name in element.attrib if name.startswith("on") or "href" in name]


@pytest.mark.parametrize("name", ["feature-delivery", "onboarding", "brackets"])
def test_the_timeline_sums_to_the_lead_time_and_stands_under_its_steps(name: str) -> None:
    content = sample(name)
    rungs = rungs_of(stations_of(content.charter, content.elements, content.figures))
    assert sum(rung.counted_s for rung in rungs) == pytest.approx(content.figures["lead_time_s"])
    assert all(one.right == pytest.approx(other.left) for one, other in itertools.pairwise(rungs))
    for rung in rungs:
        if not rung.is_wait and rung.weight == 1:
            assert rung.left <= content.elements[rung.id]["x"] <= rung.right


@pytest.mark.parametrize("name", ["feature-delivery", "onboarding", "brackets"])
@pytest.mark.parametrize("format", DocumentFormat)
def test_the_same_state_gives_the_same_bytes(name: str, format: DocumentFormat) -> None:
    assert made(sample(name), format) == made(sample(name), format)


def test_the_picture_is_the_drawing_at_two_pixels_a_unit() -> None:
    content = sample("onboarding")
    drawing = draw_map(sheet_of(content))
    width, height = png_size(made(content, DocumentFormat.PNG))
    assert width == pytest.approx(drawing.width * 2, abs=2)
    assert height == pytest.approx(drawing.height * 2, abs=2)


def test_the_report_is_a_poster_and_what_is_behind_it() -> None:
    pdf = made(sample("feature-delivery"), DocumentFormat.PDF)
    first = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert float(first.width) == pytest.approx(A3[0], abs=1)
    assert float(first.height) == pytest.approx(A3[1], abs=1)
    pages = pages_of(pdf)
    assert len(pages) >= 2
    assert "Feature delivery today" in pages[0]
    behind = " ".join(pages[1:])
    for words in ("measured (23)", "3–8 d", "A second, lighter staging environment", "What is missing", "ab" * 32):
        assert words in behind, words


def test_the_workbook_has_numbers_as_numbers() -> None:
    sheets = sheets_of(made(sample("feature-delivery"), DocumentFormat.XLSX))
    assert list(sheets) == ["Figures", "Steps", "Queues", "Flows", "Notes"]
    figures = {row[0]: row[1] for row in sheets["Figures"][1:]}
    assert figures["Lead time"] == 799_200
    assert figures["Flow efficiency"] == pytest.approx(0.27928, abs=1e-5)
    heading, *steps = sheets["Steps"]
    staging = dict(zip(heading, next(row for row in steps if row[1] == "Integration test on staging"), strict=True))
    assert (staging["Wait (s)"], staging["Wait as typed"], staging["Wait source"], staging["Wait n"]) == (
        230_400,
        "8d",
        "measured",
        23,
    )
    assert staging["Utilisation (share)"] == pytest.approx(8 / 7)
    assert len(sheets["Flows"]) - 1 == sum(
        element["kind"] == "flow" for element in sample("feature-delivery").elements.values()
    )


def test_the_table_has_the_steps_in_stream_order() -> None:
    document = made(sample("feature-delivery"), DocumentFormat.CSV)
    assert document.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(document.decode("utf-8-sig"))))
    assert [row["Step"] for row in rows][:2] == ["Requirements refinement", "Development"]
    assert (rows[1]["Work"], rows[1]["Work (s)"], rows[1]["Work low (s)"], rows[1]["Work source"]) == (
        "5d",
        "144000",
        "86400",
        "estimate",
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\t=", "\r=", "\n+", " =", "＝", "\x01=", "\u200b="])
def test_a_cell_of_people_never_becomes_a_formula(start: str) -> None:
    content = one_step(f"{start}1+1")
    cell = next(csv.reader(io.StringIO(made(content, DocumentFormat.CSV).decode("utf-8-sig").split("\r\n", 1)[1])))[0]
    assert cell.startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(made(content, DocumentFormat.XLSX)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}


def one_step(text: str) -> SavedContent:
    """A map on which everything that people can write is this text."""
    elements = {
        "a": {"kind": "step", "name": text[:200] or "-", "role": text[:100], "x": 0, "y": 0, "wait_time": "2h"},
        "b": {"kind": "step", "name": "B", "x": 240, "y": 0, "process_time": "1h"},
        "q": {"kind": "queue", "name": text[:200], "x": 120, "y": 120, "items": 3},
        "f": {"kind": "flow", "flow": "rework", "source": "b", "target": "a", "name": text[:200], "share": 0.1},
        "g": {"kind": "flow", "flow": "push", "source": "a", "target": "b"},
        "n": {"kind": "note", "note": "burst", "text": text[:10_000], "x": 0, "y": -250, "about": "f"},
        "m": {"kind": "note", "note": "question", "text": text[:10_000], "x": 240, "y": 250},
    }
    charter = dict.fromkeys(("name", "customer", "value", "trigger", "delivery"), text[:200])
    content = {"format": "vsm-workshop/map", "version": 1, "charter": charter | {"unit": text[:60]}}
    return saved(read_map_file({**content, "elements": elements}), name=text[:200])


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("format", DocumentFormat)
def test_strange_texts_are_texts_in_every_format(format: DocumentFormat, name: str) -> None:
    document = made(one_step(HOSTILE[name]), format)
    if format == DocumentFormat.SVG:
        assert not {"script", "img"} & {element.tag.removeprefix(SVG) for element in _svg(document).iter()}
    elif format == DocumentFormat.XLSX:
        assert sheets_of(document)["Steps"][1][0] == "a"
    elif format == DocumentFormat.PDF:
        assert len(pages_of(document)) >= 2
    elif format == DocumentFormat.PNG:
        assert png_size(document)[0] >= 2800
    elif format == DocumentFormat.MAP_FILE:
        assert parse_map_file(document).elements["a"]["x"] == 0


def test_markup_is_shown_as_it_was_written() -> None:
    content = one_step("<b>#strong[x]</b>")
    assert "<b>#strong[x]</b>" in texts_of(made(content, DocumentFormat.SVG))
    assert "<b>#strong[x]</b>" in " ".join(pages_of(made(content, DocumentFormat.PDF)))


def test_a_word_of_ten_thousand_letters_stays_in_its_note() -> None:
    content = one_step("y" * 10_000)
    drawing = draw_map(sheet_of(content))
    assert drawing.width <= 1_600
    assert drawing.height <= 2_600
    assert any(text.endswith("…") for text in texts_of(made(content, DocumentFormat.SVG)))
    assert len(pages_of(made(content, DocumentFormat.PDF))) < 12


def test_an_empty_map_says_so() -> None:
    file = read_map_file({"format": "vsm-workshop/map", "version": 1, "charter": {"name": "New"}, "elements": {}})
    content = saved(file)
    texts = texts_of(made(content, DocumentFormat.SVG))
    assert "Nothing was on the map when this was saved." in texts
    assert "not known yet" in texts
    assert "There was no step on the map when this was saved." in " ".join(pages_of(made(content, DocumentFormat.PDF)))
    assert len(made(content, DocumentFormat.CSV).decode().splitlines()) == 1


def test_a_long_stream_becomes_a_strip_that_can_be_read() -> None:
    elements: dict[str, Any] = {
        f"s{place:02}": {"kind": "step", "name": f"Step {place}", "x": place * 240, "y": 0, "process_time": "1h"}
        for place in range(40)
    }
    elements |= {
        f"f{place}": {"kind": "flow", "flow": "pull", "source": f"s{place:02}", "target": f"s{place + 1:02}"}
        for place in range(39)
    }
    content = {"format": "vsm-workshop/map", "version": 1, "charter": {"name": "Long"}, "elements": elements}
    pdf = made(saved(read_map_file(content)), DocumentFormat.PDF)
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert float(page.width) / (40 * 240) >= 0.5
    assert "Step 39" in pages_of(pdf)[0]
    assert png_size(made(saved(read_map_file(content)), DocumentFormat.PNG))[0] <= 12_001
