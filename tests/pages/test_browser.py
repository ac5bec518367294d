"""The pages in a real browser: what answers while one types, and whether everybody can use them."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from maps.commands.workshop import create_workshop_from_file
from maps.library.catalogue import template_file
from tests.cast import Cast, Person, client_of, make_cast
from tests.conftest import OpenPage
from workshops.commands.invitation import invitation_secrets
from workshops.commands.people import return_token
from workshops.models import Participant, Workshop

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture
def cast(server: object) -> Cast:
    return make_cast()


def sign_in(page: Page, person: Person, base_url: str) -> None:
    """Give the browser the session of this person."""
    client: Client = client_of(person)
    morsel = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": base_url}])


def addresses_of(cast: Cast, *, signed_in: bool) -> list[str]:
    token = invitation_secrets(cast.workshop.invitation).token
    doors = [
        reverse("landing"),
        reverse("join"),
        reverse("join_by_link", args=[token]),
        reverse("return", args=[return_token(cast.ben)]),
        reverse("sign_in", args=["nothing"]),
        reverse("account_login"),
        reverse("account_signup"),
        reverse("account_reset_password"),
    ]
    if not signed_in:
        return doors
    tabs = ("workshop", "workshop_people", "workshop_invitation", "workshop_settings")
    return [
        reverse("dashboard"),
        reverse("new_workshop"),
        reverse("new_workshop_from", args=["bug-fix"]),
        reverse("myself"),
        reverse("account_logout"),
        "/nothing/",
        *(reverse(tab, args=[cast.workshop.id]) for tab in tabs),
    ]


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_every_page_is_accessible_and_as_wide_as_its_screen(
    open_page: OpenPage, cast: Cast, viewport: dict[str, int], scheme: str
) -> None:
    file = template_file("feature-delivery")
    create_workshop_from_file(actor=cast.ana.user, charter=file.charter, file=file)
    problems: list[Any] = []
    for person in (None, cast.ana):
        page = open_page("Ana", viewport=viewport, color_scheme=scheme)
        page.goto("/")
        if person is not None:
            sign_in(page, person, page.url)
        for address in addresses_of(cast, signed_in=person is not None):
            page.goto(address)
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if overflow > 0:
                problems.append((address, f"{overflow} px too wide"))
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate("options => axe.run(document, options)", WCAG)
            problems += [
                (address, violation["id"], [node["target"] for node in violation["nodes"]])
                for violation in found["violations"]
            ]
    assert problems == []


def test_the_charter_answers_while_it_is_written(open_page: OpenPage, cast: Cast) -> None:
    page = open_page("Ana")
    page.goto("/")
    sign_in(page, cast.ana, page.url)
    page.goto(reverse("workshop", args=[cast.workshop.id]))
    page.get_by_label("Working hours a day").fill("6")
    page.get_by_label("Who is the customer?").fill("Testers")
    expect(page.locator("#charter-sentences")).to_contain_text("“3d” means 18 h")
    expect(page.locator("#charter-sentences")).to_contain_text("will read 4 d")
    expect(page.get_by_label("Scope in one sentence")).to_have_value(
        "For testers, who value a feature that users can try: from “Feature requested” to “Feature validated by users”."
    )
    page.get_by_role("button", name="Save the charter").click()
    expect(page.get_by_role("status")).to_contain_text("The charter was saved.")
    assert "scope" not in Workshop.objects.get(pk=cast.workshop.pk).charter


def test_a_role_is_saved_as_soon_as_it_is_chosen(open_page: OpenPage, cast: Cast) -> None:
    page = open_page("Ana")
    page.goto("/")
    sign_in(page, cast.ana, page.url)
    page.goto(reverse("workshop_people", args=[cast.workshop.id]))
    page.get_by_label("Role of Mia").select_option("leader")
    expect(page.get_by_role("status")).to_contain_text("Mia is a leader now.")
    assert Participant.objects.get(pk=cast.mia.pk).role == "leader"


def test_search_narrows_the_dashboard_down_while_one_types(open_page: OpenPage, cast: Cast) -> None:
    file = template_file("blank")
    for number in range(7):
        charter = {**file.charter, "name": f"Stream {number}"}
        create_workshop_from_file(actor=cast.ana.user, charter=charter, file=file)
    page = open_page("Ana")
    page.goto("/")
    sign_in(page, cast.ana, page.url)
    page.goto(reverse("dashboard"))
    cards = page.locator(".card")
    expect(cards).to_have_count(8)
    page.get_by_label("Search workshops").fill("stream 3")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("Stream 3")
    page.get_by_label("Search workshops").fill("")
    expect(cards).to_have_count(8)


def test_everything_goes_without_script_too(open_page: OpenPage, cast: Cast) -> None:
    page = open_page("Nora", viewport=PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Join a workshop").fill(invitation_secrets(cast.workshop.invitation).code.lower())
    page.get_by_role("button", name="Join").click()
    page.get_by_label("Your name").fill("Nora")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"**{reverse('board', args=[cast.map.id])}")
    page.goto(reverse("workshop_people", args=[cast.workshop.id]))
    page.get_by_label("The others see you as").fill("Nora Nova")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("The others see you as Nora Nova now.")
