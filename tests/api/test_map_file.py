"""The map file goes out and comes back without loss; a wrong one changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from maps.commands.verify import verify_log
from maps.domain.map_file import SIZE_LIMIT, file_schema
from maps.library.catalogue import TEMPLATES, find_template
from maps.models import Map, Operation
from tests.api.calls import add, send, step
from tests.cast import Cast, client_of
from workshops.models import Workshop

FORMATS = Path(__file__).resolve().parent.parent / "fixtures" / "formats"
EXAMPLES = {path.name: path.read_bytes() for path in sorted(FORMATS.glob("*.vsm.json"))} | {
    template.slug: find_template(template.slug).content() for template in TEMPLATES
}


@pytest.fixture
def ana(cast: Cast) -> Client:
    return client_of(cast.ana)


def create(client: Client, content: bytes) -> dict[str, Any]:
    made = send(client, "post", "/api/workshops/", {"file": json.loads(content)})
    assert made.status_code == 201, made.content
    return dict(made.json())


def download(client: Client, map_id: str) -> bytes:
    response = client.get(f"/api/maps/{map_id}/file/")
    assert response.status_code == 200
    return bytes(response.content)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_export_of_an_import_of_an_export_is_byte_identical(ana: Client, name: str) -> None:
    first = create(ana, EXAMPLES[name])
    exported = download(ana, first["maps"][0]["id"])
    second = create(ana, exported)
    assert download(ana, second["maps"][0]["id"]) == exported
    assert first["charter"] == second["charter"]
    assert verify_log(Map.objects.get(pk=second["maps"][0]["id"]).id) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_import_over_a_map_brings_every_element_in_one_operation(cast: Cast, ana: Client, name: str) -> None:
    original = create(ana, EXAMPLES[name])
    exported = download(ana, original["maps"][0]["id"])
    answer = send(ana, "post", f"/api/maps/{cast.map.id}/file/?op_id=import", exported)
    assert (answer.status_code, answer.json()["seq"]) == (200, 1)
    here = json.loads(download(ana, str(cast.map.id)))
    assert here["elements"] == json.loads(exported)["elements"]
    assert here["charter"]["name"] == cast.workshop.name


def test_the_charter_of_the_workshop_stays_and_the_differences_are_named(cast: Cast, ana: Client) -> None:
    before = cast.workshop.charter
    answer = send(ana, "post", f"/api/maps/{cast.map.id}/file/", EXAMPLES["brackets.vsm.json"]).json()
    assert Workshop.objects.get(pk=cast.workshop.id).charter == before
    file = json.loads(EXAMPLES["brackets.vsm.json"])["charter"]
    wanted = f"The name of the file is “{file['name']}”; the workshop keeps “Feature delivery”."
    assert wanted in answer["charter_differences"]
    assert any(sentence.startswith("The demand of the file is ") for sentence in answer["charter_differences"])
    assert any("hours per day" in sentence for sentence in answer["charter_differences"])
    same = send(ana, "post", f"/api/maps/{cast.map.id}/file/", download(ana, str(cast.map.id))).json()
    assert same["charter_differences"] == []


def test_a_resend_of_an_import_is_harmless_and_one_undo_takes_it_back(cast: Cast, ana: Client) -> None:
    base = f"/api/maps/{cast.map.id}"
    send(ana, "post", f"{base}/operations/", {"op_id": "one", "edits": [add("mine", step("Design"))]})
    for _ in range(2):
        answer = send(ana, "post", f"{base}/file/?op_id=two", EXAMPLES["onboarding.vsm.json"])
        assert answer.json()["seq"] == 2
    assert Operation.objects.filter(cause="import", map=cast.map).count() == 1
    send(ana, "post", f"{base}/undo/", {"op_id": "three"})
    assert list(send(ana, "get", f"{base}/").json()["elements"]) == ["mine"]


def test_the_download_has_a_name_for_every_file_system(cast: Cast, ana: Client) -> None:
    cast.map.title = 'Today: “Ana\'s” / Müller\r\n"x"'
    cast.map.save()
    response = ana.get(f"/api/maps/{cast.map.id}/file/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="today-ana-s-m-ller-x.vsm.json"'


def with_problems() -> bytes:
    file = json.loads(EXAMPLES["feature-delivery.vsm.json"])
    first, second = [key for key, element in file["elements"].items() if element["kind"] == "step"][:2]
    file["elements"][first]["wait_time"] = "soon"
    file["elements"][second]["colour"] = "red"
    return json.dumps(file).encode()


def test_every_problem_has_its_place_and_nothing_is_changed(cast: Cast, ana: Client) -> None:
    send(ana, "post", f"/api/maps/{cast.map.id}/operations/", {"op_id": "one", "edits": [add("a", step("Design"))]})
    before = download(ana, str(cast.map.id))
    response = send(ana, "post", f"/api/maps/{cast.map.id}/file/", with_problems())
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    places = [problem["place"] for problem in response.json()["details"]["problems"]]
    assert [place.rpartition(".")[2] for place in places] == ["wait_time", "colour"]
    assert download(ana, str(cast.map.id)) == before
    workshops = Workshop.objects.count()
    made = send(ana, "post", "/api/workshops/", {"file": json.loads(with_problems())})
    assert (made.status_code, len(made.json()["details"]["problems"])) == (400, len(places))
    assert Workshop.objects.count() == workshops


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"format": "vsm-workshop/map", "version": 2}',
        EXAMPLES["onboarding.vsm.json"].replace(b'"kind": "step"', b'"kind": "step", "kind": "step"', 1),
    ],
    ids=["empty", "cut", "list", "object", "nested", "version", "twice"],
)
def test_what_is_no_map_file_is_refused(cast: Cast, ana: Client, content: bytes) -> None:
    response = send(ana, "post", f"/api/maps/{cast.map.id}/file/", content)
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert Operation.objects.count() == 0


def test_a_file_above_the_limit_is_refused(cast: Cast, ana: Client) -> None:
    response = send(ana, "post", f"/api/maps/{cast.map.id}/file/", b" " * (SIZE_LIMIT + 1))
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_a_wrong_op_id_is_refused(cast: Cast, ana: Client) -> None:
    response = send(ana, "post", f"/api/maps/{cast.map.id}/file/?op_id=a%20b", EXAMPLES["blank"])
    assert response.json()["details"]["problems"][0]["place"] == "op_id"


def test_the_schema_is_served() -> None:
    assert Client().get("/api/schema/map-file/").json() == file_schema()
