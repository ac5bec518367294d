"""A whole session in real browsers: from the pre-work on a phone to the day when everybody says that the map is right.

Ana facilitates, Ben and Mia are members, Mia by her phone alone. Every part has tests of its own; this one says that
they follow each other as they do in a room, on one map, and that its figures are right at the end.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from facilitation.models import Entry, Phase
from maps.models import Operation
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard, page_of
from tests.browser.test_comments import thread, write
from tests.browser.test_parking_lot import lot, park, parked
from tests.browser.test_real_items import PHONE, panel_of, walk
from tests.browser.test_rounds import ask, close_and_reveal, done, round_of, take_part
from tests.browser.test_wastes import marks_of, open_wastes, wastes_of
from tests.cast import Cast
from tests.conftest import OpenPage, Server
from workshops.addresses import return_path

pytestmark = pytest.mark.browser

STEPS = ("Design", "Build", "Review")


def test_a_whole_session_from_pre_work_to_validation(
    open_page: OpenPage, server: Server, enter: EnterBoard, cast: Cast
) -> None:
    ana = enter("Ana", cast.ana)
    plan_the_agenda(ana)
    for name in STEPS:
        ana.add_step(name)
    phone = page_of(open_page, server, "Mia", cast.mia, **PHONE)
    bring_a_real_item(phone, cast)

    ben = enter("Ben", cast.ben)
    phone.goto(f"/maps/{cast.map.id}/")
    mia = Board(phone)
    mia.wait_until_live()
    ana.page.get_by_role("button", name="Start the session").click()
    for board in (ana, ben):
        expect(board.page.get_by_role("region", name=re.compile("^Time for "))).to_be_visible()
    room = (ana, ben, mia)

    what_hurts_is_written_unseen(room)
    times_are_estimated_blind(room)
    the_real_item_is_walked(ana, ben)
    wastes_are_marked_and_the_constraint_is_judged(room)
    effort_and_ideas_are_judged(room)
    what_is_left_is_asked_and_parked(ana, ben, mia)

    the_session_ends(ana, ben)
    everybody_says_whether_the_map_is_right(ana, ben, phone, cast)
    assert not Entry.objects.filter(round__is_anonymous=True, author__isnull=False).exists()
    assert list(Operation.objects.filter(map=cast.map).values_list("seq", flat=True).order_by("seq")) == list(
        range(1, Operation.objects.filter(map=cast.map).count() + 1)
    )


def plan_the_agenda(ana: Board) -> None:
    ana.page.get_by_role("button", name="2 h", exact=True).click()
    expect(ana.page.get_by_text("Planned: 2 h")).to_be_visible()


def bring_a_real_item(phone: Page, cast: Cast) -> None:
    phone.goto(f"/workshops/{cast.workshop.id}/pre-work/")
    phone.get_by_label("What do its people call it?").fill("CHK-1412")
    phone.get_by_role("button", name="Begin").click()
    for place, (wait, work) in enumerate((("1d", "4h"), ("5d", "1d"), ("2d", "1h"))):
        visit = phone.locator(f"#visit-{place}")
        visit.get_by_label("or waited").fill(wait)
        visit.get_by_label("or worked on for").fill(work)
    phone.get_by_role("button", name="Save and share").click()
    expect(phone.get_by_text("Saved. Everybody in the workshop sees it now.")).to_be_visible()


def what_hurts_is_written_unseen(room: tuple[Board, Board, Board]) -> None:
    ana, ben, mia = room
    ask(ana, "Private notes", fill={"The question": "What hurts?"})
    take_part(ana)
    for board, text in ((ana, "Nobody owns staging"), (ben, "We wait for a slot"), (mia, "Tickets are thin")):
        round_of(board).get_by_label("Note 1").fill(text)
        done(board)
    expect(round_of(ana).get_by_text("3 of 3 are done")).to_be_visible()
    close_and_reveal(ana)
    leave(room)
    for board in room:
        expect(board.card("Tickets are thin")).to_be_attached()


def times_are_estimated_blind(room: tuple[Board, Board, Board]) -> None:
    ana, ben, mia = room
    ask(ana, "Blind estimates")
    take_part(ana)
    for board, wait in ((ana, "1d"), (ben, "2d"), (mia, "6d")):
        round_of(board).get_by_label("Wait before it of Build").fill(wait)
        done(board)
    close_and_reveal(ana)
    round_of(ana).get_by_role("button", name="Accept", exact=True).click()
    expect(round_of(mia).get_by_text("2 d accepted")).to_be_visible()
    leave(room)
    expect(ben.card("Build")).to_contain_text("2 d")


def the_real_item_is_walked(ana: Board, ben: Board) -> None:
    panel = walk(ana)
    panel.get_by_role("button", name="Next").click()
    expect(panel.get_by_role("status")).to_contain_text("waits before “Design”: 1 d")
    panel.get_by_role("button", name=re.compile("^Take all 6 onto the map as walked")).click()
    expect(panel.get_by_text("✓ taken")).to_have_count(6)
    panel.get_by_role("button", name="Close", exact=True).click()
    expect(panel_of(ana)).to_have_count(0)
    expect(ben.figure("Lead time")).to_contain_text("9.6 d")


def wastes_are_marked_and_the_constraint_is_judged(room: tuple[Board, Board, Board]) -> None:
    ana, ben, _ = room
    panel = open_wastes(ben)
    panel.get_by_role("button", name=re.compile("^waiting")).first.click()
    ben.card("Build").click()
    expect(marks_of(ben)).to_have_text([re.compile(r"waiting\s*1\s*100 %")])
    panel.get_by_role("button", name="Close", exact=True).click()
    ask(ana, "The constraint")
    take_part(ana)
    for board in room:
        expect(board.figure("Constraint")).to_contain_text("hidden")
        round_of(board).get_by_role("radio", name="Build").check()
        done(board)
    close_and_reveal(ana)
    round_of(ana).get_by_role("button", name="Circle it as the constraint").click()
    for board in room:
        expect(board.page.locator(".room-circle")).to_have_count(1)
    leave(room)
    expect(wastes_of(ben)).to_have_count(0)


def effort_and_ideas_are_judged(room: tuple[Board, Board, Board]) -> None:
    ana = room[0]
    ask(ana, "Effort")
    take_part(ana)
    for board in room:
        round_of(board).get_by_role("radio", name="2, ").first.check()
        done(board)
    close_and_reveal(ana)
    leave(room)
    ask(ana, "Dot votes")
    take_part(ana)
    for board in room:
        round_of(board).get_by_role("button", name=re.compile("Place a dot on Build")).click()
        done(board)
    close_and_reveal(ana)
    for board in room:
        expect(round_of(board).get_by_text(re.compile("3 dots")).first).to_be_visible()
    leave(room)


def what_is_left_is_asked_and_parked(ana: Board, ben: Board, mia: Board) -> None:
    # What is selected is what a comment is about: Ben has marked a waste there.
    ben.page.keyboard.press("k")
    comments = ben.page.get_by_role("region", name="Comments", exact=True)
    write(comments, "@Mia who owns staging?")
    expect(thread(comments, "Ben", "Build")).to_be_visible()
    mia.page.get_by_role("button", name=re.compile("^Comments")).first.click()
    theirs = mia.page.get_by_role("region", name="Comments", exact=True)
    seen = thread(theirs, "Ben", "Build")
    seen.get_by_role("button", name="Reply").click()
    write(seen, "I ask them", label="Your reply", send="Reply")
    expect(thread(comments, "Ben", "Build").get_by_role("list", name="Replies")).to_contain_text("I ask them")
    ben.page.keyboard.press("Escape")
    park(ana, "Contracts")
    expect(parked(ana)).to_have_count(1)
    ana.page.keyboard.press("Escape")
    expect(lot(ana)).to_have_count(0)


def the_session_ends(ana: Board, ben: Board) -> None:
    titles = Phase.objects.order_by("position").values_list("title", flat=True)
    for title in titles[1:]:
        ana.page.get_by_role("button", name=f"Next: {title}").click()
        expect(ben.page.get_by_role("region", name=f"Time for {title}")).to_be_visible()
    ana.page.get_by_role("button", name="End the session").click()
    for board in (ana, ben):
        expect(board.page.get_by_role("region", name=re.compile("^Time for "))).to_have_count(0)


def everybody_says_whether_the_map_is_right(ana: Board, ben: Board, phone: Page, cast: Cast) -> None:
    ana.page.get_by_role("button", name="Menu", exact=True).click()
    ana.page.get_by_role("menuitem", name="Is the map right?").click()
    ana.page.get_by_role("button", name="Ask everybody").click()
    way = return_path(cast.mia)
    assert way is not None
    phone.goto(way)
    phone.get_by_role("button", name="Say whether “Feature delivery” is right").click()
    phone.get_by_role("button", name="This is how it is").click()
    expect(phone.get_by_role("heading", name="You said: this is how it is")).to_be_visible()
    ben.page.goto("/workshops/")
    ben.page.get_by_role("link", name="Ana asks you: is “Feature delivery” right?").click()
    ben.page.get_by_role("button", name="Something is wrong with “Review”", exact=True).click()
    ben.page.get_by_role("textbox", name="What is wrong").fill("It is done twice.")
    ben.page.get_by_role("button", name="Send what is wrong").click()
    told = "2 of 3 have answered: 1 finds it right, 1 says that something is wrong"
    expect(ana.page.get_by_role("heading", name=told)).to_be_visible()
    expect(ana.page.get_by_text("It is done twice.")).to_be_visible()


def leave(room: tuple[Board, Board, Board]) -> None:
    for board in room:
        round_of(board).get_by_role("button", name="Close", exact=True).click()
        expect(round_of(board)).to_have_count(0)
