"""The parking lot beside the map: one writes with the keyboard, another on a phone, and both see what becomes of it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from maps.commands.edit import submit
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard
from tests.browser.test_accessibility import AXE, violations_light_and_dark
from tests.cast import Cast

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def lot(board: Board) -> Locator:
    return board.page.get_by_role("region", name="Parking lot")


def parked(board: Board) -> Locator:
    return lot(board).get_by_label("Parked", exact=True)


def park(board: Board, words: str) -> None:
    """Press P, write, Enter: the field has the focus as soon as the lot is there."""
    board.page.keyboard.press("p")
    expect(lot(board).get_by_label("Park something")).to_be_focused()
    board.page.keyboard.type(words)
    board.page.keyboard.press("Enter")


def open_by_menu(board: Board) -> None:
    board.page.get_by_role("button", name="Menu", exact=True).click()
    board.page.get_by_role("menuitemradio", name=re.compile("^Parking lot")).click()
    expect(lot(board)).to_be_visible()


@pytest.fixture
def small(cast: Cast) -> Cast:
    step = {"kind": "step", "name": "Build", "x": 0, "y": 0}
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=[{"do": "add", "id": "build", "element": step}])
    return cast


def test_what_one_parks_another_edits_and_a_third_deals_with(small: Cast, enter: EnterBoard) -> None:
    ana, ben = enter("Ana", small.ana), enter("Ben", small.ben, **PHONE)
    ana.page.keyboard.press("p")
    field = lot(ana).get_by_label("Park something")
    expect(field).to_be_focused()
    for words in ("Contracts", "Holidays", "Which tool?"):
        ana.page.keyboard.type(words)
        ana.page.keyboard.press("Enter")
        expect(field).to_have_value("")
    expect(parked(ana)).to_have_count(3)
    expect(lot(ana).get_by_text("Ana", exact=False)).to_have_count(3)

    open_by_menu(ben)
    expect(parked(ben)).to_have_count(3)
    expect(parked(ben).first).to_have_value("Contracts")
    parked(ben).first.fill("Contracts with suppliers")
    parked(ben).nth(1).focus()
    expect(parked(ana).first).to_have_value("Contracts with suppliers")

    lot(ana).get_by_role("button", name="Make “Which tool?”: Question").click()
    expect(parked(ben)).to_have_count(2)
    lot(ben).get_by_role("button", name="“Holidays” is dealt with").click()
    expect(parked(ana)).to_have_count(1)
    lot(ana).get_by_text("Dealt with (2)").click()
    expect(lot(ana).get_by_text(re.compile("^done, Ben"))).to_be_visible()
    lot(ana).get_by_role("button", name="Park “Holidays” again").click()
    expect(parked(ben)).to_have_count(2)

    # On the phone the lot makes room for the map.
    lot(ben).get_by_role("button", name="Show “Contracts with suppliers” on the map").click()
    expect(lot(ben)).to_have_count(0)
    expect(ben.page.get_by_role("complementary", name="Selected: parking lot")).to_be_visible()


def test_before_people_part_the_last_phase_says_what_waits(small: Cast, enter: EnterBoard) -> None:
    ana = enter("Ana", small.ana)
    park(ana, "Contracts")
    expect(parked(ana)).to_have_count(1)
    ana.page.keyboard.press("Escape")
    expect(lot(ana)).to_have_count(0)
    phases = ana.page.get_by_role("navigation", name="Phases of the session")
    phases.get_by_role("button", name=re.compile("Keep measuring")).click()
    closing = phases.get_by_role("list", name="Before you part")
    expect(closing.get_by_role("link", name="Is the map right? ask everybody")).to_be_visible()
    closing.get_by_role("button", name="Parking lot 1 to look at").click()
    expect(parked(ana)).to_have_value("Contracts")


def test_who_reads_looks_and_axe_finds_nothing(small: Cast, enter: EnterBoard) -> None:
    note = {"kind": "note", "note": "parking_lot", "text": "Contracts", "x": 0, "y": 300}
    submit(map_id=small.map.id, actor=small.ben, op_id="park", edits=[{"do": "add", "id": "n", "element": note}])
    ana, vic = enter("Ana", small.ana), enter("Vic", small.vic, **PHONE)
    ana.page.keyboard.press("p")
    expect(lot(ana).get_by_text("Ben", exact=False)).to_be_visible()
    assert violations_of(ana) == []
    open_by_menu(vic)
    expect(lot(vic).get_by_text("Facilitators and members write here.")).to_be_visible()
    expect(lot(vic).get_by_role("button", name=re.compile("is dealt with"))).to_have_count(0)
    assert violations_of(vic) == []


def violations_of(board: Board) -> list[Any]:
    board.page.evaluate(AXE.read_text(encoding="utf-8"))
    return violations_light_and_dark(board.page, "the parking lot")
