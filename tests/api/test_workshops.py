"""Workshops, people and ways in over REST."""

from typing import Any

import pytest
from django.test import Client

from facilitation.commands.agenda import use_preset
from facilitation.commands.run import start_session
from facilitation.models import Phase
from maps.library.catalogue import TEMPLATES
from maps.models import Map
from tests.api.calls import add, send, step
from tests.cast import Cast, client_of
from workshops.models import Participant, Role, Workshop


@pytest.fixture
def ana(cast: Cast) -> Client:
    return client_of(cast.ana)


def problems(response: Any) -> list[str]:
    return [problem["place"] for problem in response.json()["details"]["problems"]]


@pytest.mark.parametrize("slug", [template.slug for template in TEMPLATES])
def test_a_workshop_from_each_template_under_a_charter_of_ones_own(ana: Client, slug: str) -> None:
    assert slug in [template["slug"] for template in send(ana, "get", "/api/templates/").json()["results"]]
    made = send(
        ana, "post", "/api/workshops/", {"template": slug, "charter": {"name": "Ours", "queue_rule": "capacity"}}
    )
    assert made.status_code == 201
    workshop = made.json()
    assert (workshop["name"], workshop["role"], workshop["charter"]["queue_rule"]) == (
        "Ours",
        "facilitator",
        "capacity",
    )
    (only,) = workshop["maps"]
    assert send(ana, "get", f"/api/maps/{only['id']}/").json()["seq"] == only["seq"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "charter.name"),
        ({"charter": {"name": ""}}, "charter.name"),
        ({"charter": {"name": "Bugs", "colour": "red"}}, "charter.colour"),
        ({"charter": {"name": "Bugs", "demand": {"items": 0, "per": "week"}}}, "charter.demand.items"),
        ({"charter": []}, "charter"),
        ({"template": "blank", "file": {}}, "file"),
        ({"file": {}}, "format"),
        ({"name": "Bugs"}, "name"),
    ],
)
def test_a_workshop_with_problems_is_not_created(cast: Cast, ana: Client, body: object, place: str) -> None:
    response = send(ana, "post", "/api/workshops/", body)
    assert response.status_code == 400
    assert place in problems(response)
    assert Workshop.objects.get() == cast.workshop


def test_a_template_that_does_not_exist_is_not_found(ana: Client) -> None:
    assert send(ana, "post", "/api/workshops/", {"template": "nonsense"}).status_code == 404


def test_the_charter_is_changed_in_parts(cast: Cast, ana: Client) -> None:
    path = f"/api/workshops/{cast.workshop.id}/"
    changed = send(ana, "patch", path, {"charter": {"unit": "story", "demand": None}}).json()
    assert changed["charter"]["unit"] == "story"
    assert "demand" not in changed["charter"]
    assert changed["charter"]["customer"] == cast.workshop.customer
    assert changed["scope"].endswith("from “Feature requested” to “Feature validated by users”.")
    refused = send(ana, "patch", path, {"charter": {"unit": "x" * 61, "queue_rule": "luck"}})
    assert problems(refused) == ["charter.unit", "charter.queue_rule"]
    assert send(ana, "get", path).json() == changed


def test_an_archived_workshop_is_on_the_other_list(cast: Cast, ana: Client) -> None:
    def listed(query: str = "") -> list[str]:
        return [workshop["id"] for workshop in send(ana, "get", f"/api/workshops/{query}").json()["results"]]

    identity = str(cast.workshop.id)
    assert (listed(), listed("?archived=true")) == ([identity], [])
    assert send(ana, "post", f"/api/workshops/{identity}/archive/").json()["archived"] is True
    assert (listed(), listed("?archived=true")) == ([], [identity])
    assert send(ana, "post", f"/api/workshops/{identity}/unarchive/").json()["archived"] is False


def test_a_copy_has_the_maps_and_nobody_else(cast: Cast, ana: Client) -> None:
    edit = {"op_id": "one", "edits": [add("a", step("Design"))]}
    send(ana, "post", f"/api/maps/{cast.map.id}/operations/", edit)
    copy = send(ana, "post", f"/api/workshops/{cast.workshop.id}/duplicate/").json()
    assert copy["id"] != str(cast.workshop.id)
    (only,) = send(ana, "get", f"/api/workshops/{copy['id']}/maps/").json()["results"]
    assert list(send(ana, "get", f"/api/maps/{only['id']}/").json()["elements"]) == ["a"]
    people = send(ana, "get", f"/api/workshops/{copy['id']}/participants/").json()["results"]
    assert [person["name"] for person in people] == ["Ana"]


def test_a_copy_has_the_agenda_and_nothing_of_how_it_went(cast: Cast, ana: Client) -> None:
    use_preset(actor=cast.ana, minutes=120)
    start_session(actor=cast.ana)
    copy = send(ana, "post", f"/api/workshops/{cast.workshop.id}/duplicate/").json()
    phases = Phase.objects.values_list("code", "title", "instruction", "minutes")
    assert list(phases.filter(workshop_id=copy["id"])) == list(phases.filter(workshop=cast.workshop))
    session = send(ana, "get", f"/api/workshops/{copy['id']}/session/").json()["session"]
    assert (session["state"], session["phase"]) == ("planned", None)


