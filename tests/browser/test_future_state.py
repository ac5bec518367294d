"""A future state in real browsers: its differences, the waste that each removes, and both maps side by side."""

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from experiments.commands.future_state import derive_future_state
from experiments.models import ChangeReason, FutureStateDesign
from maps.commands.edit import submit
from maps.models import Map
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard, page_of
from tests.browser.test_accessibility import AXE, DESKTOP, PHONE, violations
from tests.cast import Cast
from tests.conftest import OpenPage, Server

pytestmark = pytest.mark.browser

PATIENCE_MS = 20_000


@pytest.fixture
def chain(cast: Cast) -> Cast:
    """Four steps in a chain, each after a wait; the staging test waits for its environment."""
    steps = [
        ("refine", "Refinement", "1d", []),
        ("approve", "Approval", "3d", ["waiting", "extra_processing"]),
        ("dev", "Development", "2d", []),
        ("test", "Staging test", "4d", ["waiting"]),
    ]
    edits: list[dict[str, Any]] = []
    for place, (key, name, wait, wastes) in enumerate(steps):
        element = {"kind": "step", "name": name, "x": 260 * place, "y": 0, "wait_time": wait, "process_time": "6h"}
        edits.append({"do": "add", "id": key, "element": {**element, "wastes": wastes, "role": "Engineers"}})
    for source, target in (("refine", "approve"), ("approve", "dev"), ("dev", "test")):
        arrow = {"kind": "flow", "flow": "push", "source": source, "target": target}
        edits.append({"do": "add", "id": f"{source}-{target}", "element": arrow})
    submit(map_id=cast.map.id, actor=cast.ana, op_id="chain", edits=edits)
    return cast


@pytest.fixture
def future(chain: Cast) -> Map:
    """The approval is gone, a check is new, the staging test waits a day and stands elsewhere."""
    arrow = {"kind": "flow", "flow": "push", "source": "dev", "target": "check"}
    check = {"kind": "step", "name": "Automated check", "x": 520, "y": 260, "wait_time": "0h", "process_time": "1h"}
    edits = [
        {"do": "set", "id": "refine-approve", "fields": {"target": "dev"}},
        {"do": "remove", "id": "approve"},
        {"do": "add", "id": "check", "element": check},
        {"do": "add", "id": "to-check", "element": arrow},
        {"do": "set", "id": "dev-test", "fields": {"source": "check"}},
        {"do": "set", "id": "test", "fields": {"wait_time": "1d", "y": 120}},
    ]
    made, _ = derive_future_state(
        actor=chain.ana,
        of=chain.map,
        title="Live within two weeks",
        target_condition="A test starts within a day of the build.",
        horizon_ends_on=date(2031, 3, 31),
        edits=edits,
        op_id="future",
    )
    return made


@pytest.fixture
def enter_future(open_page: OpenPage, server: Server, future: Map) -> EnterBoard:
    def enter(name: str, person: Any, **options: object) -> Board:
        board = Board(page_of(open_page, server, name, person, **options))
        board.page.goto(f"/maps/{future.id}/")
        board.wait_until_live()
        return board

    return enter


def panel(board: Board) -> Locator:
    return board.page.get_by_role("complementary", name="Changes to the current state")


def change(board: Board, name: str) -> Locator:
    return panel(board).locator(".change-list > li").filter(has=board.page.get_by_role("button", name=name, exact=True))


def marks(board: Board) -> Locator:
    return board.page.locator(".marks")


def menu(page: Page, entry: str) -> None:
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("menuitem", name=entry).click()


def test_ana_makes_a_future_state_once_the_current_one_is_complete(enter: EnterBoard, chain: Cast) -> None:
    ana = enter("Ana", chain.ana)
    submit(map_id=chain.map.id, actor=chain.ben, op_id="gap", edits=[wait_of("test", None)])
    menu(ana.page, "Future states")
    dialog = ana.page.get_by_role("dialog")
    expect(dialog).to_contain_text("not complete enough to design on", timeout=PATIENCE_MS)
    expect(dialog.get_by_role("region", name="What is missing")).to_contain_text("Staging test")
    expect(dialog.get_by_role("button", name=re.compile("^Make a future state"))).to_have_count(0)
    ana.page.keyboard.press("Escape")
    submit(map_id=chain.map.id, actor=chain.ben, op_id="filled", edits=[wait_of("test", "4d")])
    menu(ana.page, "Future states")
    dialog.get_by_role("button", name=re.compile("^Make a future state")).click()
    dialog.get_by_label("Title").fill("Live within two weeks")
    dialog.get_by_label("Target condition").fill("A test starts within a day of the build.")
    dialog.get_by_label("By when").fill("2031-03-31")
    dialog.get_by_role("button", name="Make the future state").click()
    expect(ana.page.get_by_text("Future state ·")).to_be_visible(timeout=PATIENCE_MS)
    expect(panel(ana)).to_contain_text("A test starts within a day of the build.", timeout=PATIENCE_MS)
    expect(panel(ana)).to_contain_text("Nothing is changed yet: the future state is the current one.")
    design = FutureStateDesign.objects.get()
    assert (design.map.derived_from_id, design.horizon_ends_on) == (chain.map.id, date(2031, 3, 31))


