"""Texts of every kind go through socket, REST, map file and back, and come out as docs/FIELDS.md says: unchanged."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from live.background import in_database_thread
from live.rooms import rooms_of_this_process
from maps.commands.verify import verify_log
from maps.domain.elements import FIELDS
from maps.models import Map
from tests.api.calls import add, send, step
from tests.cast import CHARTER, Cast, client_of, cookie_of
from tests.hostile.strings import CONTROLS, HALVES, HOSTILE, LINES, LONG_NAME, LONG_WORD
from tests.live.wire import PATIENCE_S, Wire
from workshops.models import Participant, Workshop

TEXTS = {**HOSTILE, "controls": CONTROLS, "lines": LINES, "long-name": LONG_NAME}


def elements_of(texts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return an element of each kind for every text, with the text in each of its text fields."""
    elements: dict[str, dict[str, Any]] = {}
    for key, text in texts.items():
        elements[f"s-{key}"] = {"kind": "step", "name": text, "role": text[:100]}
        elements[f"q-{key}"] = {"kind": "queue", "name": text}
        elements[f"f-{key}"] = {
            "kind": "flow",
            "flow": "push",
            "source": f"s-{key}",
            "target": f"q-{key}",
            "name": text,
        }
        elements[f"n-{key}"] = {"kind": "note", "note": "note", "text": f"{text}{LONG_WORD}"[:10_000]}
    return elements


