"""Coming in by code over the API, and the limit on guessing."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.api.calls import send
from tests.cast import Cast, client_of
from workshops.commands.invitation import change_invitation, invitation_secrets
from workshops.commands.join_limit import TRIES_PER_ADDRESS, TRIES_PER_SESSION
from workshops.commands.people import remove_participant, rename_myself
from workshops.models import Invitation, Participant, User


@pytest.fixture
def code(cast: Cast) -> str:
    return invitation_secrets(Invitation.objects.get(workshop=cast.workshop)).code


def join(client: Client, code: str, name: str = "Mia", **more: object) -> dict[str, Any]:
    response = send(client, "post", "/api/join/", {"code": code, "name": name, **more})
    return {"status": response.status_code, **response.json()}


def test_a_new_person_gets_a_place_the_maps_and_the_cookies(cast: Cast, code: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = join(browser, f" {code[:3].lower()}-{code[3:]} ", "Nobody known")
    place = Participant.objects.get(pk=answer["participant"])
    assert answer == {
        "status": 200,
        "workshop": str(cast.workshop.id),
        "participant": str(place.id),
        "role": "member",
        "maps": [{"id": str(cast.map.id), "kind": "current", "title": cast.map.title}],
    }
    assert (place.name, place.user.is_guest) == ("Nobody known", True)
    edit = {"op_id": "first", "edits": [{"do": "add", "id": "a", "element": {"kind": "step", "name": "Design"}}]}
    path = f"/api/maps/{cast.map.id}/operations/"
    refused = send(browser, "post", path, edit)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value
    assert send(browser, "post", path, edit, headers={"X-CSRFToken": token}).status_code == 201


def test_the_same_browser_is_the_same_person_for_the_same_name_only(code: str) -> None:
    browser = Client()
    first, again, other = join(browser, code, "Mia"), join(browser, code, " mia "), join(browser, code, "Ben")
    assert first == again
    assert other["participant"] != first["participant"]
    # Ben has taken the browser over, so Mia is new in it.
    assert join(browser, code, "Mia")["participant"] not in (first["participant"], other["participant"])


def test_who_was_renamed_comes_back_by_the_present_name(code: str) -> None:
    browser = Client()
    first = join(browser, code, "Mia")
    rename_myself(actor=Participant.objects.get(pk=first["participant"]), name="Mia from support")
    assert join(browser, code, "Mia from support") == first


def test_an_account_joins_as_itself(cast: Cast, code: str) -> None:
    answer = join(client_of(cast.stan), code, "Whatever")
    assert Participant.objects.get(pk=answer["participant"]).user == cast.stan
    assert join(client_of(cast.ana), code)["participant"] == str(cast.ana.id)
    assert join(client_of(cast.ana), code)["role"] == "facilitator"


def test_who_was_removed_does_not_come_back_by_the_code(cast: Cast, code: str) -> None:
    remove_participant(actor=cast.ana, participant_id=cast.ben.id)
    answer = join(client_of(cast.ben), code, "Ben")
    assert (answer["status"], answer["code"]) == (403, "removed")


def test_a_passcode_is_asked_of_new_people_only(cast: Cast, code: str) -> None:
    change_invitation(actor=cast.ana, passcode="cedar")
    browser = Client()
    assert [join(browser, code, **given)["status"] for given in ({}, {"passcode": "oak"}, {"passcode": "cedar"})] == [
        403,
        403,
        200,
    ]
    assert join(client_of(cast.ben), code, "Ben")["participant"] == str(cast.ben.id)
    assert join(Client(), code)["code"] == "passcode"


@pytest.mark.parametrize("body", [{}, {"code": "ABC"}, {"code": "ABCDEF", "name": "Mia", "nick": "M"}, [], "x", None])
def test_a_wrong_body_is_told_what_is_wrong(cast: Cast, body: object) -> None:
    response = send(Client(), "post", "/api/join/", body)
    assert response.status_code in (400, 415)
    assert response.json()["message"]


def test_a_closed_door_is_closed(cast: Cast, code: str) -> None:
    change_invitation(actor=cast.ana, is_open=False)
    assert join(Client(), code)["status"] == 404


def test_many_wrong_codes_shut_the_address_out_and_nobody_else(cast: Cast, code: str) -> None:
    statuses = [join(Client(), f"WRONG{number}")["status"] for number in range(TRIES_PER_ADDRESS + 1)]
    assert statuses == [404] * TRIES_PER_ADDRESS + [429]
    response = send(Client(), "post", "/api/join/", {"code": code, "name": "Mia"})
    assert (response.status_code, response.json()["code"]) == (429, "too_many_tries")
    assert 0 < int(response.headers["Retry-After"]) <= 15 * 60
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert join(elsewhere, code)["status"] == 200


def test_one_browser_among_many_at_an_address_is_shut_out_earlier(cast: Cast, code: str) -> None:
    guesser = client_of(cast.stan)
    statuses = [join(guesser, f"WRONG{number}")["status"] for number in range(TRIES_PER_SESSION + 1)]
    assert statuses == [404] * TRIES_PER_SESSION + [429]
    assert join(Client(), code)["status"] == 200


def test_a_room_that_types_the_right_code_is_never_shut_out(cast: Cast, code: str) -> None:
    statuses = {join(Client(), code, f"Person {number}")["status"] for number in range(TRIES_PER_ADDRESS + 5)}
    assert statuses == {200}
    assert User.objects.filter(name__startswith="Person ").count() == TRIES_PER_ADDRESS + 5


def test_wrong_passcodes_are_limited_too(cast: Cast, code: str) -> None:
    change_invitation(actor=cast.ana, passcode="cedar")
    statuses = [join(client_of(cast.stan), code, passcode=str(number))["status"] for number in range(TRIES_PER_ADDRESS)]
    assert set(statuses) == {403}
    assert join(client_of(cast.stan), code, passcode="cedar")["status"] == 429
    # The code itself was right each time.
    assert join(client_of(cast.ben), code, "Ben")["status"] == 200


def test_without_the_counters_people_come_in_and_guessing_is_still_limited(cast: Cast, code: str) -> None:
    unreachable = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    address = "198.51.100.23"
    with override_settings(CACHES=unreachable):
        assert join(Client(REMOTE_ADDR=address), code)["status"] == 200
        for number in range(TRIES_PER_ADDRESS):
            assert join(Client(REMOTE_ADDR=address), f"WRONG{number}")["status"] == 404
        assert join(Client(REMOTE_ADDR=address), code)["status"] == 429