def wait_of(key: str, wait: str | None) -> dict[str, Any]:
    return {"do": "set", "id": key, "fields": {"wait_time": wait}}


def test_ana_and_ben_name_the_waste_of_every_change(enter_future: EnterBoard, chain: Cast, future: Map) -> None:
    ana, ben = enter_future("Ana", chain.ana), enter_future("Ben", chain.ben)
    for board in (ana, ben):
        expect(panel(board)).to_contain_text(
            "3 changes, none of which names the waste it removes: redesign for its own sake.", timeout=PATIENCE_MS
        )
    expect(change(ben, "Staging test")).to_contain_text(re.compile("wait.*4 d.*1 d", re.DOTALL))
    expect(marks(ben).locator("[data-what=removed]")).to_contain_text("Approval")
    expect(marks(ben).locator("[data-what=added]").filter(has_text="new")).to_have_count(1)
    expect(marks(ben).locator("[data-what=changed]")).to_contain_text("4 d → 1 d")
    expect(marks(ben).locator(".mark-trace")).to_have_count(1)

    change(ben, "Staging test").get_by_role("combobox").select_option("waiting")
    expect(change(ana, "Staging test").get_by_role("combobox")).to_have_value("waiting", timeout=PATIENCE_MS)
    expect(panel(ana)).to_contain_text("3 changes; 2 of them name no waste: redesign for its own sake.")
    why = change(ana, "Staging test").get_by_role("textbox")
    why.fill("A second staging environment")
    why.press("Enter")
    told = change(ben, "Staging test").get_by_role("textbox")
    expect(told).to_have_value("A second staging environment", timeout=PATIENCE_MS)
    said = ChangeReason.objects.get()
    assert (said.key, said.waste, said.reason, said.author_id) == (
        "test",
        "waiting",
        "A second staging environment",
        chain.ana.id,
    )

    # What is changed on the board is a change in the list of both.
    submit(map_id=future.id, actor=chain.mia, op_id="more", edits=[wait_of("dev", "1d")])
    for board in (ana, ben):
        expect(panel(board)).to_contain_text(
            "4 changes; 3 of them name no waste: redesign for its own sake.", timeout=PATIENCE_MS
        )
        expect(change(board, "Development")).to_contain_text(re.compile("wait.*2 d.*1 d", re.DOTALL))

    # Ana states anew what it is for; Ben reads it, and cannot.
    panel(ana).get_by_role("button", name="State it anew").click()
    panel(ana).get_by_label("Target condition").fill("A test starts at once.")
    panel(ana).get_by_role("button", name="Save").click()
    expect(panel(ben)).to_contain_text("A test starts at once.", timeout=PATIENCE_MS)
    expect(panel(ben).get_by_role("button", name="State it anew")).to_have_count(0)


def test_a_leader_reads_the_reasons_and_writes_none(enter_future: EnterBoard, chain: Cast) -> None:
    lea = enter_future("Lea", chain.lea)
    expect(panel(lea)).to_contain_text("Redesign for its own sake: it names no waste.", timeout=PATIENCE_MS)
    expect(panel(lea).get_by_role("combobox")).to_have_count(0)
    lead = panel(lea).get_by_role("row", name=re.compile("^Lead time"))
    expect(lead).to_contain_text(re.compile("less.*better", re.DOTALL))


def test_both_maps_stand_side_by_side_and_move_together(enter_future: EnterBoard, chain: Cast) -> None:
    ben = enter_future("Ben", chain.ben)
    panel(ben).get_by_role("button", name="Both maps side by side").click(timeout=PATIENCE_MS)
    beside = ben.page.get_by_role("region", name=re.compile("^The current state, to look at"))
    expect(beside.locator(".react-flow__node").filter(has_text="Approval")).to_be_visible(timeout=PATIENCE_MS)
    mine = ben.page.locator(".stage > .canvas .react-flow__viewport")
    theirs = beside.locator(".react-flow__viewport")

    def view(of: Locator) -> str:
        return str(of.evaluate("element => element.style.transform"))

    settle(ben.page)
    for canvas in (ben.page.locator(".stage > .canvas .react-flow__pane"), beside.locator(".react-flow__pane")):
        before = view(mine)
        canvas.hover(position={"x": 60, "y": 60})
        ben.page.mouse.wheel(40, 90)
        expect(mine).not_to_have_attribute("style", re.compile(re.escape(before)))
        settle(ben.page)
        assert view(mine) == view(theirs)

    # What others do to the current state is seen there; it is not changed from here.
    submit(map_id=chain.map.id, actor=chain.mia, op_id="live", edits=[wait_of("approve", "5d")])
    expect(beside.locator(".react-flow__node").filter(has_text="Approval")).to_contain_text("5 d", timeout=PATIENCE_MS)
    expect(panel(ben)).to_contain_text("has changed since this was made of it", timeout=PATIENCE_MS)
    beside.get_by_role("button", name="Close the current state").click()
    expect(beside).to_have_count(0)


