"""Everything that a member does on the board goes from the keyboard alone, and the focus is always somewhere to see."""

import re

import pytest
from playwright.sync_api import Locator, expect

from maps.domain.elements import Elements
from maps.projection import load_elements
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard
from tests.cast import Cast

pytestmark = pytest.mark.browser

SHOWS_FOCUS = """() => {
  const focused = document.activeElement
  if (!focused || focused === document.body) return 'the focus is lost'
  if (!focused.matches(':focus-visible')) return 'the focus is not shown'
  const box = focused.getBoundingClientRect()
  if (box.width === 0 || box.height === 0) return 'what has the focus is not to be seen'
  const band = focused.querySelector('.flow-reach')
  if (band && getComputedStyle(band).stroke !== 'rgba(0, 0, 0, 0)') return ''
  const marks = [focused, focused.parentElement, focused.firstElementChild].filter(Boolean)
  const isMarked = marks.some((one) => {
    const style = getComputedStyle(one)
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
  })
  return isMarked ? '' : `nothing marks the focus on ${focused.outerHTML.slice(0, 200)}`
}"""


LOST = "the focus is lost"


@pytest.fixture
def mia(enter: EnterBoard, cast: Cast) -> Board:
    return enter("Mia", cast.mia)


def press(board: Board, *keys: str) -> None:
    for key in keys:
        board.page.keyboard.press(key)


def elements(board: Board, cast: Cast) -> Elements:
    """Return what the server has, once everything is saved."""
    board.wait_until_live()
    return load_elements(cast.map.id)[1]


def named(found: Elements, name: str) -> tuple[str, dict[str, object]]:
    return next((key, dict(element)) for key, element in found.items() if element.get("name") == name)


def flow_kinds(found: Elements) -> list[str]:
    return sorted(element["flow"] for element in found.values() if element["kind"] == "flow")


def tab_to(board: Board, target: Locator, *, key: str = "Tab", limit: int = 100) -> None:
    """Press Tab, or Shift+Tab, until the element has the focus, and see that the focus is shown on the way."""
    turns = 0
    for _ in range(limit):
        if target.evaluate("one => one === document.activeElement"):
            return
        press(board, key)
        trouble = board.page.evaluate(SHOWS_FOCUS)
        # Past the last element of the page the focus goes to the browser itself, and then to the first.
        turns += trouble == LOST
        assert trouble in ("", LOST)
        assert turns <= 1
    pytest.fail(f"Tab does not lead to {target}")


def test_a_map_from_nothing_to_rework_and_notes(mia: Board, cast: Cast) -> None:
    page = mia.page
    mia.add_step("Development", wait="3d", work="1d")
    mia.add_step("Staging test", wait="2d", work="4h")
    found = elements(mia, cast)
    first, development = named(found, "Development")
    second, staging = named(found, "Staging test")
    assert (development["wait_time"], staging["process_time"]) == (
        {"value": 86_400, "source": "estimate"},
        {"value": 14_400, "source": "estimate"},
    )
    assert flow_kinds(found) == ["push"]

    # The focus is on the box that was written; Shift+Tab and Tab go along the stream.
    expect(mia.box("Step Staging test")).to_be_focused()
    assert page.evaluate(SHOWS_FOCUS) == ""

    # Rework, from the menu of the box: choose where it goes with Tab and Enter.
    press(mia, "Shift+F10")
    menu = page.get_by_role("menu")
    expect(menu).to_be_visible()
    press(mia, "s", "s")
    expect(page.get_by_role("menuitem", name="Send work back")).to_be_focused()
    press(mia, "Enter")
    expect(page.get_by_role("status").filter(has_text="is sent back to")).to_be_visible()
    tab_to(mia, mia.box("Step Development"), key="Shift+Tab")
    press(mia, "Enter")
    expect(mia.arrow("Rework from Staging test to Development")).to_be_attached()
    assert flow_kinds(elements(mia, cast)) == ["push", "rework"]

    # Its share, in the details of the arrow.
    press(mia, "Escape")
    tab_to(mia, mia.arrow("Rework from"), key="Shift+Tab")
    press(mia, "Space")
    share = page.get_by_role("complementary").get_by_role("textbox", name=re.compile("share|sent back", re.IGNORECASE))
    tab_to(mia, share)
    page.keyboard.type("20%")
    press(mia, "Enter")
    expect(mia.arrow("Rework from Staging test to Development, 20 % sent back")).to_be_attached()

    # A note and a burst about a step.
    for key, text in (("m", "Why two days?"), ("b", "A second staging")):
        press(mia, "Escape", "Escape")
        mia.focus_box("Step Development")
        press(mia, key)
        expect(page.locator(".react-flow__node textarea")).to_be_focused()
        page.keyboard.type(text)
        press(mia, "Escape")
        found = elements(mia, cast)
        note = next(one for one in found.values() if one["kind"] == "note" and one.get("text") == text)
        assert note["about"] == first
        assert page.evaluate(SHOWS_FOCUS) == ""
    assert {one["note"] for one in found.values() if one["kind"] == "note"} == {"note", "burst"}
    assert second in found


