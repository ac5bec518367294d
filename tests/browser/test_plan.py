"""The plan in real browsers: from a burst on the board to the plan and back, and what opens the next session."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from experiments.commands.improvements import decide_improvement, propose_improvement
from experiments.models import Improvement
from tests.browser.conftest import EnterBoard, page_of
from tests.browser.test_accessibility import AXE, DESKTOP, PHONE, violations
from tests.cast import Cast
from tests.conftest import OpenPage, Server

pytestmark = pytest.mark.browser


def propose(cast: Cast, title: str, *, days: int, state: str = "proposed") -> Improvement:
    """An improvement of Ben's at the staging test, due in so many days."""
    given = {
        "title": title,
        "waste": "waiting",
        "owner": cast.ben.id,
        "due_on": timezone.now().date() + timedelta(days=days),
        "map": cast.map.id,
        "element_id": "step-3",
    }
    entry = propose_improvement(actor=cast.ben, given=given)
    return entry if state == "proposed" else decide_improvement(actor=cast.ben, improvement=entry, to=state)


def column(page: Page, name: str) -> str:
    return page.get_by_role("region", name=re.compile(f"^{name}")).inner_text()


def test_a_burst_goes_from_the_board_to_the_plan_and_back(filled: Cast, enter: EnterBoard) -> None:
    board = enter("Ben", filled.ben, viewport=DESKTOP)
    board.focus_box("kaizen burst: A burst of the room")
    page = board.page
    page.get_by_role("button", name="Put on the plan").click()
    page.get_by_role("link", name="On the plan: proposed").click()
    expect(page.get_by_role("heading", name="A burst of the room")).to_be_visible()
    page.get_by_role("link", name="Burst at “Development” on Feature delivery").click()
    board.wait_until_live()
    details = page.get_by_role("complementary", name="Selected: Kaizen burst")
    expect(details.get_by_role("link", name="On the plan: proposed")).to_be_visible()


def test_a_link_to_what_is_gone_says_so(filled: Cast, enter: EnterBoard) -> None:
    board = enter("Ben", filled.ben, viewport=DESKTOP)
    board.page.goto(f"/maps/{filled.map.id}/?select=nowhere")
    expect(board.page.get_by_text("What the link pointed at is no longer on this map.")).to_be_visible()


def test_what_is_open_opens_the_session_until_it_is_put_away(filled: Cast, enter: EnterBoard) -> None:
    propose(filled, "Talk to finance", days=-3)
    propose(filled, "Slots for staging", days=9, state="doing")
    board = enter("Ben", filled.ben, viewport=DESKTOP)
    page = board.page
    line = page.get_by_role("region", name="What is open from last time")
    expect(line).to_contain_text("One action is overdue, one unfinished: begin with them.")
    line.get_by_role("button", name="Show them").click()
    expect(line.get_by_role("listitem").first).to_contain_text("3 days overdue")
    line.get_by_role("button", name="Put away for today").click()
    page.reload()
    board.wait_until_live()
    expect(line).to_have_count(0)
    # Vic only reads: there is nothing for him to begin with.
    reading = enter("Vic", filled.vic, viewport=DESKTOP)
    expect(reading.page.get_by_role("region", name="What is open from last time")).to_have_count(0)


def test_a_card_is_taken_on_by_button_by_key_and_by_hand(open_page: OpenPage, server: Server, filled: Cast) -> None:
    entry = propose(filled, "Slots for staging", days=9)
    page = page_of(open_page, server, "Ben", filled.ben, viewport=DESKTOP)
    page.goto(f"/workshops/{filled.workshop.id}/plan/?waste=waiting")
    page.get_by_role("button", name="Plan", exact=True).click()
    expect(page.get_by_text("“Slots for staging” is planned now.")).to_be_visible()
    # The plan is as it was looked at, and the card has the focus where it is now.
    expect(page.get_by_role("link", name="Slots for staging", exact=True).last).to_be_focused()
    assert page.url.endswith("?waste=waiting")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Begin", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Slots for staging” is being done now.")).to_be_visible()
    assert "Slots for staging" in column(page, "Being done")
    page.locator(f"#improvement-{entry.id}").drag_to(page.get_by_role("region", name=re.compile("^Planned")))
    expect(page.get_by_text("“Slots for staging” is planned now.")).to_be_visible()
    assert "Slots for staging" in column(page, "Planned")
    page.locator("summary", has_text="More").click()
    page.get_by_role("textbox", name="Reason").fill("Staging goes away.")
    page.get_by_role("button", name="Drop", exact=True).click()
    expect(page.get_by_text("Dropped 1")).to_be_visible()
    entry.refresh_from_db()
    assert entry.state == "dropped"


def test_filters_answer_at_once_and_stay_in_the_address(open_page: OpenPage, server: Server, filled: Cast) -> None:
    propose(filled, "Talk to finance", days=-3)
    propose(filled, "Slots for staging", days=9)
    page = page_of(open_page, server, "Lea", filled.lea, viewport=DESKTOP)
    page.goto(f"/workshops/{filled.workshop.id}/plan/")
    page.get_by_role("checkbox", name="Only overdue").check()
    expect(page.get_by_role("heading", name="Slots for staging")).to_have_count(0)
    expect(page.get_by_role("heading", name="Talk to finance")).to_be_visible()
    assert "overdue=1" in page.url
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_role("row", name=re.compile("Talk to finance"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Slots for staging"))).to_have_count(0)
    page.go_back()
    page.get_by_role("link", name="show all").click()
    expect(page.get_by_role("heading", name="Slots for staging")).to_be_visible()


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_the_pages_are_accessible_and_as_wide_as_their_screen(
    open_page: OpenPage, server: Server, filled: Cast, viewport: dict[str, int], scheme: str
) -> None:
    late = propose(filled, "Talk to finance", days=-3)
    propose(filled, "Slots for staging", days=9, state="doing")
    page = page_of(open_page, server, "Ana", filled.ana, viewport=viewport, color_scheme=scheme)
    plan = f"/workshops/{filled.workshop.id}/plan/"
    for address in (plan, f"{plan}?view=timeline", f"{plan}maps/", f"{plan}new/", f"/improvements/{late.id}/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert violations(page, address) == []