def edits_of(elements: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [add(element_id, element) for element_id, element in elements.items()]


def text_fields(element: Mapping[str, Any]) -> dict[str, str]:
    return {name: element.get(name, "") for name, field in FIELDS[element["kind"]].items() if field.is_text}


def same_texts(came_back: Mapping[str, Mapping[str, Any]], sent: Mapping[str, Mapping[str, Any]]) -> None:
    assert came_back.keys() == sent.keys()
    for element_id, element in sent.items():
        assert text_fields(came_back[element_id]) == text_fields(element), element_id


def test_every_text_field_of_the_table_is_tried() -> None:
    tried = {(one["kind"], name) for one in elements_of({"one": "x"}).values() for name in one if name != "kind"}
    texts = {(kind, name) for kind, fields in FIELDS.items() for name, field in fields.items() if field.is_text}
    assert texts <= tried


def test_rest_map_file_and_a_second_workshop(cast: Cast) -> None:
    sent = elements_of(TEXTS)
    ana = client_of(cast.ana)
    path = f"/api/maps/{cast.map.id}"
    done = send(ana, "post", f"{path}/operations/", {"op_id": "texts", "edits": edits_of(sent)})
    assert done.status_code == 201, done.json()
    same_texts({key: change["after"] for key, change in done.json()["operation"]["changes"].items()}, sent)
    same_texts(send(ana, "get", f"{path}/").json()["elements"], sent)
    assert send(ana, "get", f"{path}/metrics/").status_code == 200
    file = send(ana, "get", f"{path}/file/").content
    same_texts(json.loads(file)["elements"], sent)
    # Over the map, the bytes are the same again; in a new workshop from the upload they are too.
    assert send(ana, "post", f"{path}/file/", file).status_code == 200
    assert send(ana, "get", f"{path}/file/").content == file
    upload = SimpleUploadedFile("ü'\"><script>.vsm.json", file, "application/json")
    assert client_of(cast.stan).post(reverse("new_workshop"), {"file": upload}).status_code == 302
    copy = Map.objects.exclude(pk=cast.map.pk).get()
    copied = json.loads(send(client_of(cast.stan), "get", f"/api/maps/{copy.id}/file/").content)
    same_texts(copied["elements"], sent)
    assert verify_log(cast.map.id) == []
    assert send(ana, "post", f"{path}/undo/", {"op_id": "undone"}).status_code in (200, 201)


async def test_the_socket_and_those_who_come_later(cast: Cast) -> None:
    sent = elements_of(TEXTS)
    cookies = [await in_database_thread(cookie_of, person) for person in (cast.ben, cast.mia)]
    ben, mia = (Wire(cast.map.id, cookie) for cookie in cookies)
    try:
        await ben.join()
        keys = list(sent)
        # A message may weigh 256 KiB, and flows need their ends first.
        keys.sort(key=lambda key: key.startswith("f-"))
        came: dict[str, Any] = {}
        for start in range(0, len(keys), 20):
            part = {key: sent[key] for key in keys[start : start + 20]}
            ben.say({"t": "edit", "op_id": f"part-{start}", "edits": edits_of(part)})
            (operation,) = (await ben.until("operations"))["operations"]
            came |= {key: change["after"] for key, change in operation["changes"].items()}
        same_texts(came, sent)
        same_texts((await mia.join())["snapshot"]["elements"], sent)
        for text in ("<b>", LINES, CONTROLS):
            seen = sent["n-script"]["text"]
            ben.say(
                {
                    "t": "edit",
                    "op_id": f"set-{len(text)}",
                    "edits": [{"do": "set", "id": "n-script", "fields": {"text": text}, "saw": {"text": seen}}],
                }
            )
            (operation,) = (await mia.until("operations"))["operations"]
            assert operation["changes"]["n-script"]["after"] == {"text": text}
            sent["n-script"]["text"] = text
    finally:
        await ben.leave()
        await mia.leave()
        await asyncio.wait_for(rooms_of_this_process().stop(), PATIENCE_S)


@pytest.mark.parametrize("key", list(HOSTILE))
def test_charter_titles_and_names_of_people(cast: Cast, key: str) -> None:
    text = HOSTILE[key]
    line = " ".join(text.split())
    ana = client_of(cast.ana)
    workshop = f"/api/workshops/{cast.workshop.id}/"
    charter = dict.fromkeys(("name", "customer", "value", "trigger", "delivery", "unit", "scope"), text[:60])
    changed = send(ana, "patch", workshop, {"charter": charter})
    assert changed.status_code == 200, changed.json()
    kept = send(ana, "get", workshop).json()["charter"]
    assert {name: kept[name] for name in charter} == {name: value.strip() for name, value in charter.items()}
    assert send(ana, "patch", f"/api/maps/{cast.map.id}/", {"title": text}).json()["title"] == line
    ben = f"{workshop}participants/{cast.ben.id}/"
    assert send(client_of(cast.ben), "patch", ben, {"name": text}).status_code == 200
    assert Participant.objects.get(pk=cast.ben.pk).name == line
    file = send(ana, "get", f"/api/maps/{cast.map.id}/file/")
    assert json.loads(file.content)["map"]["title"] == line
    assert file.headers["Content-Disposition"].isascii()
    for name in ("workshop", "workshop_people", "workshop_settings", "workshop_invitation"):
        page = ana.get(reverse(name, args=[cast.workshop.id]))
        assert page.status_code == 200
    for address in (reverse("dashboard"), reverse("board", args=[cast.map.id])):
        page = ana.get(address)
        assert page.status_code == 200
        if "<" in text:
            assert text.encode() not in page.content


@pytest.mark.parametrize("half", HALVES)
def test_half_a_surrogate_pair_becomes_the_sign_for_it(cast: Cast, half: str) -> None:
    ana = client_of(cast.ana)
    whole = "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in json.loads(f'"{half}"'))
    template = {
        "format": "vsm-workshop/map",
        "version": 1,
        "charter": {**CHARTER, "name": "HALF", "customer": "HALF"},
        "map": {"title": "HALF"},
        "elements": {"a": step("HALF \\ud800 👩‍💻")},
    }
    # The backslashes of the step's name are text, not an escape.
    content = json.dumps(template).replace("HALF", half).encode()
    upload = SimpleUploadedFile("half.vsm.json", content, "application/json")
    assert ana.post(reverse("new_workshop"), {"file": upload}).status_code == 302
    made = Workshop.objects.exclude(pk=cast.workshop.pk).get()
    assert (made.name, made.charter["customer"]) == (whole, whole)
    elements = send(ana, "get", f"/api/maps/{Map.objects.get(workshop=made).id}/").json()["elements"]
    assert elements["a"]["name"] == f"{whole} \\ud800 👩‍💻"
    # In a name of a field, in an id, in a time: refused with a sentence that can be sent.
    for wrong in (
        f'{{"format":"vsm-workshop/map","version":1,"charter":{{"name":"A","{half}":1}},"elements":{{}}}}',
        f'{{"format":"vsm-workshop/map","version":1,"charter":{{"name":"A"}},"elements":{{"{half}":{{"kind":"step"}}}}}}',
        '{"format":"vsm-workshop/map","version":1,"charter":{"name":"A"},"elements":{"a":{"kind":"step","name":"A",'
        f'"wait_time":"{half}"}}}}}}',
        f'{{"{half}":1,"{half}":2}}',
    ):
        refused = send(ana, "post", f"/api/maps/{cast.map.id}/file/", wrong.encode())
        assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    # Everywhere else it is no JSON.
    for path, body in (
        (f"/api/maps/{cast.map.id}/operations/", f'{{"op_id":"x","edits":[{{"do":"remove","id":"{half}"}}]}}'),
        (f"/api/maps/{cast.map.id}/steps/", f'{{"op_id":"x","text":"{half}"}}'),
        ("/api/join/", f'{{"code":"{half}","name":"{half}"}}'),
        ("/api/me/", f'{{"name":"{half}"}}'),
    ):
        assert send(ana, "patch" if path == "/api/me/" else "post", path, body.encode()).status_code == 400


def test_nul_is_taken_out_everywhere(cast: Cast) -> None:
    ana = client_of(cast.ana)
    edits = [add("a", step("Bu\x00ild", role="\x00"))]
    done = send(ana, "post", f"/api/maps/{cast.map.id}/operations/", {"op_id": "one", "edits": edits})
    assert done.json()["operation"]["changes"]["a"]["after"] == {"kind": "step", "name": "Build", "x": 0, "y": 0}
    assert send(ana, "patch", f"/api/maps/{cast.map.id}/", {"title": "A\x00B"}).status_code in (200, 400)
    charter = {"customer": "A\x00B"}
    assert send(ana, "patch", f"/api/workshops/{cast.workshop.id}/", {"charter": charter}).status_code == 200
    assert Workshop.objects.get(pk=cast.workshop.pk).charter["customer"] == "AB"
    assert send(ana, "get", "/api/workshops/?archived=%00&search=%00").status_code in (200, 400)
    assert ana.get("/workshops/?search=%00&q=%00").status_code in (200, 400)
    for page in ("/join/%00/", "/return/%00/", "/sign-in/%00/", "/join/?code=%00", "/workshops/new/%00/", "/%00"):
        assert ana.get(page).status_code in (200, 302, 400, 404), page
        assert ana.post(page, {"code": "\x00", "name": "\x00", "passcode": "\x00"}).status_code in (
            200,
            302,
            400,
            404,
        ), page


@pytest.mark.parametrize("op_id", ["", "a b", "x" * 65, "é", "a\x00", "../a", "a\nb", "\u202ea", None, {}, ["a"], "𝒶"])
def test_an_op_id_and_an_id_outside_their_alphabet_are_refused(cast: Cast, op_id: object) -> None:
    ben = client_of(cast.ben)
    path = f"/api/maps/{cast.map.id}/operations/"
    for body in (
        {"op_id": op_id, "edits": [add("a", step("Build"))]},
        {"op_id": "right", "edits": [{"do": "add", "id": op_id, "element": step("Build")}]},
        {"op_id": "right", "edits": [{"do": "set", "id": op_id, "fields": {}}]},
        {"op_id": "right", "edits": [add("a", {"kind": "note", "note": "note", "about": op_id})]},
    ):
        if op_id is None and body["op_id"] == "right" and "about" in orjson.dumps(body).decode():
            continue  # about nothing is allowed
        refused = send(ben, "post", path, body)
        assert refused.status_code in (400, 404, 409), body
        assert refused.json()["message"]
    assert send(ben, "get", f"/api/maps/{cast.map.id}/").json()["seq"] == 0


@pytest.mark.parametrize(
    "key", ["script", "emoji", "marks", "invisible", "right-to-left", "sql", "formula", "noncharacters"]
)
def test_codes_passcodes_and_names_at_the_door(cast: Cast, key: str) -> None:
    text = HOSTILE[key]
    visitor = client_of(None)
    asked = send(visitor, "post", "/api/join/", {"code": text, "name": text})
    assert asked.status_code in (400, 404)
    page = visitor.post(reverse("join"), {"code": text, "name": text})
    assert page.status_code == 404
    assert "<script>document" not in page.content.decode()
    ana = client_of(cast.ana)
    invitation = f"/api/workshops/{cast.workshop.id}/invitation/"
    given = send(ana, "patch", invitation, {"passcode": text})
    assert given.status_code == 200, given.json()
    code = send(ana, "get", invitation).json()["code"]
    wrong = send(visitor, "post", "/api/join/", {"code": code, "name": text, "passcode": f"{text}x"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "passcode")
    right = send(visitor, "post", "/api/join/", {"code": code, "name": text, "passcode": text})
    assert right.status_code == 200, right.json()
    assert Participant.objects.get(pk=right.json()["participant"]).name == " ".join(text.split())


def test_a_hundred_kilobytes_are_refused_wherever_they_do_not_fit(cast: Cast) -> None:
    ana = client_of(cast.ana)
    long = "x" * 100_000
    for method, path, body in (
        ("post", f"/api/maps/{cast.map.id}/operations/", {"op_id": "a", "edits": [add("a", step(long))]}),
        ("post", f"/api/maps/{cast.map.id}/operations/", {"op_id": long, "edits": []}),
        ("patch", f"/api/workshops/{cast.workshop.id}/", {"charter": {"name": long}}),
        ("patch", f"/api/maps/{cast.map.id}/", {"title": long}),
        ("patch", "/api/me/", {"name": long}),
        ("post", "/api/join/", {"code": long, "name": long}),
        ("patch", f"/api/workshops/{cast.workshop.id}/invitation/", {"passcode": long}),
    ):
        refused = send(ana, method, path, body)
        assert refused.status_code in (400, 404), (path, refused.status_code)
        # The sentence names the thing and does not repeat a hundred kilobytes.
        assert len(refused.json()["message"]) < 1000, path
    edit = {"op_id": "note", "edits": [add("n", {"kind": "note", "note": "idea", "text": "y" * 10_000})]}
    assert send(ana, "post", f"/api/maps/{cast.map.id}/operations/", edit).status_code == 201
