"""The dashboard: cards with figures and drawings, search, and what a guest sees."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from maps.commands.edit import submit
from maps.commands.future_state import create_future_state
from maps.commands.workshop import create_workshop_from_file
from maps.library.catalogue import TEMPLATES, template_file
from maps.models import Map
from maps.render.thumbnail import draw_thumbnail
from tests.cast import Cast, client_of
from tests.pages.reading import text_of
from workshops.commands.people import add_participant
from workshops.models import Participant, Role


def add_workshop(cast: Cast, slug: str, name: str) -> Map:
    file = template_file(slug)
    return create_workshop_from_file(actor=cast.ana.user, charter={**file.charter, "name": name}, file=file)[1]


def test_a_card_has_drawing_figures_people_and_the_last_change(cast: Cast) -> None:
    made = add_workshop(cast, "feature-delivery", "Features")
    page = text_of(client_of(cast.ana).get(reverse("dashboard")))
    for words in ("27.8 d", "28 %", "Integration test on staging", '<svg class="thumbnail"', "1 person", "Ana,"):
        assert words in page
    assert reverse("board", args=[made.id]) in page
    assert page.count('class="card"') == 2


def test_a_card_shows_the_future_state_beside_the_current_one(cast: Cast) -> None:
    made = add_workshop(cast, "feature-delivery", "Features")
    ana = Participant.objects.get(workshop=made.workshop)
    edits = [{"do": "remove", "id": "review"}]
    future, _ = create_future_state(actor=ana, of=made, title="In a year", edits=edits, op_id="one")
    person = add_participant(workshop=made.workshop, user=cast.ben.user, name="Ben", role=Role.MEMBER)
    submit(map_id=made.id, actor=person, op_id="later", edits=[{"do": "set", "id": "build", "fields": {"people": 7}}])
    page = text_of(client_of(person).get(reverse("dashboard")))
    for found in (made, future):
        assert page.count(reverse("board", args=[found.id])) == 1
        assert f"Open {found.title}" in page
    assert page.count('<svg class="thumbnail"') == 2
    assert "Future state: In a year" in page
    assert "Ben, " in page


def test_a_half_filled_map_says_at_least(cast: Cast) -> None:
    file = template_file("feature-delivery")
    elements = {key: dict(element) for key, element in file.elements.items()}
    del elements["review"]["process_time"]
    made = create_workshop_from_file(actor=cast.ana.user, charter=file.charter, file=None)[1]
    client = client_of(cast.ana)
    body = {"op_id": "one", "edits": [{"do": "add", "id": key, "element": value} for key, value in elements.items()]}
    sent = client.post(f"/api/maps/{made.id}/operations/", json.dumps(body), content_type="application/json")
    assert sent.status_code == 201
    assert "at least 27.3 d" in text_of(client.get(reverse("dashboard")))


def test_the_search_box_appears_with_many_workshops_and_narrows_them_down(cast: Cast) -> None:
    client = client_of(cast.ana)
    assert 'type="search"' not in text_of(client.get(reverse("dashboard")))
    for number in range(6):
        add_workshop(cast, "blank", f"Stream {number}")
    assert 'type="search"' in text_of(client.get(reverse("dashboard")))
    found = text_of(client.get(reverse("dashboard"), {"q": "stream 3"}))
    assert found.count('class="card"') == 1
    part = client.get(reverse("dashboard"), {"q": "stream 3"}, headers={"HX-Request": "true"})
    assert text_of(part).startswith('<ul class="cards">')
    none = text_of(client.get(reverse("dashboard"), {"q": "<i>nothing"}))
    assert "No workshop has “<i>nothing”" in none
    assert b"<i>nothing" not in client.get(reverse("dashboard"), {"q": "<i>nothing"}).content


def test_everybody_sees_their_workshops_and_nobody_elses(cast: Cast) -> None:
    for person in (cast.ben, cast.lea, cast.vic):
        page = text_of(client_of(person).get(reverse("dashboard")))
        assert reverse("board", args=[cast.map.id]) in page
    page = text_of(client_of(cast.stan).get(reverse("dashboard")))
    assert "Feature delivery" not in page
    assert "Your first workshop" in page
    guest = text_of(client_of(cast.ben).get(reverse("dashboard")))
    assert reverse("new_workshop") not in guest
    assert "you need an account" in guest


def test_the_boards_page_carries_what_the_board_needs(cast: Cast) -> None:
    def boot_of(client: Client) -> dict[str, object]:
        page = client.get(reverse("board", args=[cast.map.id])).content.decode()
        found = re.search(r'<script id="boot" type="application/json">(.*?)</script>', page, re.DOTALL)
        assert found is not None
        boot: dict[str, object] = json.loads(found[1])
        return boot

    boot = boot_of(client_of(cast.ana))
    assert boot["socket"] == f"/ws/maps/{cast.map.id}/"
    assert boot["me"] == {"id": str(cast.ana.id), "name": "Ana"}
    assert boot["workshop"] == {"id": str(cast.workshop.id), "name": "Feature delivery"}
    assert boot["csrf"]
    invitation = boot["invitation"]
    assert isinstance(invitation, dict)
    assert invitation["join_url"].startswith("http://testserver/join/")
    urls = boot["urls"]
    assert isinstance(urls, dict)
    client = client_of(cast.ana)
    for name in ("dashboard", "workshop", "file", "sign_out", "operations"):
        assert client.get(urls[name]).status_code == 200, name
    assert boot_of(client_of(cast.ben))["invitation"] is None


@pytest.mark.parametrize("slug", [template.slug for template in TEMPLATES])
def test_a_thumbnail_holds_no_words_of_people(slug: str) -> None:
    elements = {
        key: {**element, **{name: "SECRET" for name in ("name", "text", "role") if name in element}}
        for key, element in template_file(slug).elements.items()
    }
    drawing = draw_thumbnail(elements, constraint=next(iter(elements), None))
    assert "SECRET" not in drawing
    assert "style=" not in drawing
    kinds = [element["kind"] for element in elements.values()]
    assert drawing.count('class="thumbnail-step') == kinds.count("step")
    assert drawing.count("<path") == kinds.count("flow")
    assert (drawing == "") == (slug == "blank")


def test_a_thumbnail_rings_the_constraint_and_contains_everything() -> None:
    elements = template_file("support-ticket").elements
    drawing = draw_thumbnail(elements, constraint="experts")
    assert drawing.count("is-constraint") == 1
    found = re.search(r'viewBox="(-?\d+) (-?\d+) (\d+) (\d+)"', drawing)
    assert found is not None
    left, top, width, height = map(int, found.groups())
    for element in elements.values():
        if element["kind"] != "flow":
            assert left < element["x"] < left + width
            assert top < element["y"] < top + height
