"""Whoever is in a what-if or watches the session again is called to a round, and comes back to where they were."""

import re

import pytest
from playwright.sync_api import Locator, expect

from facilitation.commands.reveal import reveal_round
from facilitation.commands.rounds import cancel_round, open_round
from facilitation.models import Entry, Round
from maps.commands.edit import submit
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard
from tests.browser.test_accessibility import AXE, violations
from tests.browser.test_sandbox import begin, set_field, what_if
from tests.cast import Cast
from tests.live.test_rounds import EDITS, open_on_the_map

pytestmark = pytest.mark.browser


def call(board: Board) -> Locator:
    return board.page.get_by_role("region", name="A round is open")


def round_of(board: Board) -> Locator:
    return board.page.get_by_role("region", name=re.compile("^Round: "))


def write_a_note(board: Board, text: str) -> None:
    round_of(board).get_by_role("textbox").first.fill(text)
    expect(round_of(board).get_by_text("Saved, seen by you alone")).to_be_visible()
    round_of(board).get_by_role("button", name="I am done").click()
    expect(round_of(board).get_by_role("button", name="Change it")).to_be_visible()


@pytest.fixture
def ben(cast: Cast, enter: EnterBoard) -> Board:
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=EDITS)
    return enter("Ben", cast.ben)


def test_out_of_a_what_if_one_takes_part_without_losing_it(cast: Cast, ben: Board) -> None:
    begin(ben)
    set_field(ben, "Test", "People", "2")
    changed = what_if(ben).get_by_role("status")
    expect(changed).to_contain_text("1 change")
    of = open_on_the_map(cast, "notes")
    expect(call(ben)).to_contain_text("What do you think?")
    ben.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert violations(ben.page, "called to a round out of a what-if") == []
    call(ben).get_by_role("button", name="Take part").click()
    write_a_note(ben, "Only one staging")
    assert Entry.objects.filter(round=of, author=cast.ben).exists()
    # The what-if is where it was, under the round and after it.
    expect(changed).to_contain_text("1 change")
    round_of(ben).get_by_role("button", name="See the map").click()
    expect(call(ben)).to_contain_text("still open")
    reveal_round(actor=cast.ana, round_id=of.id)
    expect(call(ben)).to_have_count(0)
    expect(changed).to_contain_text("1 change")
    ben.page.get_by_role("button", name="Back to the map").click()
    expect(ben.page.get_by_text("Only one staging").first).to_be_visible()


def test_while_the_session_is_watched_again_one_is_called_too(cast: Cast, ben: Board) -> None:
    ben.page.get_by_role("button", name="Menu", exact=True).click()
    ben.page.get_by_role("menuitemradio", name="Replay of the session").click()
    replay = ben.page.get_by_role("region", name="Replay")
    expect(replay).to_be_visible()
    of = open_on_the_map(cast, "constraint")
    call(ben).get_by_role("button", name="Take part").click()
    expect(round_of(ben)).to_be_visible()
    assert Round.objects.get(pk=of.id).state == "open"
    expect(replay).to_be_visible()


def test_a_round_that_was_open_before_one_went_in_stays_within_reach(cast: Cast, ben: Board) -> None:
    of = open_on_the_map(cast, "notes")
    round_of(ben).get_by_role("button", name="See the map").click()
    begin(ben)
    call(ben).get_by_role("button", name="Take part").click()
    expect(round_of(ben)).to_be_visible()
    assert open_round(actor=cast.ana, round_id=of.id).state == "open"


def test_a_what_if_tells_no_constraint_while_people_judge_it(cast: Cast, ben: Board) -> None:
    begin(ben)
    set_field(ben, "Test", "People", "2")
    expect(ben.figure("Constraint")).to_contain_text("Test")
    of = open_on_the_map(cast, "constraint")
    expect(ben.figure("Constraint")).to_contain_text("hidden")
    expect(ben.page.get_by_text("work piles up here")).to_have_count(0)
    expect(what_if(ben).get_by_role("status")).to_contain_text("1 change")
    cancel_round(actor=cast.ana, round_id=of.id)
    expect(ben.figure("Constraint")).to_contain_text("Test")
    expect(call(ben)).to_have_count(0)
