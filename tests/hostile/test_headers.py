"""What every page tells the browser about itself, for everybody, in the production shape (https)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from csp.constants import NONE, SELF
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from tests.cast import Cast, client_of
from tests.pages.rows import PEOPLE, Row
from tests.pages.test_cast import ROWS, person_called
from workshops.commands.invitation import invitation_secrets
from workshops.commands.people import create_sign_in_link, return_token

# Further pages that are not ours alone, and addresses that end in every way.
OTHERS = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/logout/",
    "/accounts/password/reset/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/nothing/",
    "/maps/nothing/",
    "/workshops/00000000-0000-4000-8000-000000000000/",
    "/api/nothing/",
    "/api/me/",
    "/api/workshops/",
    "/api/schema/",
    "/api/templates/",
)
PRIVATE_SEGMENTS = ("/workshops/", "/maps/", "/me/", "/api/", "/join/", "/return/", "/sign-in/")
SHARED_WITH_EVERYBODY = ("/api/schema/", "/api/templates/", "/api/nothing/", "/maps/nothing/", "/charter/preview/")


@pytest.fixture(autouse=True)
def production_shape() -> Iterator[None]:
    with override_settings(
        SECURE_SSL_REDIRECT=True,
        SECURE_HSTS_SECONDS=31_536_000,
        SESSION_COOKIE_SECURE=True,
        CSRF_COOKIE_SECURE=True,
    ):
        yield


def directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name: set(sources) for name, *sources in parts}


def check_headers(response: Any, address: str) -> None:
    policy = directives(response.headers["Content-Security-Policy"])
    assert policy["default-src"] == {NONE}, address
    assert policy.get("script-src", {NONE}) <= {SELF, NONE}, address
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page:
        # A drawing brings its own style and cannot run anything.
        policy.pop("style-src", None)
    assert not any("unsafe" in source or source == "*" for sources in policy.values() for source in sources), address
    if is_page:
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == {SELF}, address
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == {NONE}, address
    assert response.headers["X-Content-Type-Options"] == "nosniff", address
    assert response.headers["X-Frame-Options"] == "DENY", address
    assert response.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), address
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin", address
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000"), address


def check_cookies(response: Any, address: str) -> None:
    for name, morsel in response.cookies.items():
        if not morsel.value:
            continue  # a cookie that is taken away
        assert morsel["secure"], f"{address}: {name} is not for https alone"
        assert morsel["samesite"] in ("Lax", "Strict"), f"{address}: {name}"
        if name != settings.CSRF_COOKIE_NAME:
            assert morsel["httponly"], f"{address}: scripts can read {name}"


def check_caching(response: Any, address: str, *, is_signed_in: bool) -> None:
    """What one person sees must not be kept for another."""
    is_private = is_signed_in and address.startswith(PRIVATE_SEGMENTS) and not address.startswith(SHARED_WITH_EVERYBODY)
    if not is_private and not address.startswith(("/return/", "/sign-in/", "/join/")):
        return
    cached = response.headers.get("Cache-Control", "")
    assert "no-store" in cached or "private" in cached, f"{address} ({response.status_code}): {cached!r}"
    assert "public" not in cached, address


def check(response: Any, address: str, *, is_signed_in: bool) -> None:
    check_headers(response, address)
    check_cookies(response, address)
    check_caching(response, address, is_signed_in=is_signed_in)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_for_everybody(cast: Cast, name: str) -> None:
    client = client_of(person_called(name, cast))
    pages = [row for row in ROWS if row.method == "get"]
    for row in pages:
        address = reverse(row.name, args=row.arguments(cast))
        check(client.get(address, secure=True), address, is_signed_in=name != "nobody")
    for address in OTHERS:
        check(client.get(address, secure=True), address, is_signed_in=name != "nobody")


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "post"], ids=lambda row: row.name)
def test_every_form_of_a_facilitator(cast: Cast, row: Row) -> None:
    address = reverse(row.name, args=row.arguments(cast))
    check(client_of(cast.ana).post(address, row.data, secure=True), address, is_signed_in=True)


def test_a_page_without_https_leads_there_and_sets_no_cookie(cast: Cast) -> None:
    for address in ("/", "/workshops/", f"/maps/{cast.map.id}/", "/api/me/", "/join/"):
        response = client_of(cast.ana).get(address)
        assert (response.status_code, response["Location"]) == (301, f"https://testserver{address}")
        assert not response.cookies


def test_who_comes_in_gets_a_session_that_was_nobodys_before(cast: Cast) -> None:
    browser = Client()
    browser.get(reverse("join"), secure=True)
    before = browser.cookies.get(settings.SESSION_COOKIE_NAME)
    token = invitation_secrets(cast.workshop.invitation).token
    entered = browser.post(reverse("join_by_link", args=[token]), {"name": "Nora"}, secure=True)
    check_cookies(entered, "join")
    session = entered.cookies[settings.SESSION_COOKIE_NAME]
    assert before is None or before.value != session.value
    # Another person in the same browser: another session, and the old one is nothing any more.
    again = browser.post(reverse("return", args=[return_token(cast.ben)]), secure=True)
    assert again.cookies[settings.SESSION_COOKIE_NAME].value != session.value
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = session.value
    assert old.get("/api/me/", secure=True).status_code == 401


def test_no_secret_stays_in_an_address_after_its_use(cast: Cast) -> None:
    ways = (
        reverse("join_by_link", args=[invitation_secrets(cast.workshop.invitation).token]),
        reverse("return", args=[return_token(cast.ben)]),
        reverse("sign_in", args=[create_sign_in_link(user=cast.ana.user)]),
    )
    for way in ways:
        secret = way.strip("/").rpartition("/")[2]
        browser = Client()
        # The page of the link sends its address nowhere else, and the way in leads to one without the secret.
        looked = browser.get(way, secure=True)
        assert looked.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert not re.search(rb'(?:src|href)="(?:https?:)?//', looked.content)
        entered = browser.post(way, {"name": "Nora"}, secure=True, follow=True)
        assert entered.status_code == 200
        assert entered.redirect_chain
        assert all(secret not in address for address, _ in entered.redirect_chain)
    # The one-time link opens nothing twice.
    assert Client().post(ways[2], secure=True).status_code == 404
