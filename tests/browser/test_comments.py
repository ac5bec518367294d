"""Comments in real browsers: of one seen by the other, mentions, a send that fails, what was removed, who may."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from facilitation.commands.comments import write_comment
from facilitation.models import Comment, Mention
from maps.commands.edit import submit
from maps.models import Map
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard, page_of
from tests.browser.test_accessibility import AXE, violations_light_and_dark
from tests.cast import Cast
from tests.conftest import OpenPage, Server

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Comments", exact=True)


def open_panel(board: Board) -> Locator:
    board.page.get_by_role("button", name=re.compile("^Comments")).first.click()
    expect(panel(board.page)).to_be_visible()
    return panel(board.page)


def thread(place: Locator | Page, of: str, on: str) -> Locator:
    return place.get_by_role("article", name=f"Comment of {of} on {on}")


def details(board: Board) -> Locator:
    """The comments in the details of what is selected, opened."""
    place = board.page.locator(".element-comments")
    expect(place.locator("summary")).to_be_visible()
    if place.get_attribute("open") is None:
        place.locator("summary").click()
    expect(place.get_by_role("textbox", name="New comment")).to_be_visible()
    return place


def write(place: Locator, text: str, *, label: str = "New comment", send: str = "Comment") -> None:
    place.get_by_role("textbox", name=label).fill(text)
    place.get_by_role("button", name=send, exact=True).click()


@pytest.fixture
def commented(filled: Cast) -> Iterator[Cast]:
    """The cast with one of everything on the map; Lea has commented on “Code review”."""
    write_comment(actor=filled.lea, of=filled.map, comment_id=uuid4(), text="Who owns this?", element_id="step-2")
    yield filled


def test_a_comment_is_seen_by_the_other_at_once_and_answered(enter: EnterBoard, filled: Cast) -> None:
    ana, ben = enter("Ana", filled.ana), enter("Ben", filled.ben)
    ana.focus_box("Step Code review")
    write(details(ana), "Why so long?")
    sign = ben.page.get_by_role("button", name="1 open comment on Code review")
    sign.click()
    seen = thread(details(ben), "Ana", "Code review")
    expect(seen).to_contain_text("Why so long?")
    seen.get_by_role("button", name="Reply").click()
    write(seen, "Staging is shared", label="Your reply", send="Reply")
    answered = thread(ana.page.locator(".element-comments"), "Ana", "Code review")
    expect(answered.get_by_role("list", name="Replies")).to_contain_text("Staging is shared")
    answered.get_by_role("button", name="Resolve").click()
    expect(sign).to_have_count(0)
    expect(seen).to_have_count(0)
    ben.page.get_by_role("checkbox", name="Resolved ones too").check()
    expect(seen).to_contain_text("Resolved by Ana")
    seen.get_by_role("button", name="Reopen").click()
    expect(sign).to_be_visible()


def test_a_mention_makes_a_badge_that_goes_when_it_is_read(
    enter: EnterBoard, open_page: OpenPage, server: Server, filled: Cast
) -> None:
    ana, mia = enter("Ana", filled.ana), enter("Mia", filled.mia)
    ana.page.keyboard.press("k")
    place = panel(ana.page)
    text = place.get_by_role("textbox", name="New comment")
    expect(text).to_be_focused()
    text.press_sequentially("@mi")
    expect(place.get_by_role("option", name="Mia")).to_be_visible()
    text.press("Enter")
    text.press_sequentially("is this how you see it?")
    expect(text).to_have_value("@Mia is this how you see it?")
    text.press("Control+Enter")
    expect(thread(place, "Ana", "the whole map")).to_contain_text("@Mia is this how you see it?")
    badge = mia.page.get_by_role("button", name=re.compile("^Comments: 1 mention of you"))
    expect(badge).to_be_visible()
    expect(ana.page.get_by_role("button", name=re.compile("mention of you"))).to_have_count(0)
    dashboard = page_of(open_page, server, "Mia-2", filled.mia)
    dashboard.goto("/workshops/")
    call = dashboard.get_by_role("link", name="1 mention of you in the comments")
    badge.click()
    expect(thread(panel(mia.page), "Ana", "the whole map").get_by_text("mentions you")).to_be_visible()
    expect(mia.page.get_by_role("button", name="Comments: 1 open comment")).to_be_visible()
    call.click()
    expect(thread(panel(dashboard), "Ana", "the whole map")).to_be_visible()
    dashboard.goto("/workshops/")
    expect(dashboard.get_by_role("heading", name=filled.workshop.name)).to_be_visible()
    expect(call).to_have_count(0)
    assert Mention.objects.get().read_at is not None


def test_a_mention_on_another_map_leads_there(enter: EnterBoard, filled: Cast) -> None:
    future = Map.objects.create(workshop=filled.workshop, kind="future", title="In a year")
    mia = enter("Mia", filled.mia)
    write_comment(actor=filled.ben, of=future, comment_id=uuid4(), text="@Mia dare we?", mentions=[filled.mia.id])
    mia.page.get_by_role("button", name=re.compile("^Comments: 1 mention of you")).click()
    panel(mia.page).get_by_role("link", name=re.compile("Ben mentions you on the whole map, In a year")).click()
    expect(mia.page).to_have_url(re.compile(str(future.id)))
    expect(thread(panel(mia.page), "Ben", "the whole map")).to_contain_text("@Mia dare we?")
    expect(mia.page.get_by_role("button", name="Comments: 1 open comment")).to_be_visible()


def test_what_could_not_be_sent_is_kept_over_a_reload_and_counts_once(enter: EnterBoard, filled: Cast) -> None:
    ben = enter("Ben", filled.ben)
    comments = f"**/api/maps/{filled.map.id}/comments/"

    def lose_the_answer(route: Route) -> None:
        # The server has it, and the browser never hears so.
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    ben.page.route(comments, lose_the_answer)
    ben.page.keyboard.press("k")
    write(panel(ben.page), "We wait for staging")
    expect(panel(ben.page).get_by_role("alert")).to_contain_text("What you wrote is kept here.")
    ben.page.unroute(comments)
    ben.page.reload()
    ben.wait_until_live()
    ben.page.keyboard.press("k")
    text = panel(ben.page).get_by_role("textbox", name="New comment")
    expect(text).to_have_value("We wait for staging")
    # Changed before it is sent again: the newer words count.
    text.fill("We wait for staging, always")
    panel(ben.page).get_by_role("button", name="Comment", exact=True).click()
    mine = thread(panel(ben.page), "Ben", "the whole map")
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text("We wait for staging, always")
    assert Comment.objects.get().text == "We wait for staging, always"


def test_the_comments_of_a_removed_element_stay_reachable(enter: EnterBoard, commented: Cast) -> None:
    ben = enter("Ben", commented.ben)
    place = open_panel(ben)
    place.get_by_role("button", name="Code review").click()
    expect(ben.box("Step Code review").and_(ben.page.locator(".selected"))).to_have_count(1)
    submit(map_id=commented.map.id, actor=commented.ana, op_id="gone", edits=[{"do": "remove", "id": "step-2"}])
    expect(ben.box("Step Code review")).to_have_count(0)
    gone = thread(place, "Lea", "“Code review”, which was removed")
    expect(gone).to_contain_text("Who owns this?")
    gone.get_by_role("button", name="Reply").click()
    write(gone, "Nobody, so we removed it", label="Your reply", send="Reply")
    expect(gone.get_by_role("list", name="Replies")).to_contain_text("Nobody, so we removed it")


def test_who_may_what(enter: EnterBoard, commented: Cast) -> None:
    lea, vic, ana = enter("Lea", commented.lea), enter("Vic", commented.vic), enter("Ana", commented.ana)
    mine = thread(open_panel(lea), "Lea", "Code review")
    mine.get_by_role("button", name="Edit").click()
    write(mine, "Who owns this step?", label="Your comment", send="Save")
    seen = thread(open_panel(vic), "Lea", "Code review")
    expect(seen).to_contain_text("Who owns this step?")
    expect(seen).to_contain_text("edited")
    expect(seen.get_by_role("button", name=re.compile("Reply|Resolve|Edit|Take away"))).to_have_count(0)
    expect(panel(vic.page).get_by_role("button", name="New comment")).to_have_count(0)
    theirs = thread(open_panel(ana), "Lea", "Code review")
    expect(theirs.get_by_role("button", name="Edit")).to_have_count(0)
    theirs.get_by_role("button", name="Reply").click()
    write(theirs, "Ben does", label="Your reply", send="Reply")
    expect(seen.get_by_role("list", name="Replies")).to_contain_text("Ben does")
    theirs.get_by_role("button", name="Take away").first.click()
    theirs.get_by_role("button", name="Take it away").click()
    expect(seen).to_contain_text("A comment of Lea, taken away by Ana")
    expect(seen).not_to_contain_text("Who owns this step?")


def test_a_phone_comments_by_a_sheet(enter: EnterBoard, commented: Cast) -> None:
    ben = enter("Ben", commented.ben, **PHONE)
    ben.page.get_by_role("button", name="Menu").tap()
    ben.page.get_by_role("menuitemradio", name="Comments").tap()
    place = panel(ben.page)
    expect(thread(place, "Lea", "Code review")).to_be_visible()
    place.get_by_role("button", name="New comment").click()
    place.get_by_role("combobox", name="About").select_option("Development")
    write(place, "From the phone")
    expect(thread(place, "Ben", "Development")).to_contain_text("From the phone")
    width = ben.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def test_comments_have_no_place_in_a_what_if(enter: EnterBoard, commented: Cast) -> None:
    ben = enter("Ben", commented.ben)
    sign = ben.page.get_by_role("button", name="1 open comment on Code review")
    expect(sign).to_be_visible()
    ben.page.keyboard.press("w")
    expect(
        ben.page.get_by_role("region", name="What if").or_(ben.page.locator(".what-if-banner")).first
    ).to_be_visible()
    expect(sign).to_have_count(0)
    expect(ben.page.get_by_role("button", name=re.compile("^Comments"))).to_have_count(0)


def test_comments_shut_nobody_out(enter: EnterBoard, commented: Cast) -> None:
    called = write_comment(
        actor=commented.lea, of=commented.map, comment_id=uuid4(), text="@Ana?", mentions=[commented.ana.id]
    )[0]
    write_comment(actor=commented.ben, of=commented.map, comment_id=uuid4(), text="No", parent_id=called.id)
    ana = enter(
        "Ana",
        commented.ana,
        viewport={"width": 1440, "height": 900},
        color_scheme="light",
        reduced_motion="reduce",
    )
    ana.page.evaluate(AXE.read_text(encoding="utf-8"))
    place = open_panel(ana)
    expect(thread(place, "Lea", "the whole map").get_by_text("mentions you")).to_be_visible()
    expect(ana.page.get_by_role("button", name="Comments: 2 open comments")).to_be_visible()
    place.get_by_role("button", name="Reply").first.click()
    place.get_by_role("textbox", name="Your reply").press_sequentially("@")
    expect(place.get_by_role("option", name="Mia")).to_be_visible()
    problems = violations_light_and_dark(ana.page, "all comments, writing")
    place.get_by_role("textbox", name="Your reply").press("Escape")
    place.get_by_role("button", name="Cancel").click()
    place.get_by_role("button", name="Take away").first.click()
    expect(place.get_by_role("button", name="Take it away")).to_be_focused()
    problems += violations_light_and_dark(ana.page, "all comments, taking away")
    place.get_by_role("button", name="Close", exact=True).click()
    ana.focus_box("Step Code review")
    expect(thread(details(ana), "Lea", "Code review")).to_be_visible()
    problems += violations_light_and_dark(ana.page, "comments on a step")
    assert problems == []