def test_a_deleted_workshop_is_gone_with_its_log(cast: Cast, ana: Client) -> None:
    for person in (cast.ana, cast.ben):
        edit = {"op_id": person.name, "edits": [add(person.name, step("Design"))]}
        send(client_of(person), "post", f"/api/maps/{cast.map.id}/operations/", edit)
    assert send(ana, "delete", f"/api/workshops/{cast.workshop.id}/").status_code == 204
    assert (Workshop.objects.count(), Map.objects.count()) == (0, 0)
    assert send(ana, "get", f"/api/workshops/{cast.workshop.id}/").status_code == 404


def test_people_are_listed_renamed_promoted_removed_and_let_in(cast: Cast, ana: Client) -> None:
    base = f"/api/workshops/{cast.workshop.id}/participants"
    listed = send(ana, "get", f"{base}/").json()["results"]
    assert {person["name"] for person in listed} == {"Ana", "Ben", "Mia", "Lea", "Vic"}
    ben = client_of(cast.ben)
    assert (
        send(ben, "patch", f"{base}/{cast.ben.id}/", {"name": "Ben from support"}).json()["name"] == "Ben from support"
    )
    refused = send(ana, "patch", f"{base}/{cast.ben.id}/", {"name": "B."})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert send(ana, "patch", f"{base}/{cast.ben.id}/", {"role": "facilitator", "name": "B."}).status_code == 400
    assert send(ana, "patch", f"{base}/{cast.ben.id}/", {}).status_code == 400
    assert send(ana, "patch", f"{base}/{cast.ben.id}/", {"role": "facilitator"}).json()["role"] == "facilitator"
    assert send(ana, "delete", f"{base}/{cast.mia.id}/").status_code == 204
    assert send(client_of(cast.mia), "get", f"/api/maps/{cast.map.id}/").json()["code"] == "removed"
    assert send(ben, "post", f"{base}/{cast.mia.id}/let-in/").json()["removed"] is False
    assert send(client_of(cast.mia), "get", f"/api/maps/{cast.map.id}/").status_code == 200


def test_the_last_facilitator_stays(cast: Cast, ana: Client) -> None:
    path = f"/api/workshops/{cast.workshop.id}/participants/{cast.ana.id}/"
    assert send(ana, "patch", path, {"role": "member"}).status_code == 409
    assert send(ana, "delete", path).status_code == 409
    assert Participant.objects.get(pk=cast.ana.id).role == Role.FACILITATOR


def test_somebody_of_another_workshop_is_nobody_here(cast: Cast, ana: Client) -> None:
    other = send(client_of(cast.stan), "post", "/api/workshops/", {"charter": {"name": "Bugs"}}).json()
    path = f"/api/workshops/{cast.workshop.id}/participants/{other['participant']}/"
    assert send(ana, "patch", path, {"role": "viewer"}).status_code == 404


def test_the_way_in_is_renewed_closed_and_given_a_passcode(cast: Cast, ana: Client) -> None:
    path = f"/api/workshops/{cast.workshop.id}/invitation/"
    first = send(ana, "get", path).json()
    assert (len(first["code"]), first["has_passcode"], first["expires_at"], first["is_open"]) == (6, False, None, True)
    assert first["join_url"].startswith("http://testserver/join/")
    changed = send(ana, "patch", path, {"passcode": "cedar", "expires_at": "2035-01-01T12:00:00Z"}).json()
    assert (changed["has_passcode"], changed["expires_at"]) == (True, "2035-01-01T12:00:00Z")
    # What is not named stays.
    assert send(ana, "patch", path, {"is_open": False}).json()["expires_at"] == "2035-01-01T12:00:00Z"
    assert send(ana, "patch", path, {"expires_at": None, "passcode": ""}).json() == {**first, "is_open": False}
    renewed = send(ana, "post", path).json()
    assert renewed["code"] != first["code"]
    assert send(Client(), "post", "/api/join/", {"code": first["code"], "name": "Mia"}).status_code == 404


def test_a_map_is_renamed(cast: Cast, ana: Client) -> None:
    path = f"/api/maps/{cast.map.id}/"
    assert send(ana, "patch", path, {"title": "As we saw it"}).json()["title"] == "As we saw it"
    assert problems(send(ana, "patch", path, {"title": "  "})) == ["title"]


def test_the_audit_tells_who_did_what(cast: Cast, ana: Client) -> None:
    send(ana, "delete", f"/api/workshops/{cast.workshop.id}/participants/{cast.mia.id}/")
    newest = send(ana, "get", f"/api/workshops/{cast.workshop.id}/audit/").json()["results"][0]
    assert (newest["actor"], newest["act"], newest["details"]["name"]) == ("Ana", "remove_participant", "Mia")


def test_my_name_is_the_one_i_enter_further_workshops_with(cast: Cast) -> None:
    stan = client_of(cast.stan)
    assert send(stan, "patch", "/api/me/", {"name": " Stan  the second "}).json()["name"] == "Stan the second"
    made = send(stan, "post", "/api/workshops/", {"charter": {"name": "Bugs"}}).json()
    assert Participant.objects.get(pk=made["participant"]).name == "Stan the second"
