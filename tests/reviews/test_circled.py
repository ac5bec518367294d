"""What the room circled, and the wastes that it marked, in the documents of a saved state."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from facilitation.commands.circles import circle_constraint
from facilitation.domain.circles import Circled
from maps.commands.edit import submit
from maps.render.marks import Box
from maps.render.symbols import draw_queue, stroke_around
from metrics import Calendar
from reviews.commands.rendering import content_of
from reviews.commands.states import save_state
from reviews.documents.poster import sheet_of
from reviews.models import DocumentFormat, SavedState
from tests.cast import Cast
from tests.reviews.test_documents import made, pages_of, sample, sheets_of, texts_of

SENTENCE = "The room circled “Code review”; the figures say “Test on staging” by load."


def _step_named(elements: Any, part: str) -> str:
    return next(str(key) for key, element in elements.items() if part in element.get("name", "").casefold())


def test_a_saved_state_has_the_circle_that_stood_when_it_was_saved(cast: Cast, saved: SavedState) -> None:
    step = _step_named(saved.elements, "review")
    circle_constraint(actor=cast.ana, of=cast.map, circle_id=uuid4(), element_id=step)
    later = save_state(actor=cast.ana, map_id=cast.map.id, name="After the round")
    assert content_of(saved).circled is None
    circled = content_of(later).circled
    assert circled is not None
    assert circled.element == step
    assert sheet_of(content_of(later)).circled == step


def test_every_document_says_what_the_room_circled() -> None:
    content = sample("feature-delivery")
    circled = replace(content, circled=Circled(_step_named(content.elements, "review"), SENTENCE))
    assert "circled by the room" in texts_of(made(circled, DocumentFormat.SVG))
    assert "circled by the room" not in texts_of(made(content, DocumentFormat.SVG))
    assert SENTENCE in " ".join(" ".join(pages_of(made(circled, DocumentFormat.PDF))).split())
    assert ["Circled by the room", None, SENTENCE] in [
        row[:3] for row in sheets_of(made(circled, DocumentFormat.XLSX))["Figures"]
    ]


def test_a_circle_around_a_step_that_is_gone_is_said_and_not_drawn() -> None:
    content = replace(sample("feature-delivery"), circled=Circled("gone", SENTENCE))
    assert "circled by the room" not in texts_of(made(content, DocumentFormat.SVG))
    assert SENTENCE in " ".join(" ".join(pages_of(made(content, DocumentFormat.PDF))).split())


def test_the_stroke_holds_the_box_and_does_not_close() -> None:
    box = Box(-100, -60, 100, 60)
    numbers = [float(part) for part in stroke_around(box).replace("M", " ").replace("Q", " ").split()]
    xs, ys = numbers[::2], numbers[1::2]
    assert min(xs) < -90
    assert max(xs) > 90
    assert min(ys) < -54
    assert max(ys) > 54
    assert (xs[0], ys[0]) != pytest.approx((xs[-1], ys[-1]), abs=3)


def test_the_wastes_of_a_queue_are_drawn_and_counted(cast: Cast, saved: SavedState) -> None:
    queue = next(key for key, element in saved.elements.items() if element["kind"] == "queue")
    edits = [{"do": "set", "id": queue, "fields": {"wastes": ["inventory", "waiting"]}, "saw": {}}]
    submit(map_id=cast.map.id, actor=cast.ben, op_id="wastes", edits=edits)
    content = content_of(save_state(actor=cast.ana, map_id=cast.map.id, name="With wastes"))
    drawn = draw_queue(content.elements[queue], None, Calendar(), is_beside=False)
    assert "inventory" in " ".join(getattr(mark, "text", "") for mark in drawn.marks)
    rows = sheets_of(made(content, DocumentFormat.XLSX))["Queues"]
    assert next(row for row in rows if row[0] == queue)[-1] == "waiting, inventory"
    report = " ".join(" ".join(pages_of(made(content, DocumentFormat.PDF))).split())
    assert "With those above" in report
