"""What is locked is kept from a member wherever they would change it, with the reason; facilitators pass, and know."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from maps.commands.edit import submit
from maps.commands.locks import let_members_change, lock, unlock
from maps.models import MapLock
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard
from tests.cast import Cast

pytestmark = pytest.mark.browser

STEPS = ("Refinement", "Code review", "Staging test")


@dataclass(frozen=True, slots=True)
class Room:
    cast: Cast
    ana: Board
    ben: Board


@pytest.fixture
def room(cast: Cast, enter: EnterBoard) -> Iterator[Room]:
    edits: list[dict[str, object]] = [
        {"do": "add", "id": f"step-{place}", "element": {"kind": "step", "name": name, "x": 260 * place, "y": 0}}
        for place, name in enumerate(STEPS)
    ]
    edits.append(
        {"do": "add", "id": "flow", "element": {"kind": "flow", "flow": "push", "source": "step-0", "target": "step-1"}}
    )
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)
    mine = {"kind": "step", "name": "Mine", "x": 800, "y": 0}
    submit(map_id=cast.map.id, actor=cast.ben, op_id="mine", edits=[{"do": "add", "id": "mine", "element": mine}])
    yield Room(cast, enter("Ana", cast.ana), enter("Ben", cast.ben))


def details(board: Board, name: str) -> Locator:
    board.focus_box(name)
    panel = board.page.get_by_role("complementary", name="Selected: Step")
    expect(panel).to_be_visible()
    return panel


def place_of(board: Board, name: str) -> str:
    return str(board.card(name).first.evaluate("node => node.style.transform"))


def drag(page: Page, node: Locator) -> None:
    box = node.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 14)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 114, steps=5)
    page.mouse.up()


def test_a_locked_step_is_kept_from_a_member_and_passed_by_a_facilitator(room: Room) -> None:
    lock(actor=room.cast.ana, of=room.cast.map, scope="element", element_id="step-1")
    ben, ana = room.ben, room.ana
    why = "“Code review” is locked by Ana: only facilitators can change it now."
    panel = details(ben, "Code review")
    expect(panel.get_by_role("note")).to_have_text(why)
    expect(panel.get_by_role("textbox", name="Name")).to_have_attribute("readonly", "")
    expect(panel.get_by_role("button", name="Delete")).to_be_disabled()
    expect(ben.card("Code review")).to_have_attribute("title", why)
    before = place_of(ben, "Code review")
    drag(ben.page, ben.card("Code review").first)
    assert place_of(ben, "Code review") == before

    # From the keyboard the reason is said, and nothing is sent.
    ben.focus_box(re.compile("^.*Code review"))  # type: ignore[arg-type]
    ben.page.keyboard.press("Delete")
    expect(ben.page.get_by_text(f"{why} The change was not made.")).to_be_visible()
    expect(ben.card("Code review")).to_have_count(1)
    ben.card("Code review").first.click(button="right")
    menu = ben.page.get_by_role("menu", name="What to do with it")
    expect(menu.get_by_text(why)).to_be_visible()
    expect(menu.get_by_role("menuitem", name=re.compile("^Delete"))).to_be_disabled()
    expect(menu.get_by_role("menuitem", name=re.compile("^Note about it"))).to_be_enabled()
    ben.page.keyboard.press("Escape")

    # What is not locked stays open.
    expect(details(ben, "Staging test").get_by_role("textbox", name="Name")).to_be_editable()

    panel = details(ana, "Code review")
    expect(panel.get_by_text("as a facilitator you can change it all the same")).to_be_visible()
    panel.get_by_role("textbox", name="Name").fill("Review")
    panel.get_by_role("textbox", name="Name").press("Enter")
    expect(ben.card("Review").first).to_be_visible()
    unlock(actor=room.cast.ana, of=room.cast.map, lock_id=MapLock.objects.get().id)
    expect(details(ben, "Review").get_by_role("textbox", name="Name")).to_be_editable()


def test_while_the_map_is_locked_a_member_is_offered_nothing_that_changes_it(room: Room) -> None:
    lock(actor=room.cast.ana, of=room.cast.map, scope="map")
    ben, ana = room.ben, room.ana
    expect(ben.page.get_by_text("Ana locked this map: only facilitators can change it now.")).to_be_visible()
    tools = ben.page.get_by_role("toolbar", name="Tools")
    expect(tools.get_by_role("button", name=re.compile("^Step"))).to_have_count(0)
    expect(ana.page.get_by_text("only facilitators, you too, can change it now")).to_be_visible()
    expect(
        ana.page.get_by_role("toolbar", name="Tools").get_by_role("button", name=re.compile("^Step"))
    ).to_be_visible()
    unlock(actor=room.cast.ana, of=room.cast.map, lock_id=MapLock.objects.get().id)
    expect(tools.get_by_role("button", name=re.compile("^Step"))).to_be_visible()


def test_members_change_only_what_they_added_and_see_what_that_is(room: Room) -> None:
    let_members_change(actor=room.cast.ana, of=room.cast.map, members_may="own")
    ben = room.ben
    panel = details(ben, "Refinement")
    why = "“Refinement” was added by somebody else, and for now members change only what they added."
    expect(panel.get_by_role("note")).to_have_text(why)
    expect(panel.get_by_role("textbox", name="Name")).to_have_attribute("readonly", "")
    expect(details(ben, "Mine").get_by_role("textbox", name="Name")).to_be_editable()
    # What is added now is theirs at once, and after a reload.
    ben.leave_everything()
    ben.add_step("New one")
    expect(details(ben, "New one").get_by_role("textbox", name="Name")).to_be_editable()
    ben.wait_until_live()
    ben.page.reload()
    ben.wait_until_live()
    expect(details(ben, "New one").get_by_role("textbox", name="Name")).to_be_editable()
    expect(details(ben, "Refinement").get_by_role("textbox", name="Name")).to_have_attribute("readonly", "")
