"""What two people do on one map, in real browsers against a real server process."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import Board
from tests.conftest import OpenPage
from workshops.commands.people import create_sign_in_link
from workshops.models import User

pytestmark = pytest.mark.browser

NOTICED_MS = 60_000


@pytest.fixture
def ana(open_page: OpenPage) -> Page:
    """Ana's browser, signed in with her account by a one-time link."""
    page = open_page("Ana")
    token = create_sign_in_link(user=User.objects.create_user("ana@example.org", name="Ana"))
    page.goto(f"/sign-in/{token}/")
    page.get_by_role("button", name=re.compile("sign in", re.IGNORECASE)).click()
    expect(page.get_by_role("heading", name="Workshops")).to_be_visible()
    return page


@pytest.fixture
def boards(ana: Page, open_page: OpenPage) -> tuple[Board, Board]:
    """Ana has created an empty workshop, and Ben has joined it by the code on her screen."""
    ana.get_by_role("link", name="New workshop").first.click()
    ana.get_by_role("link", name=re.compile("Blank map")).click()
    ana.get_by_label("Name of the value stream").fill("Feature delivery")
    ana.get_by_label("It starts when …").fill("Design approved")
    ana.get_by_label("It ends when …").fill("Live")
    ana.get_by_role("button", name="Create and open the map").click()
    anas = Board(ana)
    anas.wait_until_live()
    ana.get_by_role("button", name="Share").click()
    code = ana.get_by_label("Code", exact=True).input_value()
    ana.keyboard.press("Escape")
    return anas, join(open_page("Ben"), code, "Ben")


def join(page: Page, code: str, name: str) -> Board:
    page.goto("/join/")
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code.lower())
    name_field = page.get_by_label(re.compile("your name", re.IGNORECASE))
    if not name_field.is_visible():
        page.get_by_role("button", name=re.compile("join|continue|next", re.IGNORECASE)).click()
    name_field.fill(name)
    page.get_by_role("button", name=re.compile("join", re.IGNORECASE)).click()
    board = Board(page)
    board.wait_until_live()
    return board


def test_they_see_each_others_steps_and_figures_follow(boards: tuple[Board, Board]) -> None:
    ana, ben = boards
    ana.add_step("Development", wait="3d", work="1d")
    expect(ben.card("Development")).to_be_visible()
    expect(ben.figure("Lead time")).to_contain_text("4 d")
    expect(ben.figure("Flow efficiency")).to_contain_text("25 %")
    expect(ana.page.get_by_role("listitem").filter(has_text="Ben")).to_be_visible()
    expect(ben.page.get_by_role("listitem").filter(has_text="Ana")).to_be_visible()
    ben.add_step("Review", wait="2d", work="4h")
    expect(ana.card("Review")).to_be_visible()


def test_undo_takes_back_my_own_after_somebody_elses_edit(boards: tuple[Board, Board]) -> None:
    ana, ben = boards
    ana.add_step("Development")
    expect(ben.card("Development")).to_be_visible()
    ben.add_step("Review")
    expect(ana.card("Review")).to_be_visible()
    ana.page.get_by_role("button", name="Undo").click()
    expect(ben.card("Development")).to_have_count(0)
    expect(ben.card("Review")).to_be_visible()
    ana.page.get_by_role("button", name="Redo").click()
    expect(ben.card("Development")).to_be_visible()


def test_a_lost_network_loses_no_work(boards: tuple[Board, Board]) -> None:
    ana, ben = boards
    ana.add_step("Development", wait="3d", work="1d")
    expect(ben.card("Development")).to_be_visible()
    ben.page.context.set_offline(True)
    expect(ben.page.get_by_role("status").filter(has_text=re.compile("offline", re.IGNORECASE))).to_be_visible(
        timeout=NOTICED_MS
    )
    ben.add_step("Review", wait="2d", work="1d")
    ana.add_step("Release", wait="1d", work="1d")
    expect(ben.card("Review")).to_be_visible()
    expect(ana.card("Review")).to_have_count(0)
    ben.page.context.set_offline(False)
    expect(ana.card("Review")).to_be_visible(timeout=NOTICED_MS)
    expect(ben.card("Release")).to_be_visible()
    ben.wait_until_live()


def test_pending_edits_survive_a_reload(boards: tuple[Board, Board]) -> None:
    ana, ben = boards
    ben.page.context.set_offline(True)
    expect(ben.page.get_by_role("status").filter(has_text=re.compile("offline", re.IGNORECASE))).to_be_visible(
        timeout=NOTICED_MS
    )
    ben.add_step("Review", wait="2d", work="1d")
    expect(ben.page.get_by_role("status").filter(has_text=re.compile(r"[1-9] edits? kept"))).to_be_visible()
    ben.page.context.set_offline(False)
    ben.page.reload()
    expect(ana.card("Review")).to_be_visible(timeout=NOTICED_MS)
    expect(ana.card("Review")).to_have_count(1)


def test_who_is_removed_is_out_at_once(boards: tuple[Board, Board]) -> None:
    ana, ben = boards
    ana.page.get_by_role("button", name="Menu").click()
    ana.page.get_by_role("menuitem", name="Workshop and charter").click()
    ana.page.get_by_role("link", name=re.compile("People")).click()
    row = ana.page.get_by_role("listitem").filter(has_text="Ben")
    row.get_by_text("Remove", exact=True).click()
    row.get_by_role("button", name="Remove Ben").click()
    expect(ben.page.get_by_text(re.compile("removed from this workshop", re.IGNORECASE)).first).to_be_visible()
    assert ben.page.request.get(ben.page.url).status == 403


def test_both_write_in_one_note_and_no_word_is_lost(boards: tuple[Board, Board]) -> None:
    ana, ben = boards
    ana.add_step("Development")
    expect(ben.card("Development")).to_be_visible()
    for board in boards:
        board.card("Development").dblclick()
        expect(board.page.get_by_role("textbox", name="Name").last).to_be_visible()
    names = [board.page.get_by_role("textbox", name="Name").last for board in boards]
    names[0].press("End")
    names[1].press("Home")
    names[0].press_sequentially(" slowly")
    names[1].press_sequentially("Careful ")
    names[0].press("Enter")
    names[1].press("Enter")
    for board in boards:
        expect(board.card("Careful Development slowly")).to_be_visible()


def test_by_keyboard_through_the_table(boards: tuple[Board, Board]) -> None:
    ana, ben = boards
    ana.add_step("Development", wait="3d", work="1d")
    expect(ben.card("Development")).to_be_visible()
    ben.page.keyboard.press("t")
    grid = ben.page.get_by_role("grid", name=re.compile("Steps"))
    expect(grid).to_be_visible()
    cell = grid.get_by_role("row").filter(has_text="Development").get_by_role("gridcell").nth(2)
    cell.focus()
    ben.page.keyboard.press("Enter")
    ben.page.keyboard.press("Control+a")
    ben.page.keyboard.type("5d")
    ben.page.keyboard.press("Enter")
    expect(ana.figure("Lead time")).to_contain_text("6 d")
