"""Tokens of programs: given out once, kept as hashes, ended at once."""

from typing import Any

import pytest
from django.test import Client

from tests.api.calls import add, send, step
from tests.cast import Cast, client_of
from workshops.commands.people import remove_participant
from workshops.commands.tokens import TRIES_PER_ACCOUNT
from workshops.models import ApiToken, User

PASSWORD = "a long enough password"


@pytest.fixture
def lea(cast: Cast) -> User:
    user = cast.lea.user
    user.set_password(PASSWORD)
    user.save()
    return user


def ask(client: Client, method: str, path: str, token: str, body: object = None) -> Any:
    return send(client, method, path, body, headers={"Authorization": f"Token {token}"})


def test_a_token_of_a_session_writes_a_map_without_cookies(cast: Cast) -> None:
    made = send(client_of(cast.ben), "post", "/api/tokens/", {"name": "Nightly import"})
    token = made.json()["token"]
    path = f"/api/maps/{cast.map.id}/operations/"
    program = Client(enforce_csrf_checks=True)
    written = ask(program, "post", path, token, {"op_id": "one", "edits": [add("a", step("Design"))]})
    assert written.status_code == 201
    assert written.json()["operation"]["actor"] == str(cast.ben.id)
    remove_participant(actor=cast.ana, participant_id=cast.ben.id)
    assert ask(program, "get", path, token).json()["code"] == "removed"


def test_an_account_gets_a_token_by_its_password(cast: Cast, lea: User) -> None:
    made = send(Client(), "post", "/api/tokens/", {"email": " Lea@Example.org", "password": PASSWORD})
    assert made.status_code == 201
    me = ask(Client(), "get", "/api/me/", made.json()["token"]).json()
    assert me == {"id": lea.pk, "name": "Lea", "email": "lea@example.org", "is_guest": False}


def test_wrong_passwords_shut_the_account_out(cast: Cast, lea: User) -> None:
    def guess(password: str, address: str) -> int:
        body = {"email": "lea@example.org", "password": password}
        return int(send(Client(REMOTE_ADDR=address), "post", "/api/tokens/", body).status_code)

    assert {guess("wrong", f"192.0.2.{number}") for number in range(TRIES_PER_ACCOUNT)} == {401}
    assert guess(PASSWORD, "203.0.113.5") == 429


@pytest.mark.parametrize(
    "body", [{"email": "lea@example.org"}, {"password": PASSWORD}, {"email": "no address", "password": PASSWORD}]
)
def test_half_a_sign_in_is_none(cast: Cast, lea: User, body: dict[str, str]) -> None:
    assert send(Client(), "post", "/api/tokens/", body).status_code == 400


def test_the_secret_is_shown_once_and_stored_nowhere(cast: Cast) -> None:
    ana = client_of(cast.ana)
    secret = send(ana, "post", "/api/tokens/", {"name": "Report"}).json()["token"]
    (listed,) = send(ana, "get", "/api/tokens/").json()["results"]
    assert secret not in str(listed)
    assert (listed["name"], listed["ending"], listed["last_used_at"]) == ("Report", secret[-4:], None)
    assert secret not in str(ApiToken.objects.values().get())
    ask(Client(), "get", "/api/me/", secret)
    assert send(ana, "get", "/api/tokens/").json()["results"][0]["last_used_at"] is not None


def test_a_revoked_token_ends_at_once(cast: Cast) -> None:
    ana = client_of(cast.ana)
    made = send(ana, "post", "/api/tokens/", {}).json()
    assert send(ana, "delete", f"/api/tokens/{made['id']}/").status_code == 204
    refused = ask(Client(), "get", "/api/me/", made["token"])
    assert (refused.status_code, refused.json()["code"]) == (401, "sign_in")
    assert refused.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("header", ["Token", "Token ", "Token x y", "token nonsense", "Token \xff"])
def test_a_wrong_token_is_refused_even_where_nobody_needs_one(cast: Cast, header: str) -> None:
    for path in ("/api/me/", "/api/schema/map-file/"):
        assert send(Client(), "get", path, headers={"Authorization": header}).status_code == 401


def test_a_token_of_a_closed_account_does_not_work(cast: Cast, lea: User) -> None:
    token = send(Client(), "post", "/api/tokens/", {"email": lea.email, "password": PASSWORD}).json()["token"]
    User.objects.filter(pk=lea.pk).update(is_active=False)
    assert ask(Client(), "get", "/api/me/", token).status_code == 401
