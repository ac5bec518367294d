"""JSON nested hundreds of levels deep and files larger than allowed get a sentence, wherever they come in."""

import asyncio
import itertools
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from live.background import in_database_thread
from live.protocol import Unreadable, read_message
from live.rooms import rooms_of_this_process
from maps.domain.map_file import SIZE_LIMIT, parse_map_file
from tests.api.calls import add, send, step
from tests.cast import CHARTER, Cast, client_of, cookie_of
from tests.live.wire import PATIENCE_S, Wire
from workshops.errors import InvalidInput
from workshops.models import Workshop
from workshops.nesting import MOST_LEVELS

# Around the limits of the readers (1,024 and Python's own 1,000), well below and far above them.
DEPTHS = (MOST_LEVELS + 1, 930, 1000, 1023, 100_000)
HOLE = "HOLE"
LONGEST_SENTENCE = 1_000


def lists(depth: int) -> str:
    return "[" * depth + "1" + "]" * depth


def objects(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


def unclosed(depth: int) -> str:
    return '[{"a":' * depth


NESTS = (lists, objects, unclosed)
NESTED = [pytest.param(nest, depth, id=f"{nest.__name__}-{depth}") for nest, depth in itertools.product(NESTS, DEPTHS)]


def filled(template: object, nest: str) -> bytes:
    """Return the template as JSON with `nest` where its hole is."""
    return json.dumps(template).replace(f'"{HOLE}"', nest).encode()


EDITS: tuple[object, ...] = (
    HOLE,
    [HOLE],
    [{"do": HOLE}],
    [{"do": "remove", "id": HOLE}],
    [add("a", HOLE)],  # type: ignore[arg-type]
    [add("a", {"kind": HOLE})],
    *([add("a", step("A", **{field: HOLE}))] for field in ("x", "role", "wastes", "wait_time", "unknown", "split")),
    [add("a", step("A", wait_time={"value": HOLE}))],
    [add("a", step("A", wait_time={"value": 1, "low": HOLE}))],
    [{"do": "set", "id": "there", "fields": HOLE}],
    [{"do": "set", "id": "there", "fields": {"name": HOLE}}],
    [{"do": "set", "id": "there", "fields": {"name": "A"}, "saw": HOLE}],
    [{"do": "set", "id": "there", "fields": {"name": "A"}, "saw": {"name": HOLE}}],
)
FILE: dict[str, Any] = {
    "format": "vsm-workshop/map",
    "version": 1,
    "charter": dict(CHARTER),
    "map": {"kind": "current", "title": "A"},
    "elements": {"a": step("A")},
}
FILES: tuple[object, ...] = (
    HOLE,
    *({**FILE, part: HOLE} for part in (*FILE, "unknown")),
    *({**FILE, "charter": {**CHARTER, part: HOLE}} for part in ("name", "demand", "calendar", "queue_rule", "unknown")),
    {**FILE, "map": {"kind": HOLE}},
    {**FILE, "map": {"title": HOLE}},
    *({**FILE, "elements": {"a": element}} for element in (HOLE, {"kind": HOLE}, step(HOLE))),
    {**FILE, "elements": {"a": step("A", wait_time={"value": HOLE})}},
)


def is_told(answer: Any) -> None:
    """See that it was refused with a short sentence, or taken where what was nested does not matter."""
    assert answer.status_code in (200, 201, 400, 404, 409, 413), answer.status_code
    if answer.status_code >= 400:
        said = answer.json()
        assert said["code"]
        assert 0 < len(said["message"]) < LONGEST_SENTENCE


@pytest.mark.parametrize(("nest", "depth"), NESTED)
def test_rest_answers_with_a_sentence(cast: Cast, nest: Any, depth: int) -> None:
    ana = client_of(cast.ana)
    path = f"/api/maps/{cast.map.id}"
    there = send(ana, "post", f"{path}/operations/", {"op_id": "there", "edits": [add("there", step("There"))]})
    assert there.status_code == 201
    for number, edits in enumerate(EDITS):
        body = filled({"op_id": f"nested-{number}", "edits": edits}, nest(depth))
        is_told(send(ana, "post", f"{path}/operations/", body))
    for template in (HOLE, {"op_id": HOLE, "edits": []}, {"op_id": "a", "edits": [], "unknown": HOLE}):
        is_told(send(ana, "post", f"{path}/operations/", filled(template, nest(depth))))
    is_told(send(ana, "post", f"{path}/steps/", filled({"op_id": "steps", "text": HOLE}, nest(depth))))
    is_told(send(ana, "patch", f"{path}/", filled({"title": HOLE}, nest(depth))))
    for part in ("name", "demand", "calendar"):
        workshop = f"/api/workshops/{cast.workshop.id}/"
        is_told(send(ana, "patch", workshop, filled({"charter": {part: HOLE}}, nest(depth))))
    is_told(send(client_of(None), "post", "/api/join/", filled({"code": HOLE, "name": HOLE}, nest(depth))))
    assert list(send(ana, "get", f"{path}/").json()["elements"]) == ["there"]


@pytest.mark.parametrize(("nest", "depth"), NESTED)
def test_a_map_file_is_refused_with_a_sentence(cast: Cast, nest: Any, depth: int) -> None:
    ana = client_of(cast.ana)
    for template in FILES:
        content = filled(template, nest(depth))
        with pytest.raises(InvalidInput) as refused:
            parse_map_file(content)
        assert all(0 < len(problem.sentence) < LONGEST_SENTENCE for problem in refused.value.problems)
        is_told(send(ana, "post", f"/api/maps/{cast.map.id}/file/", content))
        upload = SimpleUploadedFile("nested.vsm.json", content, "application/json")
        page = ana.post(reverse("new_workshop"), {"file": upload})
        assert page.status_code == 400
        assert len(page.content) < 200_000
    assert Workshop.objects.count() == 1


MESSAGES: tuple[object, ...] = (
    HOLE,
    {"t": HOLE},
    {"t": "hello", "protocol": HOLE},
    {"t": "undo", "op_id": HOLE},
    {"t": "presence", "cursor": HOLE, "selection": HOLE, "editing": HOLE},
    *({"t": "edit", "op_id": f"nested-{number}", "edits": edits} for number, edits in enumerate(EDITS)),
)


@pytest.mark.parametrize(("nest", "depth"), NESTED)
def test_a_message_is_unreadable_whatever_is_nested_in_it(nest: Any, depth: int) -> None:
    for template in MESSAGES:
        with pytest.raises(Unreadable) as refused:
            read_message(filled(template, nest(depth)).decode())
        assert 0 < len(str(refused.value)) < LONGEST_SENTENCE


async def test_the_socket_answers_and_stays(cast: Cast) -> None:
    ben = Wire(cast.map.id, await in_database_thread(cookie_of, cast.ben))
    try:
        await ben.join()
        # As deep as may be, then deeper: few enough to be within the rate.
        for depth, template in itertools.product((MOST_LEVELS - 8, 1000), MESSAGES):
            ben.say(filled(template, lists(depth)).decode())
        ben.say({"t": "ping"})
        await ben.until("pong")
    finally:
        await ben.leave()
        await asyncio.wait_for(rooms_of_this_process().stop(), PATIENCE_S)


def oversized() -> bytes:
    """Return a map file that would load if it were not a few bytes too large."""
    note = {"kind": "note", "note": "note", "text": "y" * 10_000}
    elements = {f"n{number}": note for number in range(SIZE_LIMIT // 10_000 + 1)}
    return json.dumps({**FILE, "elements": elements}).encode()


def test_an_oversized_map_file_is_refused_and_nothing_is_made(cast: Cast) -> None:
    content = oversized()
    assert SIZE_LIMIT < len(content) < SIZE_LIMIT * 1.1
    with pytest.raises(InvalidInput, match="larger than 8 MiB"):
        parse_map_file(content)
    ana = client_of(cast.ana)
    refused = send(ana, "post", f"/api/maps/{cast.map.id}/file/", content)
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert "MiB" in refused.json()["message"]
    upload = SimpleUploadedFile("large.vsm.json", content, "application/json")
    page = ana.post(reverse("new_workshop"), {"file": upload})
    assert page.status_code == 400
    assert b"larger than 8 MiB" in page.content
    assert Workshop.objects.count() == 1
    assert send(ana, "get", f"/api/maps/{cast.map.id}/").json()["elements"] == {}
