"""Texts in every script and emoji of every kind in documents: kept where a format keeps texts, drawn where there is a
typeface, and said in a sentence where there is none.
"""

import csv
import io

import openpyxl
import pypdf
import pytest

from maps.domain.map_file import read_map_file
from maps.render.drawing import draw_map
from maps.render.marks import Words
from maps.render.printable import STAND_IN, printable, printable_sheet
from maps.render.svg import fallback_words, write_svg
from maps.render.words import clean
from reviews.documents.content import SavedContent
from reviews.documents.poster import sheet_of
from reviews.models import DocumentFormat
from tests.reviews.test_documents import made, pages_of, saved, texts_of

DRAWN = {
    "family": "Family 👨‍👩‍👧‍👦 and heart ❤️‍🔥",
    "skin": "Skin 👍🏽👍🏿 at work 👩🏽‍💻",
    "flags": "Flags 🇪🇸🇮🇱 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "keycaps": "Keys 1️⃣#️⃣",
    "hebrew": "סקירת קוד (review) 3",
    "arabic": "مراجعة الكود via Slack",
    "mixed": "Plan – תכנון – خطة – 计划 – योजना",
    "east asia": "代码审查 コードレビュー 코드",
    "devanagari": "कोड समीक्षा क्षत्रिय",
    "thai": "รีวิวโค้ด",
    "cyrillic": "Обзор кода – Ανασκόπηση",
}
NOT_DRAWN = {
    "smileys": ("Good 😀 work 🚀", ["grinning face (U+1F600)", "rocket (U+1F680)"]),
    "khmer": ("កូដ", ["khmer letter ka (U+1780)", "khmer vowel sign uu (U+17BC)", "khmer letter da (U+178A)"]),
    "burmese": ("ကုဒ်", ["myanmar letter ka (U+1000)"]),
    "private": ("a\ue000b", ["U+E000"]),
}


def named(*texts: str) -> SavedContent:
    """A map with a step and a note for each text."""
    elements: dict[str, dict[str, object]] = {}
    for place, text in enumerate(texts):
        elements[f"s{place}"] = {"kind": "step", "name": text, "role": text, "x": 240 * place, "y": 0}
        elements[f"n{place}"] = {"kind": "note", "note": "idea", "text": text, "x": 240 * place, "y": 260}
    charter = {"name": texts[0], "customer": texts[0], "trigger": texts[-1], "delivery": texts[-1]}
    content = {"format": "vsm-workshop/map", "version": 1, "charter": charter, "elements": elements}
    return saved(read_map_file(content), name=texts[0])


TEXTS = {**DRAWN, **{name: text for name, (text, _) in NOT_DRAWN.items()}}


def test_tables_keep_every_text_as_it_was_written() -> None:
    content = named(*TEXTS.values())
    rows = list(csv.DictReader(io.StringIO(made(content, DocumentFormat.CSV).decode("utf-8-sig"))))
    assert [row["Step"] for row in rows] == [row["Role"] for row in rows] == list(TEXTS.values())
    book = openpyxl.load_workbook(io.BytesIO(made(content, DocumentFormat.XLSX)))
    for sheet, column in (("Steps", 1), ("Steps", 2), ("Notes", 2)):
        told = {row[column] for row in book[sheet].iter_rows(min_row=2, values_only=True)}
        assert told == set(TEXTS.values())


def test_the_drawing_keeps_letters_and_turns_sequences_of_emoji_into_their_parts() -> None:
    # On a screen the machine's own typefaces are there as well, so nothing is replaced.
    said = " ".join(texts_of(made(named(*TEXTS.values()), DocumentFormat.SVG)))
    for words in (
        *("👨👩👧👦", "❤🔥", "👍👍", "👩💻", "🇪🇸🇮🇱", "🏴", "1#", "סקירת קוד (review) 3", "مراجعة الكود"),
        *("代码审查", "コードレビュー", "코드", "कोड समीक्षा", "รีวิวโค้ด", "Обзор кода", "Good 😀 work 🚀", "កូដ"),
    ):
        assert words in said, words
    assert STAND_IN not in said


