"""Who looks closer: every total opens and follows the map, findings and uncertain values lead to their places."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.board import Board
from tests.browser.conftest import EnterBoard
from tests.browser.test_accessibility import AXE, DESKTOP, PHONE, violations
from tests.cast import Cast

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000


def panel(board: Board) -> Locator:
    return board.page.get_by_role("dialog", name="Look closer")


def open_panel(board: Board, tab: str) -> Locator:
    board.page.get_by_role("button", name=re.compile("^Look closer")).click()
    panel(board).get_by_role("tab", name=tab).click()
    return panel(board)


def open_figure(board: Board, name: str) -> Locator:
    board.figure(name).click()
    expect(panel(board).get_by_role("heading", name=re.compile(f"^{re.escape(name)}"))).to_be_visible()
    return panel(board)


def selected(board: Board, name: str) -> Locator:
    return board.page.locator(".react-flow__node.selected").filter(has_text=name)


def is_in_the_middle(page: Page, box: Locator) -> bool:
    """Whether the box stands in the middle of what is seen of the map."""
    at, canvas = box.bounding_box(), page.locator(".canvas").bounding_box()
    if at is None or canvas is None:
        return False
    beside = abs(at["x"] + at["width"] / 2 - canvas["x"] - canvas["width"] / 2)
    above = abs(at["y"] + at["height"] / 2 - canvas["y"] - canvas["height"] / 2)
    return beside < 60 and above < 100


def test_a_total_opens_and_follows_the_edit_of_another(enter: EnterBoard, filled: Cast) -> None:
    lea, ben = enter("Lea", filled.lea, viewport=DESKTOP), enter("Ben", filled.ben)
    opened = open_figure(lea, "Lead time")
    # Four steps of two days waiting and one of work, and twelve items at one a day.
    expect(opened.get_by_role("heading", name="Lead time 24 d")).to_be_visible()
    rows = opened.get_by_role("row").filter(has_text="Development")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("2 d")
    expect(opened.get_by_text(re.compile("Rework from Staging test to Development"))).to_be_visible()
    expect(opened.get_by_text(re.compile("of it is guessed"))).to_be_visible()
    ben.focus_box("Step Development")
    wait = ben.page.get_by_role("textbox", name="Wait before")
    wait.fill("9d")
    wait.press("Enter")
    expect(opened.get_by_role("heading", name="Lead time 31 d")).to_be_visible(timeout=PATIENCE_MS)
    expect(rows.first).to_contain_text("9 d")
    expect(opened.get_by_role("row").last).to_contain_text("31 d")


def test_a_row_leads_to_its_place_on_the_map(enter: EnterBoard, filled: Cast) -> None:
    vic = enter("Vic", filled.vic, viewport=DESKTOP, reduced_motion="reduce")
    opened = open_figure(vic, "Lead time")
    opened.get_by_role("button", name=re.compile("^Staging test")).first.click()
    box = selected(vic, "Staging test")
    expect(box).to_be_visible()
    vic.page.wait_for_timeout(400)
    assert is_in_the_middle(vic.page, box)


def test_by_keyboard_alone(enter: EnterBoard, filled: Cast) -> None:
    page = (ana := enter("Ana", filled.ana)).page
    ana.figure("Flow efficiency").focus()
    page.keyboard.press("Enter")
    opened = panel(ana)
    expect(opened.get_by_role("tab", name="Figures")).to_be_focused()
    expect(opened.get_by_role("heading", name=re.compile("^Flow efficiency"))).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(opened.get_by_role("tab", name=re.compile("^Findings"))).to_be_focused()
    findings = opened.get_by_role("listitem").get_by_role("button")
    findings.first.focus()
    page.keyboard.press("ArrowDown")
    expect(findings.nth(1)).to_be_focused()
    # A letter that would add a step on the map does nothing in here.
    page.keyboard.press("n")
    expect(page.locator(".step-form")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(ana.figure("Flow efficiency")).to_be_focused()


def test_from_the_list_of_figures_and_back(enter: EnterBoard, filled: Cast) -> None:
    ana = enter("Ana", filled.ana)
    opened = open_panel(ana, "Figures")
    entry = opened.get_by_role("button", name=re.compile("^Effort"))
    entry.click()
    heading = opened.get_by_role("heading", name=re.compile("^Effort"))
    expect(heading).to_be_focused()
    expect(opened.get_by_role("row")).not_to_have_count(0)
    opened.get_by_role("button", name="All figures").click()
    for name in ("Expected lead time", "Takt time", "Hand-offs", "Rolled %C/A"):
        expect(opened.get_by_role("button", name=name)).to_be_visible()


def test_findings_are_counted_and_lead_to_their_places(enter: EnterBoard, filled: Cast) -> None:
    ana = enter("Ana", filled.ana)
    button = ana.page.get_by_role("button", name=re.compile(r"^Look closer \d+ findings$"))
    counted = re.search(r"\d+", button.inner_text())
    findings = open_panel(ana, "Findings").locator("ol > li")
    assert counted is not None
    expect(findings).to_have_count(int(counted[0]))
    findings.get_by_role("button").filter(has_text="Staging test").first.click()
    expect(ana.page.locator(".react-flow__node.selected, .react-flow__edge.selected")).to_have_count(1)


def test_two_rules_that_disagree_are_both_shown(enter: EnterBoard, filled: Cast) -> None:
    ana = enter("Ana", filled.ana)
    expect(ana.card("Development").get_by_text(re.compile("constraint by load"))).to_be_visible()
    ana.card("Staging test").get_by_text(re.compile("constraint by pile-up")).click()
    opened = panel(ana)
    expect(opened.get_by_role("heading", name="Two rules, two answers")).to_be_visible()
    expect(opened.get_by_text(re.compile("^By utilisation “Development” is the busiest step"))).to_be_visible()
    expect(opened.get_by_text(re.compile("^By pile-up work waits longest before “Staging test”"))).to_be_visible()


def test_the_tornado_opens_the_field_to_check(enter: EnterBoard, filled: Cast) -> None:
    ana = enter("Ana", filled.ana)
    opened = open_panel(ana, "What to check first")
    expect(opened.get_by_text(re.compile("^Check "))).to_be_visible()
    bars = opened.get_by_role("list", name=re.compile("^Inputs by how much")).get_by_role("button")
    # Its wait has a stated range, its work none.
    waits, works = bars.filter(has_text="Development wait"), bars.filter(has_text="Development work")
    expect(waits).to_contain_text("stated from 1 d to 4 d")
    expect(works).to_contain_text("assumed from")
    works.click()
    field = ana.page.get_by_role("complementary", name="Selected: Step").get_by_role("textbox", name="Work")
    expect(field).to_be_focused()
    expect(selected(ana, "Development")).to_be_visible()
    opened.get_by_text("The same in numbers").click()
    expect(opened.get_by_role("table").get_by_role("row")).to_have_count(1 + bars.count())


def test_where_both_have_no_room_it_makes_way_for_the_field(enter: EnterBoard, filled: Cast) -> None:
    ben = enter("Ben", filled.ben, viewport={"width": 1100, "height": 760})
    opened = open_panel(ben, "What to check first")
    opened.get_by_role("button").filter(has_text="Development work").click()
    details = ben.page.get_by_role("complementary", name="Selected: Step")
    expect(details.get_by_role("textbox", name="Work")).to_be_focused()
    expect(opened).to_have_count(0)
    ben.page.get_by_role("button", name="Back to the figures").click()
    expect(opened).to_be_visible()


def test_what_cannot_be_read_is_said_and_asked_again(enter: EnterBoard, filled: Cast) -> None:
    ana = enter("Ana", filled.ana)

    def refuse(route: Route) -> None:
        route.abort("connectionrefused")

    ana.page.route("**/explanation/", refuse)
    ana.figure("Lead time").click()
    said = panel(ana).get_by_role("alert")
    expect(said).to_contain_text("could not be read")
    ana.page.unroute("**/explanation/", refuse)
    said.get_by_role("button", name="Try again").click()
    expect(panel(ana).get_by_role("heading", name="Lead time 24 d")).to_be_visible()


def test_on_a_phone_it_is_a_sheet_that_makes_way(enter: EnterBoard, filled: Cast) -> None:
    mia = enter("Mia", filled.mia, viewport=PHONE, has_touch=True)
    opened = open_figure(mia, "Lead time")
    box = opened.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (PHONE["width"], PHONE["height"])
    opened.get_by_role("button", name=re.compile("^Code review")).first.click()
    expect(opened).to_have_count(0)
    expect(selected(mia, "Code review")).to_be_visible()
    mia.page.get_by_role("button", name="Back to the figures").click()
    expect(panel(mia).get_by_role("heading", name="Lead time 24 d")).to_be_visible()
    panel(mia).get_by_role("button", name="Close", exact=True).click()
    expect(panel(mia)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")])
def test_nothing_in_it_shuts_anybody_out(
    enter: EnterBoard, filled: Cast, viewport: dict[str, int], scheme: str
) -> None:
    ana = enter("Ana", filled.ana, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    ana.page.evaluate(AXE.read_text(encoding="utf-8"))
    problems = []
    opened = open_panel(ana, "Figures")
    expect(opened.get_by_role("button", name=re.compile("^Effort"))).to_be_visible()
    problems += violations(ana.page, "all figures")
    for name in ("Lead time", "Flow efficiency", "Constraint"):
        opened.get_by_role("button", name=re.compile(f"^{name}")).click()
        expect(opened.get_by_role("heading", name=re.compile(f"^{name}"))).to_be_visible()
        problems += violations(ana.page, name)
        opened.get_by_role("button", name="All figures").click()
    opened.get_by_role("tab", name=re.compile("^Findings")).click()
    expect(opened.locator("ol > li").first).to_be_visible()
    problems += violations(ana.page, "findings")
    opened.get_by_role("tab", name="What to check first").click()
    opened.get_by_text("The same in numbers").click()
    problems += violations(ana.page, "what to check first")
    assert problems == []