def test_the_stream_is_mapped_again_and_held_against_the_promise(
    enter_future: EnterBoard, chain: Cast, future: Map
) -> None:
    ana = enter_future("Ana", chain.ana)
    panel(ana).get_by_role("button", name=re.compile("^Map the stream again")).click(timeout=PATIENCE_MS)
    panel(ana).get_by_label("Title of the new map").fill("Half a year later")
    panel(ana).get_by_label("with a copy of the current state").check()
    panel(ana).get_by_role("button", name="Make the map").click()
    expect(ana.page.get_by_role("heading", name="Half a year later")).to_be_visible(timeout=PATIENCE_MS)
    ana.wait_until_live()
    later = Map.objects.get(answers=future)
    ana.page.get_by_role("button", name="Promise", exact=True).click()
    told = ana.page.get_by_role("complementary", name="What became of the promise")
    expect(told).to_contain_text("nothing of it came true", timeout=PATIENCE_MS)
    expect(told).to_contain_text("Of 3 changes 0 are on the map.")
    # What Ben corrects on the new map is held against the promise at once.
    edits = [
        {"do": "set", "id": "test", "fields": {"wait_time": {"value": "2d", "source": "measured", "n": 9}}},
        {"do": "set", "id": "refine-approve", "fields": {"target": "dev"}},
        {"do": "remove", "id": "approve"},
    ]
    submit(map_id=later.id, actor=chain.ben, op_id="walked", edits=edits)
    expect(told).to_contain_text("Of 3 changes 1 is on the map, 1 in part.", timeout=PATIENCE_MS)
    expect(told.get_by_role("listitem").filter(has_text="Approval")).to_contain_text("done")
    told.get_by_role("button", name="Both maps side by side").click()
    beside = ana.page.get_by_role("region", name="The future state, to look at: Live within two weeks")
    expect(beside.locator(".react-flow__node").filter(has_text="Automated check")).to_be_visible(timeout=PATIENCE_MS)
    told.get_by_role("link", name="As a page").click()
    expect(ana.page.get_by_role("heading", name="What became of “Live within two weeks”")).to_be_visible()
    # The future state leads to what became of it.
    lea = enter_future("Lea", chain.lea)
    expect(panel(lea).get_by_role("link", name="Half a year later")).to_be_visible(timeout=PATIENCE_MS)
    expect(panel(lea).get_by_role("button", name=re.compile("^Map the stream again"))).to_have_count(0)


def settle(page: Page) -> None:
    """Until the map has come to rest."""
    page.wait_for_function(
        """() => {
            const now = [...document.querySelectorAll('.react-flow__viewport')].map(one => one.style.transform).join()
            const rests = window.lastView === now
            window.lastView = now
            return rests
        }""",
        polling=250,
    )


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_it_shuts_nobody_out(enter_future: EnterBoard, chain: Cast, viewport: dict[str, int], scheme: str) -> None:
    ana = enter_future("Ana", chain.ana, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    page = ana.page
    page.evaluate(AXE.read_text(encoding="utf-8"))
    if viewport == PHONE:
        page.get_by_role("button", name="Changes", exact=True).click()
    expect(panel(ana)).to_contain_text("redesign for its own sake", timeout=PATIENCE_MS)
    problems = violations(page, "changes")
    panel(ana).get_by_role("button", name="State it anew").click()
    problems += violations(page, "aim")
    panel(ana).get_by_role("button", name="Cancel").click()
    panel(ana).get_by_role("button", name="Both maps side by side").click()
    if viewport == PHONE:
        panel(ana).get_by_role("button", name="Close").click()
    expect(page.locator(".beside .react-flow__node").first).to_be_visible(timeout=PATIENCE_MS)
    problems += violations(page, "side by side")
    menu(page, "Future states")
    expect(page.get_by_role("dialog").get_by_role("table")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name=re.compile("^Make a future state")).click()
    expect(page.get_by_label("Title")).to_be_visible(timeout=PATIENCE_MS)
    problems += violations(page, "future states")
    assert problems == []
