"""After the session everybody says whether the map is right: a phone by its return link, a keyboard, no script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from maps.commands.edit import submit
from tests.browser.conftest import EnterBoard, page_of
from tests.browser.test_accessibility import AXE, RULES_OF_COLOUR, violations
from tests.cast import Cast
from tests.conftest import OpenPage, Server
from workshops.addresses import return_path

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
QUESTION = "Is “Feature delivery” right?"


def come_back(phone: Page, cast: Cast) -> None:
    """Ben comes back by his return link, which offers him the question."""
    way = return_path(cast.ben)
    assert way is not None
    phone.goto(way)
    phone.get_by_role("button", name="Say whether “Feature delivery” is right").click()
    expect(phone.get_by_role("heading", name=QUESTION)).to_be_visible()


def ask(ana: Page) -> None:
    ana.get_by_label("What you want to say to them").fill("Your own steps first.")
    ana.get_by_role("button", name="Ask everybody").click()
    expect(ana.get_by_role("heading", name="0 of 3 have answered")).to_be_visible()


def test_a_map_is_confirmed_by_everybody_and_mended_where_it_is_wrong(
    filled: Cast, enter: EnterBoard, open_page: OpenPage
) -> None:
    ana, mia = enter("Ana", filled.ana), enter("Mia", filled.mia)
    ana.page.get_by_role("button", name="Menu", exact=True).click()
    ana.page.get_by_role("menuitem", name="Is the map right?").click()
    ask(ana.page)

    phone = open_page("Ben", **PHONE)
    come_back(phone, filled)
    expect(phone.get_by_text("Your own steps first.")).to_be_visible()
    phone.get_by_role("button", name="Something is wrong with “Staging test”", exact=True).click()
    words = phone.get_by_role("textbox", name="What is wrong")
    expect(words).to_be_focused()
    expect(phone.get_by_role("combobox", name="Where")).to_have_value("step-3")
    words.fill("We wait two weeks there.")
    phone.get_by_role("button", name="Something else too").click()
    expect(words).to_have_count(2)
    words.nth(1).fill("A step is missing.")
    phone.get_by_role("button", name="Send what is wrong").click()
    expect(phone.get_by_role("heading", name="You said: something is wrong")).to_be_visible()

    banner = mia.page.get_by_role("region", name="You are asked whether the map is right")
    expect(banner.get_by_text("Ana asks you: is this map right?")).to_be_visible()
    mia.page.goto("/workshops/")
    mia.page.get_by_role("link", name="Ana asks you: is “Feature delivery” right?").click()
    mia.page.get_by_role("button", name="This is how it is").focus()
    mia.page.keyboard.press("Enter")
    expect(mia.page.get_by_role("heading", name="You said: this is how it is")).to_be_visible()

    # Her page tells her by itself.
    told = "2 of 3 have answered: 1 finds it right, 1 says that something is wrong"
    expect(ana.page.get_by_role("heading", name=told)).to_be_visible()
    expect(ana.page.get_by_text("We wait two weeks there.")).to_be_visible()
    ana.page.get_by_role("link", name="Staging test").click()
    ana.wait_until_live()
    expect(ana.page.get_by_role("complementary", name="Selected: Step")).to_be_visible()
    edits = [{"do": "set", "id": "step-3", "fields": {"wait_time": "10d"}}]
    submit(map_id=filled.map.id, actor=filled.ana, op_id="mend", edits=edits)
    ana.page.go_back()
    expect(ana.page.get_by_text("The map has been changed 1 time since.")).to_be_visible()
    expect(ana.page.get_by_text("changed since", exact=True)).to_be_visible()
    ana.page.get_by_role("button", name="End the question").click()
    expect(ana.page.get_by_role("heading", name="Did not answer 1")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("button", name="This is how it is")).to_have_count(0)
    expect(phone.get_by_text("A step is missing.")).to_be_visible()
    ana.page.get_by_role("link", name="Ask again").click()
    ask(ana.page)
    expect(ana.page.get_by_text("The map has not been changed since.")).to_be_visible()


def test_without_script_everything_can_be_answered(filled: Cast, enter: EnterBoard, open_page: OpenPage) -> None:
    ana = enter("Ana", filled.ana).page
    ana.goto(f"/maps/{filled.map.id}/validations/")
    ask(ana)
    phone = open_page("Ben", java_script_enabled=False, **PHONE)
    come_back(phone, filled)
    phone.get_by_role("button", name="Something is wrong with “Code review”").click()
    expect(phone.get_by_role("combobox", name="Where")).to_have_value("step-2")
    phone.get_by_role("button", name="Send what is wrong").click()
    expect(phone.get_by_text("Write in a few words what is wrong.")).to_be_visible()
    phone.get_by_role("textbox", name="What is wrong").fill("It is done twice.")
    phone.get_by_role("button", name="Send what is wrong").click()
    expect(phone.get_by_role("heading", name="You said: something is wrong")).to_be_visible()
    phone.get_by_role("button", name="This is how it is").click()
    expect(phone.get_by_role("heading", name="You said: this is how it is")).to_be_visible()


def test_axe_finds_nothing_in_the_question_its_answers_and_the_list(
    filled: Cast, enter: EnterBoard, open_page: OpenPage, server: Server
) -> None:
    ana = enter("Ana", filled.ana).page
    ana.goto(f"/maps/{filled.map.id}/validations/")
    ask(ana)
    ben = page_of(open_page, server, "Ben", filled.ben, **PHONE)
    ben.goto(ana.url)
    ben.get_by_role("button", name="Something is wrong with “Code review”").click()
    expect(ben.get_by_role("textbox", name="What is wrong")).to_be_focused()
    assert violations_of(ben) == []
    ben.get_by_role("textbox", name="What is wrong").fill("It is done twice.")
    ben.get_by_role("button", name="Send what is wrong").click()
    expect(ben.get_by_role("heading", name="You said: something is wrong")).to_be_visible()
    ana.reload()
    expect(ana.get_by_text("It is done twice.")).to_be_visible()
    assert violations_of(ana) == []
    ana.goto(f"/maps/{filled.map.id}/validations/")
    expect(ana.get_by_role("heading", name=re.compile("Ask anew"))).to_be_visible()
    assert violations_of(ana) == []


def violations_of(page: Page) -> list[Any]:
    """Return what axe finds in light colours and in dark ones."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = violations(page, "light")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return found + violations(page, "dark", RULES_OF_COLOUR)
