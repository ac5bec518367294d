"""Saved states and documents over REST, from the first POST to the file."""

import hashlib
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from maps.domain.map_file import parse_map_file
from reviews import tasks
from reviews.commands.leases import claim_job, fail_job
from reviews.models import RenderJob, SavedState
from tests.api.calls import send
from tests.cast import Cast, client_of, make_cast
from tests.reviews.conftest import fill_map


@pytest.fixture
def unheard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that workers were asked for; none hears it."""
    found: list[str] = []
    monkeypatch.setattr(tasks.render_document, "apply_async", lambda arguments, **_: found.append(arguments[0]))
    return found


def ask(client: Client, saved: SavedState, format: str) -> Any:
    return send(client, "post", f"/api/states/{saved.id}/documents/", {"format": format})


def test_a_state_is_saved_listed_and_read(cast: Cast) -> None:
    fill_map(cast)
    ana, vic = client_of(cast.ana), client_of(cast.vic)
    response = send(ana, "post", f"/api/maps/{cast.map.id}/states/", {"name": "As we found it"})
    assert response.status_code == 201
    state = response.json()
    assert (state["name"], state["seq"], state["created_by"]) == ("As we found it", cast.map.head_seq, str(cast.ana.id))
    listed = send(vic, "get", f"/api/maps/{cast.map.id}/states/").json()
    assert (listed["count"], listed["results"]) == (1, [state])
    whole = send(vic, "get", f"/api/states/{state['id']}/").json()
    assert whole["figures"]["lead_time_s"] == 799_200
    assert whole["elements"] == SavedState.objects.get().elements
    assert (whole["documents"], whole["checksum"]) == ([], state["checksum"])


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "x" * 201}, {"name": "A", "at": 3}, {"name": "A", "seq": -1}, {"name": ["A"]}]
)
def test_a_state_that_cannot_be_saved_says_why(cast: Cast, body: dict[str, Any]) -> None:
    response = send(client_of(cast.ana), "post", f"/api/maps/{cast.map.id}/states/", body)
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert not SavedState.objects.exists()


def test_a_moment_of_the_log_is_saved_and_one_to_come_is_not(cast: Cast) -> None:
    fill_map(cast)
    ana = client_of(cast.ana)
    address = f"/api/maps/{cast.map.id}/states/"
    empty = send(ana, "post", address, {"name": "Before anybody began", "seq": 0})
    assert (empty.status_code, empty.json()["seq"]) == (201, 0)
    assert SavedState.objects.get().elements == {}
    to_come = send(ana, "post", address, {"name": "To come", "seq": cast.map.head_seq + 1})
    assert (to_come.status_code, to_come.json()["code"]) == (404, "not_found")
    assert SavedState.objects.count() == 1


def test_a_document_is_asked_for_made_and_taken(
    saved: SavedState,
    cast: Cast,
    unheard: list[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    vic = client_of(cast.vic)
    with django_capture_on_commit_callbacks(execute=True):
        response = ask(vic, saved, "vsm.json")
    job = response.json()
    assert (response.status_code, job["state"], job["progress"], job["file"]) == (202, "queued", 0, None)
    assert unheard == [job["id"]]
    early = send(vic, "get", f"/api/documents/{job['id']}/file/")
    assert (early.status_code, early.json()["code"]) == (409, "conflict")
    assert "waiting for a worker" in early.json()["message"]
    tasks.render_document(job["id"])
    done = ask(vic, saved, "vsm.json")
    assert (done.status_code, done.json()["state"], done.json()["progress"]) == (200, "done", 100)
    assert send(vic, "get", f"/api/documents/{job['id']}/").json() == done.json()
    file = send(vic, "get", done.json()["file"])
    assert file["Content-Type"] == "application/json"
    assert file["Content-Disposition"] == 'attachment; filename="feature-delivery-as-we-found-it.vsm.json"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"].startswith("default-src 'none'")
    assert hashlib.sha256(file.content).hexdigest() == done.json()["checksum"]
    assert dict(parse_map_file(file.content).elements) == saved.elements


@pytest.mark.parametrize(
    ("format", "content_type", "start"),
    [
        ("csv", "text/csv", b"\xef\xbb\xbfStep"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("svg", "image/svg+xml", b"<svg"),
        ("png", "image/png", b"\x89PNG"),
        ("pdf", "application/pdf", b"%PDF"),
    ],
)
def test_every_format_comes_with_its_type(
    saved: SavedState, cast: Cast, unheard: list[str], format: str, content_type: str, start: bytes
) -> None:
    job = ask(client_of(cast.lea), saved, format).json()
    tasks.render_document(job["id"])
    file = send(client_of(cast.lea), "get", f"/api/documents/{job['id']}/file/")
    assert file["Content-Type"].split(";")[0] == content_type
    assert file["Content-Disposition"].endswith(f'.{format}"')
    assert file.content.startswith(start)


def test_a_failed_document_says_why_and_is_tried_again(saved: SavedState, cast: Cast, unheard: list[str]) -> None:
    vic = client_of(cast.vic)
    job = ask(vic, saved, "pdf").json()
    lease = claim_job(RenderJob.objects.get().id)
    assert lease is not None
    fail_job(lease, "The typesetter refused this map.")
    failed = ask(vic, saved, "pdf")
    assert (failed.status_code, failed.json()["state"]) == (200, "failed")
    assert failed.json()["error"] == "The typesetter refused this map."
    taken = send(vic, "get", f"/api/documents/{job['id']}/file/")
    assert (taken.status_code, "The typesetter refused this map." in taken.json()["message"]) == (409, True)
    again = send(vic, "post", f"/api/documents/{job['id']}/retry/")
    assert (again.status_code, again.json()["state"], again.json()["error"]) == (202, "queued", "")


@pytest.mark.parametrize("body", [{}, {"format": "docx"}, {"format": None}, {"format": "pdf", "size": "A3"}])
def test_a_format_that_is_not_known_is_refused(saved: SavedState, cast: Cast, body: dict[str, Any]) -> None:
    response = send(client_of(cast.ana), "post", f"/api/states/{saved.id}/documents/", body)
    assert (response.status_code, response.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize("address", ["states/{state}/", "documents/{job}/", "documents/{job}/file/"])
def test_what_is_strange_and_what_is_not_there_look_the_same(
    saved: SavedState, cast: Cast, unheard: list[str], address: str
) -> None:
    other = make_cast()
    job = ask(client_of(cast.ana), saved, "csv").json()
    stranger = client_of(other.ben)
    strange = send(stranger, "get", f"/api/{address.format(state=saved.id, job=job['id'])}")
    nothing = send(stranger, "get", f"/api/{address.format(state=cast.map.id, job=cast.map.id)}")
    assert strange.status_code == 404
    assert strange.json() == nothing.json()