def test_connect_move_reorder_duplicate_delete_and_undo(mia: Board, cast: Cast) -> None:
    page = mia.page
    for name in ("Refinement", "Development", "Review"):
        mia.add_step(name)
    # An arrow between two boxes that have none.
    press(mia, "Escape")
    mia.focus_box("Step Refinement")
    press(mia, "c")
    tab_to(mia, mia.box("Step Review"))
    press(mia, "Enter")
    expect(mia.arrow("Push from Refinement to Review")).to_be_attached()
    assert flow_kinds(elements(mia, cast)) == ["push"] * 3
    mia.undo()
    expect(mia.arrow("Push from Refinement to Review")).to_have_count(0)

    # Moving a box is one operation for a run of keys.
    mia.focus_box("Step Review")
    key, before = named(elements(mia, cast), "Review")
    press(mia, "ArrowDown", "ArrowDown", "Shift+ArrowRight")
    page.wait_for_timeout(700)
    after = elements(mia, cast)[key]
    assert after["y"] > before["y"]
    assert after["x"] > before["x"]
    mia.undo()
    page.wait_for_timeout(300)
    assert elements(mia, cast)[key] == before

    # Earlier in its chain.
    press(mia, "Alt+ArrowLeft")
    expect(mia.arrow("Push from Review to Development")).to_be_attached()
    mia.undo()
    expect(mia.arrow("Push from Development to Review")).to_be_attached()

    # A copy, then away with it; the focus stays on the map.
    press(mia, "Control+d")
    expect(mia.page.locator(".react-flow__node-step")).to_have_count(4)
    press(mia, "Delete")
    expect(mia.page.locator(".react-flow__node-step")).to_have_count(3)
    mia.focus_box("Step Development")
    press(mia, "Delete")
    expect(mia.box("Step Development")).to_have_count(0)
    press(mia, "Tab")
    assert page.evaluate(SHOWS_FOCUS) == ""
    mia.undo()
    expect(mia.box("Step Development")).to_have_count(1)
    press(mia, "Control+Shift+z")
    expect(mia.box("Step Development")).to_have_count(0)


def test_the_same_in_the_table(mia: Board, cast: Cast) -> None:
    page = mia.page
    mia.add_step("Development", wait="1d")
    press(mia, "Escape", "t")
    grid = page.get_by_role("grid", name="Steps in stream order")
    expect(grid).to_be_visible()
    cell = grid.get_by_role("gridcell").filter(has_text="Development")
    tab_to(mia, grid.locator("[tabindex='0']").first)
    expect(cell.or_(grid.get_by_role("rowheader")).first).to_be_visible()
    press(mia, "Insert")
    page.keyboard.type("Review")
    press(mia, "Enter")
    expect(grid.get_by_role("row", name=re.compile("^Review"))).to_be_visible()
    assert flow_kinds(elements(mia, cast)) == ["push"]
    # Back on the map, where the focus goes on.
    press(mia, "Escape", "t")
    expect(mia.box("Step Review")).to_be_visible()
    press(mia, "Tab")
    assert page.evaluate(SHOWS_FOCUS) == ""


def test_escape_closes_and_the_focus_comes_back(mia: Board) -> None:
    page = mia.page
    mia.add_step("Development", wait="1d")
    box = mia.box("Step Development")
    box.focus()
    for key, opened in (
        ("?", page.get_by_role("dialog")),
        ("Shift+F10", page.get_by_role("menu")),
        ("Enter", page.locator(".step-form")),
    ):
        press(mia, key)
        expect(opened).to_be_visible()
        assert page.evaluate(SHOWS_FOCUS) == "", key
        press(mia, "Escape")
        expect(opened).to_have_count(0)
        expect(box, f"after {key}").to_be_focused()
    for name, opened in (("Menu", page.get_by_role("menu")), ("Share", page.get_by_role("dialog"))):
        button = page.get_by_role("button", name=name, exact=True)
        button.focus()
        press(mia, "Enter")
        expect(opened).to_be_visible()
        press(mia, "Escape")
        expect(opened).to_have_count(0)
        expect(button).to_be_focused()


def test_tab_goes_round_the_whole_board_and_is_always_seen(mia: Board) -> None:
    for name in ("Refinement", "Development"):
        mia.add_step(name, wait="1d", work="1d")
    press(mia, "Escape")
    mia.page.get_by_role("button", name="Share").focus()
    press(mia, "Shift+Tab", "Tab")
    passed = set()
    for _ in range(70):
        trouble = mia.page.evaluate(SHOWS_FOCUS)
        if trouble == LOST:
            break
        assert trouble == ""
        passed.add(
            mia.page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText")
        )
        press(mia, "Tab")
    assert {"Menu", "Undo", "Fit", "Push from Refinement to Development"} <= passed
    assert any(words.startswith("Step Development") for words in passed)
