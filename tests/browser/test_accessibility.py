"""The board can be used by everybody: axe-core finds nothing in any of its states, and nothing is called by an id."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from maps.commands.edit import submit
from maps.models import Step
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard
from tests.cast import Cast
from workshops.commands.people import remove_participant

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
# Light and dark are the same page in other colours: what is no matter of colour is asked once.
RULES_OF_COLOUR = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# Ids of elements of the map, as the tests and the browsers give them.
AN_ID = re.compile(r"@|step-\d|note-\d|flow-\d|[0-9a-f]{8}-[0-9a-f]{4}-")

Way = Callable[[Board], None]


def press(*keys: str) -> Way:
    def way(board: Board) -> None:
        for key in keys:
            board.page.keyboard.press(key)

    return way


def choose(name: str) -> Way:
    return lambda board: board.focus_box(name)


def main_menu(entry: str | None = None) -> Way:
    def way(board: Board) -> None:
        board.page.get_by_role("button", name="Menu", exact=True).click()
        if entry is not None:
            board.page.get_by_role("menuitem", name=entry).click()

    return way


def share(board: Board) -> None:
    board.page.get_by_role("button", name="Share").click()
    expect(board.page.get_by_label("Code", exact=True)).to_have_value(re.compile("......"))


def explain(board: Board) -> None:
    board.figure("Lead time").focus()


def table_details(board: Board) -> None:
    board.page.keyboard.press("t")
    board.page.get_by_role("gridcell").first.focus()
    board.page.get_by_role("button", name=re.compile("^All fields")).first.click()


@dataclass(frozen=True, slots=True)
class State:
    """Something that one can have on screen: the way there from the board as it opens, and what is there then."""

    opened: str
    way: tuple[Way, ...] = ()


# Each is left by Escape. The first figure explained comes after keys: only they show what is focused.
STATES: dict[str, State] = {
    "canvas": State(".react-flow__node"),
    "a step and its details": State(".inspector", (choose("Development"),)),
    "a queue and its details": State(".inspector", (choose("Queue"),)),
    "a note and its details": State(".inspector", (choose("Question"),)),
    "an arrow and its details": State(".inspector", (lambda board: board.focus_arrow("Rework from"),)),
    "everything selected": State(".inspector", (press("Control+a"),)),
    "a step that is written": State(".step-form", (choose("Code review"), press("Enter"))),
    "a note that is written": State(".react-flow__node textarea", (choose("Idea"), press("Enter"))),
    "connecting": State(".connect-hint", (choose("Code review"), press("c"))),
    "menu of a step": State("[role=menu]", (choose("Development"), press("Shift+F10"))),
    "menu of the map": State("[role=menu]", (main_menu(),)),
    "help": State("dialog[open] .help", (press("?"),)),
    "share": State("dialog[open] .invitation-code", (share,)),
    "import": State("dialog[open] .import-text", (main_menu("Steps from a table"),)),
    "history": State("dialog[open] .history-entry", (main_menu("History"),)),
    "a figure explained": State("[role=tooltip]", (explain,)),
    "table": State("[role=grid]", (press("t"),)),
    "table with details": State(".table-details", (table_details,)),
}
PHONE_STATES = ("canvas", "a step and its details", "a step that is written", "menu of the map", "share", "table")


def violations(page: Page, state: str, rules: dict[str, Any] = RULES) -> list[Any]:
    """Return what axe finds, with the places."""
    # Colours and sizes that are on their way are neither the old nor the new ones.
    # One that stands still, because nothing of it is drawn, is not waited for.
    page.evaluate(
        "Promise.race([new Promise(done => setTimeout(done, 3000)),"
        "Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations < 9)"
        ".map(one => one.finished.catch(() => null)))])"
    )
    found = page.evaluate("options => axe.run(document, options)", rules)
    return [
        (state, violation["id"], [(node["target"], node["failureSummary"]) for node in violation["nodes"]][:3])
        for violation in found["violations"]
    ]


def violations_light_and_dark(page: Page, state: str) -> list[Any]:
    """Return what axe finds in light colours, and in dark ones after that; the page is light again afterwards."""
    found = violations(page, f"{state}, light")
    colours(page, "dark")
    found += violations(page, f"{state}, dark", RULES_OF_COLOUR)
    colours(page, "light")
    return found


def colours(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    paper = page.evaluate("getComputedStyle(document.querySelector('#board')).backgroundColor")
    assert paper == {"light": "rgb(244, 245, 247)", "dark": "rgb(18, 22, 28)"}[scheme]


@pytest.mark.parametrize(
    ("viewport", "states"),
    [pytest.param(DESKTOP, tuple(STATES), id="desktop"), pytest.param(PHONE, PHONE_STATES, id="phone")],
)
def test_no_state_of_the_board_shuts_anybody_out(
    enter: EnterBoard, filled: Cast, viewport: dict[str, int], states: tuple[str, ...]
) -> None:
    board = enter("Ana", filled.ana, viewport=viewport, color_scheme="light", reduced_motion="reduce")
    board.page.evaluate(AXE.read_text(encoding="utf-8"))
    problems: list[Any] = []
    for state in states:
        for way in STATES[state].way:
            way(board)
        expect(board.page.locator(STATES[state].opened).first, state).to_be_visible()
        problems += violations_light_and_dark(board.page, state)
        board.leave_everything()
    assert problems == []


def test_what_goes_wrong_is_told_to_everybody(enter: EnterBoard, cast: Cast) -> None:
    vic, mia = enter("Vic", cast.vic), enter("Mia", cast.mia)
    problems = []
    for board in (vic, mia):
        board.page.evaluate(AXE.read_text(encoding="utf-8"))
        problems += violations(board.page, "empty map")
    mia.add_step("Development")
    mia.wait_until_live()
    mia.page.context.set_offline(True)
    mia.wait_until_offline()
    problems += violations(mia.page, "offline")
    mia.add_step("Review")
    (step,) = Step.objects.filter(map=cast.map)
    submit(map_id=cast.map.id, actor=cast.ben, op_id="gone", edits=[{"do": "remove", "id": step.element_id}])
    mia.page.context.set_offline(False)
    # Her arrow leads from a step that is gone: that is refused, and said.
    expect(mia.page.locator(".notice").first).to_be_visible(timeout=60_000)
    problems += violations(mia.page, "notice")
    remove_participant(actor=cast.ana, participant_id=cast.mia.id)
    expect(mia.page.get_by_role("alert").filter(has_text="removed")).to_be_visible()
    problems += violations(mia.page, "removed")
    assert problems == []


def test_boxes_and_arrows_have_names_that_people_understand(enter: EnterBoard, filled: Cast) -> None:
    board = enter("Ana", filled.ana)
    page = board.page
    expect(page.get_by_role("group", name=re.compile("^Step Development, Engineers, wait 2 d"))).to_be_visible()
    expect(page.get_by_role("group", name="Push from Development to Code review")).to_be_attached()
    expect(page.get_by_role("group", name="Rework from Staging test to Development, 30 % sent back")).to_be_attached()
    expect(page.get_by_role("group", name="Push from Code review to the queue before “Staging test”")).to_be_attached()
    expect(page.get_by_role("img", name="From the trigger to Refinement")).to_be_attached()
    expect(page.get_by_role("img", name="From Staging test to the delivery")).to_be_attached()
    board.focus_box("Development")
    page.wait_for_timeout(400)
    for view in ("canvas", "table"):
        spoken: list[str] = page.evaluate(
            "[...document.querySelectorAll('[aria-label], [title], [alt]')].flatMap(e =>"
            " [e.getAttribute('aria-label'), e.getAttribute('title'), e.getAttribute('alt')]).filter(Boolean)"
        )
        assert [words for words in spoken if AN_ID.search(words)] == [], view
        assert len(spoken) > 20
        page.keyboard.press("Escape")
        page.keyboard.press("t")
    tree = page.locator("body").aria_snapshot()
    assert AN_ID.search(tree) is None
