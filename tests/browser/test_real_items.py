"""A real item is brought on a phone, walked on the board, and taken onto the map."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.board import Board
from tests.browser.conftest import EnterBoard, page_of
from tests.browser.test_accessibility import AXE, violations, violations_light_and_dark
from tests.cast import Cast
from tests.conftest import OpenPage, Server
from tests.facilitation.real_items import bring, draw_steps

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def panel_of(board: Board) -> Locator:
    return board.page.get_by_role("region", name="Walk a real item")


def walk(board: Board) -> Locator:
    board.page.get_by_role("button", name="Menu", exact=True).click()
    board.page.get_by_role("menuitemradio", name="Walk a real item").click()
    expect(panel_of(board)).to_be_visible()
    return panel_of(board)


def test_from_pre_work_on_a_phone_to_walked_values_on_the_map(
    open_page: OpenPage, server: Server, enter: EnterBoard, cast: Cast
) -> None:
    draw_steps(cast)
    phone = page_of(open_page, server, "Mia", cast.mia, **PHONE)
    bring_on_a_phone(phone, cast)
    ana, ben = enter("Ana", cast.ana), enter("Ben", cast.ben)
    panel = walk(ana)
    expect(panel.get_by_text("Of 9.5 d, somebody worked on it for 1.9 d: flow efficiency 19.7 %.")).to_be_visible()
    expect(panel.get_by_role("status")).to_contain_text("was on its way for 9.5 d")
    panel.get_by_role("button", name="Next").click()
    expect(panel.get_by_role("status")).to_contain_text("waits before “Design”: 1 d")
    for _ in range(6):
        panel.get_by_role("button", name="Next").click()
    expect(panel.get_by_role("status")).to_contain_text("has arrived after 9.5 d.")
    panel.get_by_role("button", name="Take the wait before “Build” onto the map").click()
    expect(panel.get_by_text("✓ taken")).to_have_count(1)
    expect(ben.card("Build")).to_contain_text("5 d")
    panel.get_by_role("button", name="Take all 3 onto the map as walked").click()
    expect(panel.get_by_text("✓ taken")).to_have_count(4)
    expect(ben.card("Design")).to_contain_text("3 h")


def bring_on_a_phone(phone: Page, cast: Cast) -> None:
    phone.goto(f"/workshops/{cast.workshop.id}/pre-work/")
    phone.get_by_label("What do its people call it?").fill("CHK-1412")
    phone.get_by_role("button", name="Begin").click()
    design, build = phone.locator("#visit-0"), phone.locator("#visit-1")
    design.get_by_label("Arrived").fill("2024-05-06T09:00")
    design.get_by_label("Started").fill("2024-05-07T09:00")
    design.get_by_label("Finished").fill("2024-05-07T12:00")
    expect(design.get_by_text("waited 1 d · worked on 3 h")).to_be_visible()
    build.get_by_label("Started").fill("2024-05-14T12:00")
    build.get_by_label("Finished").fill("2024-05-15T12:00")
    expect(build.get_by_text("waited 5 d · worked on 1 d")).to_be_visible()
    build.get_by_label("More about “Build”").click()
    build.get_by_label("It went back from here to").select_option(label="Build")
    build.get_by_role("button", name="Add that way again").click()
    again = phone.locator("#visit-2")
    again.get_by_label("Why").fill("Criteria were missing")
    again.get_by_label("Started").fill("2024-05-17T09:00")
    again.get_by_label("Finished").fill("2024-05-17T13:00")
    expect(phone.get_by_role("status").filter(has_text="flow efficiency")).to_contain_text("9.5 d")
    phone.get_by_role("button", name="Save and share").click()
    expect(phone.get_by_text("Saved. Everybody in the workshop sees it now.")).to_be_visible()


def test_an_item_that_is_shared_meanwhile_appears_and_several_make_a_range(enter: EnterBoard, cast: Cast) -> None:
    draw_steps(cast)
    ben = enter("Ben", cast.ben)
    panel = walk(ben)
    expect(panel.get_by_text("Nobody has shared a real item yet.")).to_be_visible()
    bring(cast, cast.mia, "MIA-7", visits=[{"step": "a", "wait_time": "1d", "process_time": "1h"}])
    expect(panel.get_by_role("button", name=re.compile("MIA-7"), pressed=True)).to_be_visible()
    bring(cast, cast.ana, "ANA-2", visits=[{"step": "a", "wait_time": "3d", "process_time": "1h"}])
    row = panel.get_by_role("row", name=re.compile("^wait"))
    expect(row).to_contain_text("2 d")
    expect(row).to_contain_text("1 d – 3 d")
    panel.get_by_label("Count “ANA-2”").uncheck()
    expect(row).not_to_contain_text("1 d – 3 d")
    # Members read; taking values onto the map is the facilitator's.
    expect(panel.get_by_role("button", name=re.compile("^Take"))).to_have_count(0)


def test_it_plays_by_itself_and_step_by_step_without_motion(enter: EnterBoard, cast: Cast) -> None:
    draw_steps(cast)
    bring(cast, cast.ben)
    ana = enter("Ana", cast.ana)
    panel = walk(ana)
    panel.get_by_label("Speed").select_option("quick")
    panel.get_by_role("button", name="Play “CHK-1412” along the map").click()
    expect(panel.get_by_role("status")).to_contain_text("has arrived", timeout=60_000)
    expect(ana.page.locator(".walk-mark")).to_have_count(2)
    expect(ana.page.locator(".walk-mark").last).to_contain_text("map 2 d")
    still = enter("Mia", cast.mia, reduced_motion="reduce")
    calm = walk(still)
    expect(calm.get_by_role("button", name="Next")).to_be_visible()
    expect(calm.get_by_role("button", name=re.compile("^Play"))).to_have_count(0)


def test_everybody_can_use_it(open_page: OpenPage, server: Server, enter: EnterBoard, cast: Cast) -> None:
    draw_steps(cast)
    item = bring(cast, cast.ben)
    ana = enter("Ana", cast.ana)
    ana.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    ana.page.evaluate(AXE.read_text(encoding="utf-8"))
    expect(walk(ana).get_by_role("button", name=re.compile("^Take all"))).to_be_visible()
    assert violations_light_and_dark(ana.page, "walking") == []
    page = page_of(open_page, server, "Ana on a phone", cast.ana, **PHONE)
    workshop = f"/workshops/{cast.workshop.id}"
    for address in (f"{workshop}/pre-work/", f"{workshop}/invitation/", f"/real-items/{item.id}/"):
        page.goto(address)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert violations(page, address) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
