"""A facilitator and two members, one on a phone, go through private notes, blind estimates and votes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from maps.commands.edit import submit
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard
from tests.browser.test_accessibility import AXE, violations, violations_light_and_dark
from tests.cast import Cast

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
STEPS = ("Refinement", "Code review", "Staging test")


@dataclass(frozen=True, slots=True)
class Room:
    """The boards of those who are in the session."""

    ana: Board
    ben: Board
    mia: Board


@pytest.fixture
def room(cast: Cast, enter: EnterBoard) -> Iterator[Room]:
    edits: list[dict[str, object]] = [
        {
            "do": "add",
            "id": f"step-{place}",
            "element": {"kind": "step", "name": name, "x": 260 * place, "y": 0, "process_time": "1d"},
        }
        for place, name in enumerate(STEPS)
    ]
    flows = [
        {"do": "add", "id": f"flow-{place}", "element": {"kind": "flow", "flow": "push", "source": one, "target": two}}
        for place, (one, two) in enumerate((("step-0", "step-1"), ("step-1", "step-2")))
    ]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits + flows)
    yield Room(enter("Ana", cast.ana), enter("Ben", cast.ben), enter("Mia", cast.mia, **PHONE))


def round_of(board: Board) -> Locator:
    return board.page.get_by_role("region", name=re.compile("^Round: "))


def ask(ana: Board, kind: str, *, fill: dict[str, str] | None = None, check: tuple[str, ...] = ()) -> None:
    ana.page.get_by_role("button", name="Ask", exact=True).click()
    dialog = ana.page.get_by_role("dialog", name="Ask the room")
    dialog.get_by_role("radio", name=re.compile(f"^{kind}")).check()
    for label, value in (fill or {}).items():
        dialog.get_by_label(label).fill(value)
    for label in check:
        dialog.get_by_label(label).check()
    dialog.get_by_role("button", name="Open the round for everybody").click()
    expect(dialog).to_have_count(0)


def take_part(ana: Board) -> None:
    round_of(ana).get_by_role("button", name="I take part, too").click()


def done(board: Board) -> None:
    expect(round_of(board).get_by_text("Saved, seen by you alone")).to_be_visible()
    round_of(board).get_by_role("button", name="I am done").click()
    expect(round_of(board).get_by_role("button", name="Change it")).to_be_visible()


def close_and_reveal(ana: Board) -> None:
    round_of(ana).get_by_role("button", name="Close the round").click()
    round_of(ana).get_by_role("button", name="Reveal to everybody").click()


def leave(room: Room) -> None:
    for board in (room.ana, room.ben, room.mia):
        round_of(board).get_by_role("button", name="Close", exact=True).click()
        expect(round_of(board)).to_have_count(0)


def test_private_notes_come_onto_the_map_when_all_are_done(room: Room) -> None:
    ask(room.ana, "Private notes", fill={"The question": "What hurts?"})
    take_part(room.ana)
    for board, text in (
        (room.ana, "Nobody owns staging"),
        (room.ben, "We wait for a slot"),
        (room.mia, "Tickets are thin"),
    ):
        expect(round_of(board).get_by_role("heading", name="What hurts?")).to_be_visible()
        round_of(board).get_by_label("Note 1").fill(text)
    expect(round_of(room.ben).get_by_text("your name is never with it")).to_be_visible()
    done(room.ben)
    done(room.mia)
    expect(round_of(room.ana).get_by_text("2 of 3 are done")).to_be_visible()
    expect(room.ana.page.get_by_text("We wait for a slot")).to_have_count(0)
    done(room.ana)
    expect(round_of(room.mia).get_by_text("3 of 3 are done")).to_be_visible()
    close_and_reveal(room.ana)
    for board in (room.ana, room.ben, room.mia):
        expect(round_of(board).get_by_text("3 people have written.")).to_be_visible()
        expect(round_of(board).get_by_text("We wait for a slot")).to_be_visible()
    leave(room)
    for text in ("Nobody owns staging", "We wait for a slot", "Tickets are thin"):
        expect(room.ben.card(text)).to_be_visible()


def test_blind_estimates_show_their_spread_and_the_room_accepts_one(room: Room) -> None:
    ask(room.ana, "Blind estimates")
    take_part(room.ana)
    for board, wait in ((room.ana, "1d"), (room.ben, "2d"), (room.mia, "6d")):
        round_of(board).get_by_label("Wait before it of Staging test").fill(wait)
    round_of(room.ben).get_by_label("Work on it of Staging test").fill("soon")
    expect(round_of(room.ben).get_by_text(re.compile("“soon”"))).to_be_visible()
    expect(round_of(room.ben).get_by_text("One figure cannot be read and is not sent")).to_be_visible()
    round_of(room.ben).get_by_label("Work on it of Staging test").fill("")
    for board in (room.ana, room.ben, room.mia):
        done(board)
    close_and_reveal(room.ana)
    for board in (room.ana, room.ben, room.mia):
        expect(round_of(board).get_by_text("median of 3")).to_be_visible()
    expect(round_of(room.ben).get_by_role("button", name="Accept")).to_have_count(0)
    value = round_of(room.ana).get_by_label("Wait before it to accept")
    expect(value).to_have_value("2d")
    value.fill("3d")
    round_of(room.ana).get_by_role("button", name="Accept", exact=True).click()
    expect(round_of(room.mia).get_by_text("3 d accepted")).to_be_visible()
    leave(room)
    expect(room.ben.figure("Lead time")).to_contain_text("6 d")
    expect(room.ben.card("Staging test")).to_contain_text("3 d")


def test_votes_are_counted_and_ranked_and_a_reload_loses_no_dot(room: Room) -> None:
    ask(room.ana, "Dot votes", check=("Several on one",))
    take_part(room.ana)
    for board, step, dots in (
        (room.ana, "Code review", 1),
        (room.ben, "Staging test", 3),
        (room.mia, "Staging test", 2),
    ):
        for _ in range(dots):
            round_of(board).get_by_role("button", name=re.compile(f"Place a dot on {step}")).click()
    expect(round_of(room.ben).get_by_text("All your dots are placed")).to_be_visible()
    expect(round_of(room.mia).get_by_text("Saved, seen by you alone")).to_be_visible()
    room.mia.page.reload()
    expect(round_of(room.mia).get_by_role("button", name="Place a dot on Staging test, 2 there")).to_be_visible()
    done(room.mia)
    expect(round_of(room.ana).get_by_text("1 of 3 is done")).to_have_count(0)
    expect(round_of(room.ana).get_by_text("1 of 3 are done")).to_be_visible()
    close_and_reveal(room.ana)
    for board in (room.ana, room.ben, room.mia):
        ranked = round_of(board).get_by_role("listitem").filter(has_text=re.compile("Staging test|Code review"))
        expect(ranked.nth(0)).to_contain_text(re.compile(r"1.*Staging test.*5 dots", re.DOTALL))
        expect(ranked.nth(1)).to_contain_text(re.compile(r"2.*Code review.*1 dot", re.DOTALL))
    leave(room)


def test_few_in_an_anonymous_round_are_revealed_only_after_a_warning(room: Room) -> None:
    ask(room.ana, "The constraint")
    round_of(room.ben).get_by_role("radio", name="Code review").check()
    done(room.ben)
    close_and_reveal(room.ana)
    expect(round_of(room.ana).get_by_text(re.compile("Only one person has written"))).to_be_visible()
    round_of(room.ana).get_by_role("button", name="Back").click()
    round_of(room.ana).get_by_role("button", name="Cancel …").click()
    round_of(room.ana).get_by_role("button", name="Cancel the round").click()
    expect(room.ben.page.get_by_text("The round was cancelled.")).to_be_visible()
    expect(round_of(room.ben)).to_have_count(0)


def test_what_is_written_offline_is_sent_when_the_server_is_back(room: Room) -> None:
    ask(room.ana, "Private notes", fill={"The question": "What hurts?"})
    expect(round_of(room.mia)).to_be_visible()
    page: Page = room.mia.page
    page.context.set_offline(True)
    round_of(room.mia).get_by_label("Note 1").fill("Written in the lift")
    expect(round_of(room.mia).get_by_text("Kept in this browser, not sent yet")).to_be_visible()
    page.context.set_offline(False)
    expect(round_of(room.mia).get_by_text("Saved, seen by you alone")).to_be_visible()


KINDS = ("Private notes", "Blind estimates", "Dot votes", "Effort", "The constraint")


def test_asking_and_writing_shut_nobody_out(room: Room) -> None:
    for board in (room.ana, room.mia):
        board.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        board.page.evaluate(AXE.read_text(encoding="utf-8"))
    room.ana.page.get_by_role("button", name="Ask", exact=True).click()
    dialog = room.ana.page.get_by_role("dialog", name="Ask the room")
    found = []
    for kind in KINDS:
        dialog.get_by_role("radio", name=re.compile(f"^{kind}")).check()
        found += violations(room.ana.page, f"asking: {kind}")
    room.ana.page.keyboard.press("Escape")
    for kind in KINDS:
        ask(room.ana, kind)
        expect(round_of(room.mia).get_by_role("button", name="I am done")).to_be_enabled()
        found += violations_light_and_dark(room.mia.page, f"writing: {kind}")
        round_of(room.ana).get_by_role("button", name="Cancel …").click()
        round_of(room.ana).get_by_role("button", name="Cancel the round").click()
        expect(round_of(room.mia)).to_have_count(0)
    assert found == []


def test_a_member_answers_with_the_keyboard_alone(room: Room) -> None:
    ask(room.ana, "Effort")
    page = room.ben.page
    expect(round_of(room.ben).get_by_role("button", name="I am done")).to_be_enabled()
    round_of(room.ben).get_by_role("radio", name="1, very easy").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(round_of(room.ben).get_by_role("radio", name="3, so so").first).to_be_checked()
    expect(round_of(room.ben).get_by_text("Saved, seen by you alone")).to_be_visible()
    round_of(room.ben).get_by_role("button", name="I am done").focus()
    page.keyboard.press("Enter")
    expect(round_of(room.ana).get_by_text("1 of 2 are done")).to_be_visible()
