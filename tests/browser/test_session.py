"""A session in real browsers: the clock, bringing everybody, following, locks; by Ana and Ben."""

import re

import pytest
from playwright.sync_api import Page, expect

from facilitation.commands.agenda import change_agenda
from facilitation.commands.run import extend_phase, start_session
from facilitation.models import Session
from tests.browser.conftest import EnterBoard
from tests.cast import Cast

PHASES = (
    {"code": "current_state", "title": "Draw it", "instruction": "Put the steps on the map.", "minutes": 30},
    {"code": "waste", "title": "Look for waste", "instruction": "Mark the wastes.", "minutes": 20},
)
SLACK_S = 60


@pytest.fixture
def planned(filled: Cast) -> Cast:
    """The cast with one of everything on the map and an agenda of two phases."""
    change_agenda(actor=filled.ana, phases=list(PHASES))
    return filled


def clock_s(page: Page) -> int:
    """What the clock shows, in seconds."""
    shown = page.locator(".timer-clock")
    expect(shown).to_have_text(re.compile(r"^\d+:\d\d$"))
    minutes, seconds = (shown.text_content() or "").split(":")
    return int(minutes) * 60 + int(seconds)


def test_the_clock_is_the_same_for_everybody_and_after_a_reload(enter: EnterBoard, planned: Cast) -> None:
    ana, ben = enter("Ana", planned.ana), enter("Ben", planned.ben)
    expect(ben.page.get_by_text("Planned: 50 min")).to_be_visible()
    expect(ben.page.get_by_role("button", name="Start the session")).to_have_count(0)
    ana.page.get_by_role("button", name="Start the session").click()
    for board in (ana, ben):
        expect(board.page.get_by_role("region", name="Time for Draw it")).to_be_visible()
        expect(board.page.get_by_text("Put the steps on the map.")).to_be_visible()
    ben.page.reload()
    ben.wait_until_live()
    # Both read within a moment of each other, whatever the machine does in between.
    assert abs(clock_s(ana.page) - clock_s(ben.page)) < SLACK_S
    ana.page.get_by_role("button", name="+5 min").click()
    expect(ben.page.get_by_text(re.compile(r"Over about \d\d:\d\d at this pace"))).to_be_visible()
    ana.page.get_by_role("navigation", name="Phases of the session").get_by_role("button", name="Pause").click()
    expect(ben.page.locator(".timer-state")).to_have_text("paused")
    ben.page.reload()
    ben.wait_until_live()
    expect(ben.page.locator(".timer-state")).to_have_text("paused")
    assert clock_s(ben.page) == clock_s(ana.page)
    ana.page.get_by_role("button", name="Next: Look for waste").click()
    expect(ben.page.get_by_role("region", name="Time for Look for waste")).to_be_visible()
    expect(ben.page.get_by_role("button", name=re.compile("Look for waste"))).to_have_attribute("aria-current", "step")


def test_time_that_is_up_is_seen_and_more_time_mends_it(enter: EnterBoard, planned: Cast) -> None:
    start_session(actor=planned.ana)
    state = Session.objects.get(pk=planned.workshop.id)
    assert state.ends_at is not None
    Session.objects.filter(pk=planned.workshop.id).update(ends_at=state.started_at, revision=state.revision + 1)
    ben = enter("Ben", planned.ben)
    expect(ben.page.locator(".timer-state")).to_have_text("over time")
    expect(ben.page.locator(".timer-clock")).to_have_text(re.compile(r"^\+"))
    extend_phase(actor=planned.ana, minutes=30, op_id="more")
    expect(ben.page.locator(".timer-state")).to_have_text("left")


def test_everybody_is_brought_to_a_place_may_leave_and_come_back(enter: EnterBoard, planned: Cast) -> None:
    ana, ben = enter("Ana", planned.ana), enter("Ben", planned.ben, viewport={"width": 900, "height": 700})
    ana.page.keyboard.press("+")
    ana.page.get_by_role("button", name="Bring everybody to my view").click()
    expect(ana.page.get_by_text("You show this part of the map to everybody.")).to_be_visible()
    shown = ben.page.get_by_text("Ana shows everybody this part of the map.")
    expect(shown).to_be_visible()
    brought = viewport_when_still(ben.page)
    ben.page.get_by_role("button", name="Look around by myself").click()
    ben.page.keyboard.press("f")
    expect(ben.page.get_by_text("Ana shows everybody something on the map.")).to_be_visible()
    assert viewport_when_still(ben.page) != pytest.approx(brought, abs=2)
    ben.page.get_by_role("button", name="Back to what Ana shows").click()
    expect(shown).to_be_visible()
    assert viewport_when_still(ben.page) == pytest.approx(brought, abs=2)
    ana.page.get_by_role("button", name="Let everybody go").click()
    expect(shown).to_have_count(0)


def viewport_when_still(page: Page) -> list[float]:
    """Where the map is and how large, once it does not move any more: x, y, zoom."""
    place = page.evaluate(
        """async () => {
          const place = () => document.querySelector('.react-flow__viewport').style.transform
          let before = ''
          while (before !== place()) {
            before = place()
            await new Promise((resolve) => setTimeout(resolve, 600))
          }
          return before
        }"""
    )
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", place)]


def test_an_element_is_put_into_the_light_and_a_person_followed(enter: EnterBoard, planned: Cast) -> None:
    ana, ben = enter("Ana", planned.ana), enter("Ben", planned.ben)
    ana.card("Code review").first.click(button="right")
    ana.page.get_by_role("menuitem", name="Put it into the light").click()
    expect(ben.page.locator(".spotlight")).to_be_visible()
    ana.page.get_by_role("button", name="Let everybody go").click()
    expect(ben.page.locator(".spotlight")).to_have_count(0)
    ben.page.get_by_role("button", name=re.compile("^Ana, facilitator: follow")).click()
    expect(ben.page.get_by_text("Following Ana")).to_be_visible()
    expect(ana.page.get_by_text("Ben follows you")).to_be_visible()
    place = "document.querySelector('.react-flow__viewport').style.transform"
    viewport_when_still(ben.page)
    before = ben.page.evaluate(place)
    for _ in range(3):
        ana.page.keyboard.press("+")
    ben.page.wait_for_function(f"before => {place} !== before", arg=before)
    ben.page.keyboard.press("Escape")
    expect(ben.page.get_by_text("Following Ana")).to_have_count(0)
    expect(ana.page.get_by_text("Ben follows you")).to_have_count(0)


def test_a_locked_step_says_so_and_by_whom(enter: EnterBoard, planned: Cast) -> None:
    ana, ben = enter("Ana", planned.ana), enter("Ben", planned.ben)
    ana.card("Code review").first.click(button="right")
    ana.page.get_by_role("menuitem", name="Lock", exact=True).click()
    expect(ben.page.get_by_title("Locked by Ana", exact=True)).to_be_visible()
    ben.focus_box("Code review")
    ben.page.keyboard.press("Delete")
    why = "“Code review” is locked by Ana: only facilitators can change it now. The change was not made."
    expect(ben.page.get_by_text(why)).to_be_visible()
    expect(ben.card("Code review").first).to_be_visible()
    ana.page.keyboard.press("Escape")
    ana.card("Code review").first.click()
    ana.page.get_by_role("complementary").get_by_role("button", name="Unlock").click()
    expect(ben.page.get_by_title("Locked by Ana", exact=True)).to_have_count(0)
    ben.focus_box("Code review")
    ben.page.keyboard.press("Delete")
    expect(ana.card("Code review")).to_have_count(0)
