"""A private what-if in real browsers: it stays with its author until it is shared, and the map goes on underneath."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from maps.commands.edit import submit
from maps.models import Map, Operation
from maps.projection import load_elements
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard
from tests.browser.test_accessibility import AXE, DESKTOP, PHONE, violations
from tests.cast import Cast

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000


@pytest.fixture
def chain(cast: Cast) -> Cast:
    """A chain of two steps: 2 d wait and 1 d work before 4 d wait and 1 d work; five items a week, one person each."""
    steps = {"dev": ("Development", "2d", 0), "test": ("Staging test", "4d", 320)}
    edits: list[dict[str, Any]] = [
        {
            "do": "add",
            "id": key,
            "element": {
                "kind": "step",
                "name": name,
                "x": x,
                "y": 0,
                "wait_time": wait,
                "process_time": "6h",
                "people": 1,
                "complete_accurate": 0.9,
                "wastes": ["waiting"],
            },
        }
        for key, (name, wait, x) in steps.items()
    ]
    edits.append(
        {"do": "add", "id": "flow", "element": {"kind": "flow", "flow": "push", "source": "dev", "target": "test"}}
    )
    submit(map_id=cast.map.id, actor=cast.ana, op_id="chain", edits=edits)
    return cast


def what_if(board: Board) -> Locator:
    return board.page.get_by_role("region", name="What if")


def panel(board: Board) -> Locator:
    return board.page.get_by_role("complementary", name="Changes and figures of the what-if")


def begin(board: Board) -> None:
    board.page.get_by_role("button", name=re.compile("^What if")).click()
    expect(what_if(board)).to_contain_text("only you see this")


def leave(board: Board) -> None:
    what_if(board).get_by_role("button", name="Back to the map").click()
    expect(what_if(board)).to_have_count(0)


def set_field(board: Board, step: str, label: str, text: str) -> None:
    """In the details of a step."""
    board.focus_box(f"Step {step}")
    field = board.page.get_by_role("complementary", name="Selected: Step").get_by_label(re.compile(f"^{label}"))
    field.fill(text)
    field.press("Enter")
    board.page.keyboard.press("Escape")
    board.page.keyboard.press("Escape")


def sent_frames(page: Page) -> list[str]:
    """Everything that this page sends over its socket from now on."""
    frames: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: frames.append(str(frame)))

    page.on("websocket", listen)
    return frames


def lead_time(board: Board) -> Locator:
    return board.figure("Lead time")


def row(board: Board, figure: str) -> Locator:
    return panel(board).get_by_role("row", name=re.compile(f"^{figure}"))


def test_what_ben_tries_is_his_alone_and_follows_the_map(enter: EnterBoard, chain: Cast) -> None:
    mia, ben = enter("Mia", chain.mia), enter("Ben", chain.ben)
    frames = sent_frames(ben.page)
    ben.page.reload()
    ben.wait_until_live()
    expect(lead_time(ben)).to_contain_text("7.5 d")
    begin(ben)
    set_field(ben, "Staging test", "Wait before", "1d")
    expect(lead_time(ben)).to_contain_text("4.5 d", timeout=PATIENCE_MS)
    expect(lead_time(ben)).to_contain_text("7.5 d")
    expect(lead_time(ben)).to_contain_text("3 d")
    expect(lead_time(ben)).to_contain_text("better")
    expect(panel(ben)).to_contain_text(re.compile("Staging test.*wait time.*4 d.*1 d", re.DOTALL))

    # Nothing of it has left his browser but the question for its figures.
    assert Operation.objects.filter(map=chain.map).count() == 1
    assert load_elements(chain.map.id)[1]["test"]["wait_time"]["value"] == 4 * 8 * 3600
    told = [json.loads(frame) for frame in frames if '"presence"' in frame or '"edit"' in frame]
    assert [message for message in told if message["t"] == "edit" or message["selection"] or message["editing"]] == []
    expect(lead_time(mia)).to_contain_text("7.5 d")
    expect(mia.card("Staging test")).to_contain_text("4 d")

    # Her edit moves his map, and both of his figures.
    set_field(mia, "Development", "Wait before", "3d")
    expect(ben.card("Development")).to_contain_text("3 d", timeout=PATIENCE_MS)
    expect(lead_time(ben)).to_contain_text("5.5 d", timeout=PATIENCE_MS)
    expect(lead_time(ben)).to_contain_text("8.5 d")
    expect(row(ben, "Lead time")).to_contain_text("8.5 d")
    expect(lead_time(mia)).to_contain_text("8.5 d")

    # It is there after a reload, where he was; and it is kept when he goes back to the map.
    ben.page.reload()
    ben.wait_until_live()
    expect(what_if(ben)).to_contain_text("1 change", timeout=PATIENCE_MS)
    expect(lead_time(ben)).to_contain_text("5.5 d", timeout=PATIENCE_MS)
    leave(ben)
    expect(lead_time(ben)).to_contain_text("8.5 d")
    expect(ben.card("Staging test")).to_contain_text("4 d")
    button = ben.page.get_by_role("button", name="What if, yours is kept")
    expect(button).to_be_focused()
    button.click()

    # Undo is his own, and one change can be taken back.
    expect(lead_time(ben)).to_contain_text("5.5 d", timeout=PATIENCE_MS)
    ben.undo()
    expect(what_if(ben)).not_to_contain_text("change ·")
    ben.page.keyboard.press("Control+Shift+z")
    panel(ben).get_by_role("button", name=re.compile("^Take back: “Staging test”, wait time")).click()
    expect(panel(ben)).to_contain_text("No changes yet")
    expect(lead_time(ben)).to_contain_text("8.5 d")
    assert Operation.objects.filter(map=chain.map).count() == 2


def test_waits_answer_to_people_and_the_method_is_named(enter: EnterBoard, chain: Cast) -> None:
    ben = enter("Ben", chain.ben)
    begin(ben)
    set_field(ben, "Staging test", "People", "2")
    waits = panel(ben)
    expect(waits).to_contain_text(re.compile("Predicted waits.*Staging test.*4 d", re.DOTALL), timeout=PATIENCE_MS)
    expect(waits).to_contain_text(re.compile("Allen-Cunneen|Kingman"))
    expect(ben.card("Staging test").locator(".predicted")).to_be_visible()
    expect(row(ben, "Lead time")).to_contain_text("better")
    # More than one person can do: a sentence, not a number.
    set_field(ben, "Staging test", "Work", "5d")
    expect(waits.locator(".what-if-problem").first).to_be_visible(timeout=PATIENCE_MS)
    expect(waits.locator(".what-if-problem").first).to_contain_text("Staging test")


def test_its_figures_open_as_those_of_the_map_do(enter: EnterBoard, chain: Cast) -> None:
    ben = enter("Ben", chain.ben, viewport=DESKTOP)
    begin(ben)
    set_field(ben, "Staging test", "Wait before", "1d")
    expect(lead_time(ben)).to_contain_text("4.5 d", timeout=PATIENCE_MS)
    lead_time(ben).click()
    closer = ben.page.get_by_role("dialog", name="Look closer")
    expect(closer.get_by_role("heading", name="Lead time 4.5 d")).to_be_visible(timeout=PATIENCE_MS)
    expect(closer).to_contain_text("This speaks of your what-if")
    waits = closer.get_by_role("row").filter(has_text="Staging test").filter(has_text="wait")
    expect(waits).to_contain_text("1 d")
    closer.get_by_role("tab", name="What to check first").click()
    expect(closer.get_by_text(re.compile("^Check "))).to_be_visible(timeout=PATIENCE_MS)
    closer.get_by_role("tab", name="Simulation").click()
    expect(closer).to_contain_text("This speaks of the map that everybody sees")
    # Back on the map the same panel speaks of the map.
    closer.get_by_role("tab", name="Figures").click()
    leave(ben)
    expect(closer.get_by_role("heading", name="Lead time 7.5 d")).to_be_visible(timeout=PATIENCE_MS)
    expect(closer).not_to_contain_text("This speaks of")


def test_a_change_whose_step_is_gone_is_said(enter: EnterBoard, chain: Cast) -> None:
    ben = enter("Ben", chain.ben)
    begin(ben)
    set_field(ben, "Staging test", "Wait before", "1d")
    set_field(ben, "Development", "Wait before", "1d")
    expect(what_if(ben)).to_contain_text("2 changes", timeout=PATIENCE_MS)
    submit(map_id=chain.map.id, actor=chain.mia, op_id="gone", edits=[{"do": "remove", "id": "test"}])
    gone = "“Staging test” was removed from the map by Mia, so this change counts nowhere."
    expect(panel(ben)).to_contain_text(gone, timeout=PATIENCE_MS)
    expect(ben.card("Staging test")).to_have_count(0)
    expect(lead_time(ben)).to_contain_text("1.8 d", timeout=PATIENCE_MS)
    panel(ben).get_by_role("button", name=re.compile("^Take back: “Staging test”")).click()
    expect(what_if(ben)).to_contain_text("1 change")


def test_a_leader_shares_and_others_open_a_copy(enter: EnterBoard, chain: Cast) -> None:
    mia, lea = enter("Mia", chain.mia), enter("Lea", chain.lea)
    begin(lea)
    set_field(lea, "Staging test", "Wait before", "1d")
    expect(lead_time(lea)).to_contain_text("4.5 d", timeout=PATIENCE_MS)
    what_if(lea).get_by_role("button", name=re.compile("^Share it")).click()
    lea.page.get_by_label("Title").fill("A test in a day")
    lea.page.get_by_role("dialog").get_by_role("button", name="Share it").click()
    expect(lea.page.get_by_role("dialog")).to_have_count(0)
    notice = mia.page.get_by_text("Lea shared a what-if: “A test in a day”")
    expect(notice).to_be_visible(timeout=PATIENCE_MS)
    mia.page.get_by_role("button", name="Menu", exact=True).click()
    mia.page.get_by_role("menuitem", name=re.compile(r"^Shared what-ifs \(1\)")).click()
    shared = mia.page.get_by_role("dialog", name="Shared what-ifs")
    expect(shared).to_contain_text("Lea")
    expect(shared.get_by_role("button", name=re.compile("^Withdraw"))).to_have_count(0)
    shared.get_by_role("button", name=re.compile("^Open a copy")).click()
    expect(what_if(mia)).to_contain_text("only you see this")
    expect(lead_time(mia)).to_contain_text("4.5 d", timeout=PATIENCE_MS)
    # Her copy is hers: what she changes in it stays with her.
    set_field(mia, "Development", "Wait before", "1d")
    expect(lead_time(mia)).to_contain_text("3.5 d", timeout=PATIENCE_MS)
    expect(lead_time(lea)).to_contain_text("4.5 d")
    expect(what_if(mia).get_by_role("button", name=re.compile("^Future state"))).to_have_count(0)
    assert Operation.objects.filter(map=chain.map).count() == 1


def test_a_viewer_may_try_but_shares_nothing(enter: EnterBoard, chain: Cast) -> None:
    vic = enter("Vic", chain.vic)
    begin(vic)
    set_field(vic, "Staging test", "Wait before", "1d")
    expect(lead_time(vic)).to_contain_text("4.5 d", timeout=PATIENCE_MS)
    expect(what_if(vic).get_by_role("button", name="Back to the map")).to_be_visible()
    expect(what_if(vic).get_by_role("button", name=re.compile("^(Share it|Future state)"))).to_have_count(0)
    expect(what_if(vic)).to_contain_text("Viewers can try, but not share")
    leave(vic)
    expect(vic.card("Staging test")).to_contain_text("4 d")


def test_a_facilitator_makes_a_future_state_of_it(enter: EnterBoard, chain: Cast) -> None:
    ana = enter("Ana", chain.ana)
    begin(ana)
    ana.focus_box("Step Staging test")
    ana.page.keyboard.press("Delete")
    expect(panel(ana)).to_contain_text(re.compile("Staging test.*removed", re.DOTALL))
    expect(lead_time(ana)).to_contain_text("2.8 d", timeout=PATIENCE_MS)
    what_if(ana).get_by_role("button", name=re.compile("^Future state")).click()
    ana.page.get_by_label("Title").fill("No staging by June", timeout=PATIENCE_MS)
    ana.page.get_by_label("Target condition").fill("What is built is live.")
    ana.page.get_by_label("By when").fill("2031-06-30")
    ana.page.get_by_role("button", name="Make the future state").click()
    expect(ana.page.get_by_role("heading", name="No staging by June")).to_be_visible(timeout=PATIENCE_MS)
    ana.wait_until_live()
    expect(ana.page.get_by_text("Future state ·")).to_be_visible()
    expect(ana.card("Development")).to_be_visible()
    expect(ana.card("Staging test")).to_have_count(0)
    future = Map.objects.get(workshop=chain.workshop, kind="future")
    assert set(load_elements(future.id)[1]) == {"dev"}
    assert "test" in load_elements(chain.map.id)[1]


def test_discarding_leaves_nothing(enter: EnterBoard, chain: Cast) -> None:
    ben = enter("Ben", chain.ben)
    begin(ben)
    set_field(ben, "Staging test", "Wait before", "1d")
    expect(what_if(ben)).to_contain_text("1 change", timeout=PATIENCE_MS)
    what_if(ben).get_by_role("button", name=re.compile("^Discard")).click()
    what_if(ben).get_by_role("button", name="Keep").click()
    what_if(ben).get_by_role("button", name=re.compile("^Discard")).click()
    what_if(ben).get_by_role("button", name="Discard", exact=True).click()
    expect(what_if(ben)).to_have_count(0)
    expect(ben.page.get_by_role("button", name="What if", exact=True)).to_be_focused()
    ben.page.reload()
    ben.wait_until_live()
    begin(ben)
    expect(panel(ben)).to_contain_text("No changes yet")


def test_from_the_keyboard_and_in_the_table(enter: EnterBoard, chain: Cast) -> None:
    ben = enter("Ben", chain.ben)
    ben.page.keyboard.press("w")
    expect(what_if(ben)).to_contain_text("only you see this")
    ben.page.keyboard.press("t")
    grid = ben.page.get_by_role("grid", name=re.compile("Steps"))
    test = grid.get_by_role("row", name=re.compile("^Staging test"))
    test.get_by_role("gridcell").nth(2).focus()
    ben.page.keyboard.press("Enter")
    ben.page.keyboard.press("Control+a")
    ben.page.keyboard.type("1d")
    ben.page.keyboard.press("Enter")
    state = what_if(ben).get_by_role("status")
    expect(state).to_have_text("1 change · lead time 3 d less, better", timeout=PATIENCE_MS)
    ben.page.keyboard.press("Escape")
    ben.page.keyboard.press("w")
    expect(what_if(ben)).to_have_count(0)
    expect(test).to_contain_text("4 d")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_it_shuts_nobody_out(enter: EnterBoard, chain: Cast, viewport: dict[str, int], scheme: str) -> None:
    ana = enter("Ana", chain.ana, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    ana.page.evaluate(AXE.read_text(encoding="utf-8"))
    problems: list[Any] = []
    begin(ana)
    problems += violations(ana.page, "nothing changed")
    set_field(ana, "Staging test", "People", "2")
    expect(what_if(ana)).to_contain_text(re.compile("1 change · lead time"), timeout=PATIENCE_MS)
    if viewport == PHONE:
        what_if(ana).get_by_role("button", name="Changes and figures").click()
    expect(panel(ana)).to_contain_text("Predicted waits")
    problems += violations(ana.page, "a change and its figures")
    ana.focus_box("Step Staging test")
    expect(ana.page.get_by_role("heading", name="Predicted wait", exact=True)).to_be_visible()
    problems += violations(ana.page, "a step with a predicted wait")
    for name in ("Share it …", "Future state …"):
        what_if(ana).get_by_role("button", name=name).click()
        expect(ana.page.get_by_role("dialog")).to_be_visible()
        problems += violations(ana.page, name)
        ana.page.keyboard.press("Escape")
    what_if(ana).get_by_role("button", name="Discard …").click()
    problems += violations(ana.page, "sure?")
    ana.page.get_by_role("button", name="Menu", exact=True).click()
    ana.page.get_by_role("menuitem", name=re.compile("^Shared what-ifs")).click()
    expect(ana.page.get_by_role("dialog")).to_contain_text("Nobody has shared one")
    problems += violations(ana.page, "shared what-ifs")
    assert problems == []
