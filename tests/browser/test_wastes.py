"""Marking wastes, counting them, writing hypotheses, and the circle of the room against what the figures say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, expect

from maps.commands.edit import submit
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard
from tests.browser.test_accessibility import AXE, violations_light_and_dark
from tests.browser.test_rounds import ask, close_and_reveal, done, round_of, take_part
from tests.cast import Cast

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
STEPS: tuple[tuple[str, str, list[str]], ...] = (
    ("Refinement", "1d", ["waiting"]),
    ("Code review", "2d", ["waiting", "motion"]),
    ("Staging test", "8d", []),
)


@dataclass(frozen=True, slots=True)
class Room:
    """The boards of those who are in the session."""

    ana: Board
    ben: Board
    mia: Board


@pytest.fixture
def room(cast: Cast, enter: EnterBoard) -> Iterator[Room]:
    elements: dict[str, dict[str, object]] = {
        f"step-{place}": {
            "kind": "step",
            "name": name,
            "x": 300 * place,
            "y": 0,
            "wait_time": wait,
            "process_time": "1d",
            **({"wastes": wastes} if wastes else {}),
        }
        for place, (name, wait, wastes) in enumerate(STEPS)
    }
    elements["queue"] = {"kind": "queue", "name": "Ready", "items": 9, "x": 450, "y": 0}
    for place, (source, target) in enumerate((("step-0", "step-1"), ("step-1", "queue"), ("queue", "step-2"))):
        elements[f"flow-{place}"] = {"kind": "flow", "flow": "push", "source": source, "target": target}
    edits = [{"do": "add", "id": key, "element": element} for key, element in elements.items()]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)
    yield Room(enter("Ana", cast.ana), enter("Ben", cast.ben), enter("Mia", cast.mia, **PHONE))


def wastes_of(board: Board) -> Locator:
    return board.page.get_by_role("region", name="Wastes and constraint")


def open_wastes(board: Board) -> Locator:
    """Open the panel by its entry in the menu."""
    board.page.get_by_role("button", name="Menu", exact=True).click()
    board.page.get_by_role("menuitemradio", name="Wastes and constraint").click()
    expect(wastes_of(board).get_by_role("heading", name="The eight wastes")).to_be_visible()
    return wastes_of(board)


def marks_of(board: Board) -> Locator:
    """The rows of the table of counts."""
    return wastes_of(board).get_by_role("row").filter(has=board.page.get_by_role("rowheader"))


def test_a_click_marks_what_suffers_and_everybody_counts_the_same(room: Room) -> None:
    panel = open_wastes(room.ben)
    open_wastes(room.ana)
    expect(marks_of(room.ben)).to_have_text([re.compile(r"waiting\s*2\s*67 %"), re.compile(r"motion\s*1\s*100 %")])
    panel.get_by_role("button", name=re.compile("^inventory")).click()
    room.ben.card("Staging test").click()
    room.ben.box("Queue, Ready, 9 items").click()
    expect(room.ben.box("Queue, Ready, 9 items")).to_contain_text("inventory")
    for board in (room.ana, room.ben):
        expect(marks_of(board).nth(1)).to_have_text(re.compile(r"inventory\s*2\s*80 %"))
    expect(wastes_of(room.ana).get_by_text("2 of 3 wastes make up 80 %: waiting, inventory.")).to_be_visible()
    room.ben.card("Staging test").click()
    expect(marks_of(room.ana).filter(has_text="inventory")).to_have_text(re.compile(r"inventory\s*1\s*75 %"))
    panel.get_by_label("Marks on").select_option("queues")
    expect(marks_of(room.ben)).to_have_text([re.compile(r"inventory\s*1\s*100 %")])
    room.ben.page.keyboard.press("Escape")
    expect(panel.get_by_role("button", name=re.compile("^inventory"), pressed=True)).to_have_count(0)


def test_the_keyboard_marks_boxes_and_arrows(room: Room) -> None:
    room.ben.focus_box("Step Staging test, wait 8 d, work 1 d, %C/A not said")
    room.ben.page.keyboard.press("x")
    panel = wastes_of(room.ben)
    expect(panel.get_by_role("heading", name="Wastes and constraint")).to_be_focused()
    room.ben.page.keyboard.press("1")
    expect(panel.get_by_role("status")).to_have_text("defects on “Staging test”")
    expect(room.ben.card("Staging test")).to_contain_text("defects")
    room.ben.focus_arrow("Push from Refinement to Code review")
    room.ben.page.keyboard.press("5")
    expect(marks_of(room.ben).filter(has_text="transportation")).to_have_count(1)
    room.ben.page.keyboard.press("5")
    expect(marks_of(room.ben).filter(has_text="transportation")).to_have_count(0)
    room.ben.undo()
    expect(marks_of(room.ben).filter(has_text="transportation")).to_have_count(1)


def test_a_hypothesis_is_written_at_the_step_and_names_the_waste(room: Room) -> None:
    panel = open_wastes(room.ben)
    room.ben.focus_box("Step Staging test, wait 8 d, work 1 d, %C/A not said")
    panel.get_by_role("button", name=re.compile("^waiting")).first.click()
    panel.get_by_role("button", name="Add a hypothesis about Staging test (waiting)").click()
    room.ben.page.keyboard.type("One environment for six teams")
    room.ben.page.keyboard.press("Control+Enter")
    entry = panel.get_by_role("button", name=re.compile("^One environment for six teams"))
    expect(entry).to_contain_text("about “Staging test”")
    expect(entry).to_contain_text("waiting")
    theirs = open_wastes(room.ana)
    expect(theirs.get_by_role("button", name=re.compile("^One environment for six teams"))).to_be_visible()


def test_after_the_round_the_room_circles_a_step_against_what_the_figures_say(room: Room) -> None:
    panel = open_wastes(room.ben)
    ask(room.ana, "The constraint", check=("With names",))
    expect(panel).to_have_count(0)
    take_part(room.ana)
    for board in (room.ana, room.ben, room.mia):
        round_of(board).get_by_role("radio", name="Code review").check()
        done(board)
    close_and_reveal(room.ana)
    expect(round_of(room.ana).get_by_text("The figures say Staging test")).to_be_visible()
    expect(round_of(room.ben).get_by_role("button", name="Circle it as the constraint")).to_have_count(0)
    round_of(room.ana).get_by_role("button", name="Circle it as the constraint").click()
    for board in (room.ana, room.ben, room.mia):
        expect(board.page.locator(".room-circle")).to_have_count(1)
        expect(board.figure("Constraint")).to_contain_text("the room: Code review")
        round_of(board).get_by_role("button", name="Close", exact=True).click()
    sentence = "The room circled “Code review”; the figures say “Staging test”."
    expect(wastes_of(room.ben).get_by_text(sentence)).to_be_visible()
    expect(wastes_of(room.ben).get_by_text(re.compile("Circled by Ana.*after the round"))).to_be_visible()
    panel = open_wastes(room.ana)
    panel.get_by_role("button", name="Erase the circle").click()
    expect(room.ben.page.locator(".room-circle")).to_have_count(0)
    panel.get_by_text("Circled before").click()
    expect(panel.get_by_text(re.compile("The room circled “Code review”.*erased by Ana"))).to_be_visible()


def test_the_circle_is_not_seen_while_people_judge_anew(room: Room) -> None:
    room.ana.card("Staging test").click()
    details = room.ana.page.get_by_role("complementary", name="Selected: Step")
    details.get_by_role("button", name="Circle it as the constraint").click()
    expect(details.get_by_text("The room circled “Staging test”, and the figures say the same.")).to_be_visible()
    expect(room.ben.page.locator(".room-circle")).to_have_count(1)
    ask(room.ana, "The constraint")
    for board in (room.ben, room.mia):
        expect(round_of(board)).to_be_visible()
        expect(board.page.locator(".room-circle")).to_have_count(0)
        expect(board.figure("Constraint")).to_contain_text("hidden")
        expect(board.page.get_by_text(re.compile("[Rr]oom (circled|agrees)"))).to_have_count(0)
    round_of(room.ana).get_by_role("button", name="Cancel …").click()
    round_of(room.ana).get_by_role("button", name="Cancel the round").click()
    expect(room.mia.page.locator(".room-circle")).to_have_count(1)


def test_votes_on_the_wastes_are_counted_beside_the_marks(room: Room) -> None:
    ask(room.ana, "Dot votes", check=("The eight wastes", "Several on one"))
    for board, waste in ((room.ben, "talent"), (room.mia, "defects")):
        for _ in range(2):
            round_of(board).get_by_role("button", name=re.compile(f"Place a dot on .*{waste}")).click()
        done(board)
    round_of(room.ana).get_by_role("button", name="Close the round").click()
    round_of(room.ana).get_by_role("button", name="Reveal to everybody").click()
    round_of(room.ana).get_by_role("button", name="Reveal all the same").click()
    expect(round_of(room.ana).get_by_text("2 people have written.")).to_be_visible()
    round_of(room.ana).get_by_role("button", name="Close", exact=True).click()
    panel = open_wastes(room.ana)
    expect(marks_of(room.ana).nth(0)).to_have_text(re.compile(r"waiting\s*2"))
    panel.get_by_label("dots of the votes").check()
    expect(marks_of(room.ana)).to_have_text(
        [re.compile(r"defects\s*2"), re.compile(r"non-utilised talent\s*2\s*100 %")]
    )


def test_a_phone_marks_what_is_tapped(room: Room) -> None:
    panel = open_wastes(room.mia)
    panel.get_by_role("button", name=re.compile("^defects")).click()
    room.mia.card("Refinement").tap()
    expect(marks_of(room.mia).filter(has_text="defects")).to_have_count(1)
    panel.get_by_role("button", name="Close", exact=True).click()
    expect(panel).to_have_count(0)


def test_the_panel_shuts_nobody_out(room: Room) -> None:
    found = []
    for board in (room.ana, room.mia):
        board.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        board.page.evaluate(AXE.read_text(encoding="utf-8"))
        panel = open_wastes(board)
        panel.get_by_role("button", name=re.compile("^waiting")).first.click()
        found += violations_light_and_dark(board.page, "marking wastes")
    assert found == []