def test_the_report_draws_the_scripts_that_it_has_and_says_nothing_more() -> None:
    pages = pages_of(made(named(*DRAWN.values()), DocumentFormat.PDF))
    # Right to left is read back in the order in which it stands on paper, so the letters count.
    for text in ("סקירת", "مراجعة", "审查", "コード", "코드", "👨", "🔥", "🇪", "Обзор"):
        for page in (pages[0], "".join(pages[1:])):
            assert set(text) <= set(page), text
    assert STAND_IN not in "".join(pages)


@pytest.mark.parametrize("name", NOT_DRAWN)
def test_what_cannot_be_drawn_is_shown_as_a_box_and_named(name: str) -> None:
    text, names = NOT_DRAWN[name]
    content = named(text)
    pages = pages_of(made(content, DocumentFormat.PDF))
    for page in (pages[0], " ".join(pages[1:])):
        sentence = " ".join(page.split()).partition(f"{STAND_IN} stands for what this document has no typeface for:")[2]
        assert sentence, page
        assert [one for one in names if one not in sentence] == []
        assert not set(text) & set(page) - set(pages_of_latin())
    drawn = [
        mark.text
        for layer in draw_map(printable_sheet(sheet_of(content))).layers
        for mark in layer.marks
        if isinstance(mark, Words)
    ]
    assert any(f"{STAND_IN} stands for" in words for words in drawn)


def pages_of_latin() -> str:
    """The letters that are in every report."""
    return "".join(map(chr, range(32, 127)))


def test_many_are_counted_and_a_few_are_named() -> None:
    remark = printable_sheet(sheet_of(named("".join(map(chr, range(0x1F600, 0x1F610)))))).remark
    assert remark.count("(U+1F6") == 6
    assert "and 10 more. The map itself keeps it." in remark


def test_what_can_be_drawn_stays_as_it_is() -> None:
    content = named(*(clean(text) for text in DRAWN.values()))
    sheet = sheet_of(content)
    assert printable_sheet(sheet) == sheet
    assert printable({"a": ["😀b", 1, None]}) == {"a": [f"{STAND_IN}b", 1, None]}


def test_the_typesetter_itself_sets_what_needs_the_fallback() -> None:
    """Its reader of SVG puts the parts of a letter of several signs on top of each other."""
    drawing = draw_map(sheet_of(named(DRAWN["devanagari"], "Review")))
    left_to_it = {words.text for words in fallback_words(drawing)}
    assert DRAWN["devanagari"] in left_to_it
    assert "Review" not in left_to_it
    assert "समीक्षा" not in write_svg(drawing, for_typesetter=True).partition("</desc>")[2]
    shown = [text for text in texts_of(write_svg(drawing).encode()) if "समीक्षा" in text]
    assert len(shown) == sum("समीक्षा" in words.text for words in fallback_words(drawing))
    layer = drawing.layers[1]
    (mark,) = [
        one for one in layer.marks if isinstance(one, Words) and one.text == DRAWN["devanagari"] and one.weight > 400
    ]
    placed = [words for words in fallback_words(drawing) if words.text == mark.text and words.weight == mark.weight]
    assert (layer.x + mark.x * layer.scale, layer.y + mark.y * layer.scale) in [(one.x, one.y) for one in placed]


def test_a_pdf_of_every_script_has_its_letters_embedded() -> None:
    """Nothing depends on the typefaces of whoever opens it, or of the machine that made it."""
    pdf = pypdf.PdfReader(io.BytesIO(made(named(*TEXTS.values()), DocumentFormat.PDF)))
    fonts = {font for page in pdf.pages for font in page["/Resources"]["/Font"]}  # type: ignore[index]
    assert fonts
    named_fonts = {
        str(page["/Resources"]["/Font"][name]["/BaseFont"])  # type: ignore[index]
        for page in pdf.pages
        for name in page["/Resources"]["/Font"]  # type: ignore[index]
    }
    assert all("SourceSans3" in name or "Kurinto" in name for name in named_fonts), named_fonts
