"""Every refusal is `{code, message, details}` with the right status, whatever was wrong."""

import threading
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections
from django.test import Client, RequestFactory

from tests.api.calls import add, send, step
from tests.cast import Cast, client_of, make_cast
from vsm_workshop.errors import WorkshopErrorMiddleware, server_error
from workshops.errors import NotFound

NO_MAP = UUID("00000000-0000-4000-8000-000000000000")


def refusal(response: Any) -> tuple[int, str]:
    problem = response.json()
    assert set(problem) == {"code", "message", "details"}
    assert problem["message"].strip().endswith((".", "?"))
    return response.status_code, problem["code"]


@pytest.mark.parametrize(
    ("path", "method", "status", "code"),
    [
        ("/api/", "get", 404, "not_found"),
        ("/api/nowhere/", "get", 404, "not_found"),
        ("/api/nowhere/", "post", 404, "not_found"),
        ("/api/workshops/not-a-uuid/", "get", 404, "not_found"),
        (f"/api/maps/{NO_MAP}/", "get", 404, "not_found"),
        (f"/api/maps/{NO_MAP}/", "delete", 405, "method_not_allowed"),
        ("/api/join/", "get", 405, "method_not_allowed"),
    ],
)
def test_a_wrong_address(cast: Cast, path: str, method: str, status: int, code: str) -> None:
    assert refusal(send(client_of(cast.ana), method, path)) == (status, code)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"NaN",
        b'{"code": NaN}',
        b'{"code": "\\ud800"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"op_id": 1e999}',
        b"null",
        b"[]",
        b'"text"',
        b"12",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_body_that_is_no_json_object(cast: Cast, body: bytes) -> None:
    status, code = refusal(send(client_of(cast.ana), "post", f"/api/maps/{cast.map.id}/operations/", body))
    assert (status, code) in ((400, "bad_request"), (400, "invalid"))


def test_a_form_is_not_read(cast: Cast) -> None:
    response = client_of(cast.ana).post("/api/join/", {"code": "ABCDEF", "name": "Mia"})
    assert refusal(response) == (415, "media_type")


def test_a_giant_is_refused(cast: Cast) -> None:
    body = b'{"op_id": "' + b"a" * (6 * 1024 * 1024) + b'"}'
    response = send(client_of(cast.ana), "post", f"/api/maps/{cast.map.id}/operations/", body)
    assert refusal(response) == (413, "too_large")


def test_whatever_is_asked_for_the_answer_is_json(cast: Cast) -> None:
    response = client_of(cast.ana).get("/api/me/", headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("query", ["limit=x", "offset=-5", "offset=99999999999999999999", "limit=99999999999999999999"])
def test_odd_pages_are_no_errors(cast: Cast, query: str) -> None:
    assert send(client_of(cast.ana), "get", f"/api/workshops/?{query}").status_code == 200


def test_long_lists_come_in_pages(cast: Cast) -> None:
    ana = client_of(cast.ana)
    for number in range(3):
        send(ana, "patch", f"/api/workshops/{cast.workshop.id}/", {"charter": {"unit": f"unit {number}"}})
    first = send(ana, "get", f"/api/workshops/{cast.workshop.id}/audit/?limit=2").json()
    assert (first["count"], len(first["results"]), first["previous"]) == (4, 2, None)
    second = send(ana, "get", first["next"].removeprefix("http://testserver")).json()
    acts = [entry["act"] for entry in first["results"] + second["results"]]
    assert acts == ["change_charter"] * 3 + ["create_workshop"]


def test_too_many_requests_say_when_to_come_back(cast: Cast) -> None:
    nobody = Client(REMOTE_ADDR="192.0.2.44")
    statuses = [nobody.get("/api/schema/map-file/").status_code for _ in range(301)]
    assert statuses == [200] * 300 + [429]
    response = nobody.get("/api/schema/map-file/")
    assert refusal(response) == (429, "too_many")
    assert 0 < int(response.headers["Retry-After"]) <= 60
    # A header that anybody can write does not make somebody else of them.
    assert nobody.get("/api/schema/map-file/", headers={"X-Forwarded-For": "203.0.113.1"}).status_code == 429


def test_heavy_requests_have_a_limit_of_their_own_and_reading_goes_on(cast: Cast) -> None:
    ben = client_of(cast.ben)
    path = f"/api/maps/{cast.map.id}/steps/"
    statuses = [send(ben, "post", path, {"text": "Design", "preview": True}).status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    assert send(ben, "get", f"/api/maps/{cast.map.id}/").status_code == 200
    edit = {"op_id": "one", "edits": [add("a", step("Design"))]}
    assert send(ben, "post", f"/api/maps/{cast.map.id}/operations/", edit).status_code == 201


def test_a_problem_nobody_expected_is_json_below_the_api() -> None:
    response = server_error(RequestFactory().get("/api/me/"))
    assert response.status_code == 500
    assert b"server_error" in response.content


def test_the_middleware_leaves_what_it_does_not_know() -> None:
    middleware = WorkshopErrorMiddleware(lambda request: None)  # type: ignore[arg-type]
    request = RequestFactory().get("/api/me/")
    assert middleware.process_exception(request, ValueError("boom")) is None
    answer = middleware.process_exception(request, NotFound("There is no such map."))
    assert answer is not None
    assert answer.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_map_that_stays_locked_is_busy_and_nothing_hangs() -> None:
    cast = make_cast()
    address = connection.get_connection_params()
    address = {name: value for name, value in address.items() if name in ("dbname", "user", "password", "host", "port")}
    with psycopg.connect(**address) as other:
        other.execute("SELECT 1 FROM maps_map WHERE id = %s FOR UPDATE", [cast.map.id])
        body = {"op_id": "one", "edits": [add("a", step("Design"))]}
        response = send(client_of(cast.ben), "post", f"/api/maps/{cast.map.id}/operations/", body)
        assert refusal(response) == (503, "busy")
        assert response.headers["Retry-After"] == "1"


@pytest.mark.django_db(transaction=True)
def test_a_resend_that_meets_itself_is_one_operation() -> None:
    cast = make_cast()
    body = {"op_id": "one", "edits": [add("a", step("Design"))]}
    path = f"/api/maps/{cast.map.id}/operations/"
    clients = [client_of(cast.ben) for _ in range(6)]
    statuses: list[int] = []

    def post(client: Client) -> None:
        statuses.append(send(client, "post", path, body).status_code)
        connections.close_all()

    threads = [threading.Thread(target=post, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(statuses) == [200] * 5 + [201]
