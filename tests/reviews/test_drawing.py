"""The drawing keeps its promises whatever people write: texts stay in their boxes, arrows touch theirs."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.render.flows import draw_flow, draw_label, way_of
from maps.render.fonts import measure
from maps.render.marks import Box, Words
from maps.render.symbols import STEP_WIDTH, draw_endpoint, draw_note, draw_step
from maps.render.words import clean, format_number, format_range, format_share
from maps.render.wrapping import wrap
from metrics import Calendar

# A line that ends with “…” is measured with it, and rounding costs a hair.
SLACK = 0.01


@given(st.text(max_size=300), st.floats(30, 400), st.integers(1, 5), st.sampled_from([400, 600, 700]))
def test_wrapped_lines_fit_and_lose_nothing_unsaid(text: str, width: float, lines: int, weight: int) -> None:
    found = wrap(text, width, 12, weight=weight, lines=lines)
    assert len(found) <= lines
    for line in found:
        assert measure(line, 12, weight) <= width + SLACK or len(line) <= 2
    whole = "".join(clean(text).split())
    said = "".join("".join(found).split())
    assert said == whole or (said.endswith("…") and whole.startswith(said.removesuffix("…")))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1bc\u202ed", "abcd"),
        ("one\n two\tthree\u2028four", "one two three four"),
        ("👩🏽‍🚀 ok", "👩🚀 ok"),
        ("نمی\u200dخواهم", "نمی\u200dخواهم"),
        ("\ud800x", "x"),
    ],
)
def test_texts_are_cleaned_for_paper(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(name=st.text(min_size=1, max_size=200), role=st.text(max_size=100))
def test_no_text_leaves_its_process_box(name: str, role: str) -> None:
    step: dict[str, Any] = {
        "kind": "step",
        "name": name,
        "role": role,
        "x": 0,
        "y": 0,
        "automated": True,
        "value_class": "adding",
    }
    step |= {"wait_time": {"value": 288_000, "low": 28_800, "high": 576_000, "source": "walked", "n": 3}}
    step |= {"wastes": ["talent", "extra_processing", "waiting"], "handoffs": {"value": 12, "source": "guess"}}
    drawn = draw_step(step, Calendar(), missing=frozenset({"process_time"}), is_hot=True, is_beside=False)
    assert drawn.box.width == STEP_WIDTH
    for mark in drawn.marks:
        if isinstance(mark, Words):
            _assert_inside(mark, drawn.box)


@given(st.text(max_size=400), st.sampled_from(["note", "burst", "question"]))
def test_no_text_leaves_its_note(text: str, kind: str) -> None:
    drawn = draw_note({"kind": "note", "note": kind, "text": text, "x": 10, "y": 20})
    for mark in drawn.marks:
        if isinstance(mark, Words):
            _assert_inside(mark, drawn.box)


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_leaves_the_trigger(words: str, who: str) -> None:
    drawn = draw_endpoint("Trigger", words, who, 0, 0)
    for mark in drawn.marks:
        if isinstance(mark, Words):
            _assert_inside(mark, drawn.box)


def _assert_inside(words: Words, box: Box) -> None:
    width = measure(words.text, words.size, words.weight)
    left = words.x - {"start": 0, "middle": width / 2, "end": width}[words.anchor]
    assert box.top <= words.y <= box.bottom
    assert box.left - SLACK <= left
    assert left + width <= box.right + SLACK


KINDS = ("push", "pull", "fifo", "rework", "information_manual", "information_electronic")


@given(
    kind=st.sampled_from(KINDS),
    x=st.integers(-900, 900).filter(lambda x: abs(x) > 170),
    y=st.integers(-500, 500),
)
def test_arrows_end_at_the_box_that_they_point_to(kind: str, x: int, y: int) -> None:
    source, target = Box(-82, -60, 82, 60), Box(x - 82, y - 60, x + 82, y + 60)
    way = way_of(kind, source, target)
    reach = target.grown(0.5)
    assert reach.left <= way.tip[0] <= reach.right
    assert reach.top <= way.tip[1] <= reach.bottom
    assert way.into[0] ** 2 + way.into[1] ** 2 == pytest.approx(1)
    assert draw_flow(kind, way)


def test_labels_say_the_share_only_where_it_has_a_meaning() -> None:
    source, target = Box(-82, -60, 82, 60), Box(300, -60, 464, 60)
    share = {"value": 0.3, "source": "guess"}
    push: dict[str, Any] = {"kind": "flow", "flow": "push", "source": "a", "target": "b", "share": share}
    rework = {**push, "flow": "rework"}

    def words(flow: Mapping[str, Any], *, is_parting: bool) -> list[str]:
        way = way_of(str(flow["flow"]), source, target)
        return [mark.text for mark in draw_label(flow, way, is_parting=is_parting) if isinstance(mark, Words)]

    assert words(push, is_parting=False) == []
    assert words(push, is_parting=True) == ["30 %"]
    assert words(rework, is_parting=False) == ["30 % sent back"]
    del rework["share"], push["share"]
    assert words(rework, is_parting=False) == ["how much is sent back?"]
    assert words(push, is_parting=True) == ["equal part"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (format_share(0.27928), "27.9 %"),
        (format_share(0.0008), "0.08 %"),
        (format_share(0), "0 %"),
        (format_number(4600), "4,600"),
        (format_number(2.5), "2.5"),
        (format_range("process_time", {"low": 86_400, "high": 230_400}, Calendar()), "3–8 d"),
        (format_range("process_time", {"low": 3_600, "high": 230_400}, Calendar()), "1 h–8 d"),
        (format_range("people", {"low": 1, "high": 3}, Calendar()), "1–3"),
    ],
)
def test_figures_read_as_on_the_board(said: str, shown: str) -> None:
    assert said == shown
