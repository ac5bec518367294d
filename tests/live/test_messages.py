"""What comes in is hostile: it becomes a message or a refusal with a sentence, and nothing else."""

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.protocol import (
    EDIT_LIMIT_BYTES,
    OTHER_LIMIT_BYTES,
    SELECTION_LIMIT,
    Edit,
    Hello,
    Ping,
    Redo,
    TooLarge,
    Undo,
    Unreadable,
    Whereabouts,
    read_message,
)
from workshops.errors import WorkshopError


def text_of(**content: Any) -> str:
    return orjson.dumps(content).decode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"t":"hello","protocol":1,"last_seq":null}', Hello(1, None)),
        ('{"t":"hello","protocol":1}', Hello(1, None)),
        ('{"t":"hello","protocol":2,"last_seq":7}', Hello(2, 7)),
        ('{"t":"edit","op_id":"a","edits":[]}', Edit("a", [])),
        ('{"t":"edit","op_id":"a"}', Edit("a", None)),
        ('{"t":"undo","op_id":"a-_9"}', Undo("a-_9")),
        ('{"t":"redo","op_id":"a"}', Redo("a")),
        ('{"t":"ping","extra":{"of":"a later version"}}', Ping()),
        ('{"t":"presence"}', Whereabouts()),
        (
            '{"t":"presence","cursor":{"x":1,"y":2.5},"selection":["a"],"editing":{"id":"a","field":"name"}}',
            Whereabouts({"x": 1, "y": 2.5}, ("a",), {"id": "a", "field": "name"}),
        ),
    ],
)
def test_reads(text: str, message: object) -> None:
    assert read_message(text) == message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{",
        "[]",
        "null",
        "7",
        '"ping"',
        "NaN",
        '{"t":NaN}',
        "{}",
        '{"t":null}',
        '{"t":["ping"]}',
        '{"t":{"ping":1}}',
        '{"t":"Ping"}',
        '{"t":"map.changed"}',
        '{"t":"__class__"}',
        '{"t":"hello"}',
        '{"t":"hello","protocol":"1"}',
        '{"t":"hello","protocol":true}',
        '{"t":"hello","protocol":1,"last_seq":-1}',
        '{"t":"hello","protocol":1,"last_seq":1.5}',
        '{"t":"hello","protocol":1,"last_seq":true}',
        '{"t":"hello","protocol":1,"last_seq":"3"}',
        '{"t":"edit","edits":[]}',
        '{"t":"edit","op_id":7,"edits":[]}',
        '{"t":"edit","op_id":"","edits":[]}',
        '{"t":"edit","op_id":"a b","edits":[]}',
        '{"t":"undo","op_id":null}',
        '{"t":"redo","op_id":"' + "a" * 65 + '"}',
        '{"t":"undo","op_id":"a\\u0000"}',
        '{"t":"presence","cursor":[1,2]}',
        '{"t":"presence","cursor":{"x":1}}',
        '{"t":"presence","cursor":{"x":"1","y":2}}',
        '{"t":"presence","cursor":{"x":true,"y":2}}',
        '{"t":"presence","cursor":{"x":1e999,"y":2}}',
        '{"t":"presence","selection":"abc"}',
        '{"t":"presence","selection":[1]}',
        '{"t":"presence","selection":["a b"]}',
        '{"t":"presence","editing":"a"}',
        '{"t":"presence","editing":{"id":"a"}}',
        '{"t":"presence","editing":{"id":"a","field":{}}}',
        '{"t":"ping"}{"t":"ping"}',
        '{"t":"pi\\ud800ng"}',
        '{"t":"\ud800"}',
        "\x00",
        "[" * 100_000,
        '{"t":' * 50_000,
        '{"t":"edit","op_id":"a","edits":' + "[" * 2_000 + "]" * 2_000 + "}",
    ],
    ids=lambda text: repr(text[:50]),
)
def test_refuses(text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_message(text)
    assert refusal.value.message.endswith((".", "ping."))


def test_an_edit_may_weigh_more_than_other_messages() -> None:
    assert isinstance(read_message(text_of(t="edit", op_id="a", edits="e" * (EDIT_LIMIT_BYTES - 100))), Edit)
    with pytest.raises(TooLarge):
        read_message(text_of(t="edit", op_id="a", edits="e" * EDIT_LIMIT_BYTES))
    with pytest.raises(TooLarge):
        read_message(text_of(t="edit", op_id="a", edits="é" * (EDIT_LIMIT_BYTES // 2)))
    with pytest.raises(TooLarge):
        read_message(text_of(t="presence", selection=["a" * 64] * (OTHER_LIMIT_BYTES // 64)))


def test_whereabouts_are_clipped() -> None:
    text = text_of(t="presence", cursor={"x": 1e300, "y": -1e300}, selection=["a"] * (SELECTION_LIMIT + 1))
    where = read_message(text)
    assert isinstance(where, Whereabouts)
    assert where.cursor == {"x": 1e7, "y": -1e7}
    assert len(where.selection) == SELECTION_LIMIT


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ("protocol", "last_seq", "op_id", "edits", "cursor", "selection", "editing")
NAMES = st.sampled_from(["hello", "edit", "undo", "redo", "presence", "ping"])


@settings(max_examples=500)
@given(text=st.text() | st.binary().map(lambda content: content.decode("utf-8", "surrogateescape")))
def test_never_raises_anything_else_for_noise(text: str) -> None:
    with pytest.raises(WorkshopError):
        read_message(text)


@settings(max_examples=200)
@given(name=NAMES, fields=st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_never_raises_anything_else_for_what_is_nearly_right(name: str, fields: dict[str, Any]) -> None:
    try:
        text = orjson.dumps({"t": name, **fields}).decode()
    except TypeError:
        # An integer or a text that JSON cannot hold.
        return
    try:
        read_message(text)
    except WorkshopError as refusal:
        assert refusal.code in ("unreadable", "too_large")
