"""Hostile texts in every place of a real browser: nothing runs, nothing is fetched, nothing is hidden or breaks."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, Page, Request, expect

from maps.commands.edit import submit
from maps.commands.workshop import rename_map
from tests.browser.board import Board
from tests.cast import Cast, make_cast
from tests.conftest import OpenPage, Server
from tests.hostile.strings import CONTROLS, HOSTILE, LINES, LONG_NAME, LONG_WORD
from tests.hostile.test_round_trip import edits_of
from tests.pages.test_browser import sign_in
from workshops.commands.people import rename_myself
from workshops.commands.workshop import change_charter

pytestmark = pytest.mark.browser

TEXTS = {**HOSTILE, "controls": CONTROLS, "lines": LINES, "long-name": LONG_NAME}
PHONE = {"width": 390, "height": 844}
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def hostile_map() -> list[dict[str, object]]:
    """Return the edits for a step, a queue, an arrow and a note of every text, in rows that do not cover each other."""
    elements: dict[str, dict[str, object]] = {}
    for place, (key, text) in enumerate(TEXTS.items()):
        x, y = 240.0 * (place % 9), 420.0 * (place // 9)
        elements[f"s-{key}"] = {"kind": "step", "name": text, "role": text[:100], "x": x, "y": y, "wait_time": "1d"}
        elements[f"n-{key}"] = {"kind": "note", "note": "idea", "text": text, "x": x, "y": y + 200, "about": f"s-{key}"}
    keys = list(TEXTS)
    for source, target in pairwise(keys):
        ends = {"source": f"s-{source}", "target": f"s-{target}"}
        elements[f"f-{source}"] = {"kind": "flow", "flow": "push", "name": TEXTS[source], **ends}
    elements["q-long"] = {"kind": "queue", "name": LONG_NAME, "x": -300, "y": 0, "items": 3, "about": "s-script"}
    elements["q-long"]["counts_only"] = True
    elements["n-long"] = {"kind": "note", "note": "burst", "text": LONG_WORD[:10_000], "x": -300, "y": 300}
    return edits_of(elements)


@pytest.fixture
def hostile(server: Server) -> Cast:
    """The cast in a workshop in which every text is hostile."""
    cast = make_cast()
    submit(map_id=cast.map.id, actor=cast.ben, op_id="all", edits=hostile_map())
    charter = {"customer": HOSTILE["image"], "value": HOSTILE["svg"], "unit": HOSTILE["style"], "scope": "W" * 1000}
    ends = {"trigger": HOSTILE["script"], "delivery": HOSTILE["attribute"], "name": HOSTILE["script-end"]}
    change_charter(actor=cast.ana, changes={**charter, **ends})
    rename_map(actor=cast.ana, of=cast.map, title=HOSTILE["script-end"])
    for person, key in ((cast.ben, "image"), (cast.mia, "word"), (cast.lea, "override"), (cast.vic, "script-end")):
        rename_myself(actor=person, name=HOSTILE[key])
    return cast


@pytest.fixture
def watched(open_page: OpenPage, hostile: Cast, server: Server) -> Callable[..., tuple[Page, list[str]]]:
    """Opens Ana's browser and notes down everything that must not happen in it."""

    def watch(**options: object) -> tuple[Page, list[str]]:
        page = open_page("Ana", **options)
        seen: list[str] = []

        def on_dialog(dialog: Dialog) -> None:
            seen.append(f"a dialogue: {dialog.message}")
            dialog.dismiss()

        def on_request(request: Request) -> None:
            if not request.url.startswith((server.base_url, "data:", "blob:")):
                seen.append(f"a request to {request.url}")

        page.on("dialog", on_dialog)
        page.on("request", on_request)
        page.on("console", lambda message: seen.append(message.text) if "Content Security" in message.text else None)
        sign_in(page, hostile.ana, server.base_url)
        return page, seen

    return watch


def check(page: Page, seen: list[str], where: str) -> None:
    assert page.evaluate("window.wasRun") is None, where
    assert page.title() != "run", where
    assert seen == [], where
    wide, screen = page.evaluate(WIDTHS)
    assert wide <= screen, f"{where} is {wide - screen} px too wide"


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_pages_show_hostile_texts_as_texts(
    watched: Callable[..., tuple[Page, list[str]]], hostile: Cast, options: dict[str, object]
) -> None:
    page, seen = watched(**options)
    tabs = ("workshop", "workshop_people", "workshop_invitation", "workshop_settings")
    addresses = [
        reverse("dashboard"),
        reverse("myself"),
        f"{reverse('join')}?code=%3Cscript%3Ealert(1)%3C/script%3E",
        *(reverse(tab, args=[hostile.workshop.id]) for tab in tabs),
    ]
    for address in addresses:
        page.goto(address)
        check(page, seen, address)
    page.goto(reverse("workshop_people", args=[hostile.workshop.id]))
    expect(page.get_by_text(HOSTILE["image"]).first).to_be_visible()


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_the_board_shows_hostile_texts_as_texts(
    watched: Callable[..., tuple[Page, list[str]]], hostile: Cast, options: dict[str, object]
) -> None:
    page, seen = watched(**options)
    page.goto(reverse("board", args=[hostile.map.id]))
    board = Board(page)
    board.wait_until_live()
    check(page, seen, "canvas")
    header = page.locator("header.header").bounding_box()
    assert header is not None
    assert header["height"] < 260, "the header has grown"
    for key in ("image", "long-name", "controls"):
        box = page.locator(f'.react-flow__node[data-id="s-{key}"]')
        step = box.evaluate("node => [node.offsetWidth, node.offsetHeight, node.scrollWidth]")
        assert step[0] < 240, f"the step “{key}” is {step[0]} px wide"
        assert step[1] < 400, f"the step “{key}” is {step[1]} px high"
        box.focus()
        page.keyboard.press("Space")
        page.wait_for_timeout(400)
        check(page, seen, f"details of {key}")
    note = page.locator('.react-flow__node[data-id="n-long"]').evaluate("node => [node.offsetWidth, node.offsetHeight]")
    assert note[0] < 400, f"the note is {note} px large"
    assert note[1] < 700, f"the note is {note} px large"
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.get_by_role("grid").first).to_be_visible()
    check(page, seen, "table")
    page.keyboard.press("t")
    for entry in ("History", "Keys, symbols"):
        page.get_by_role("button", name="Menu", exact=True).click()
        page.get_by_role("menuitem", name=entry).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        check(page, seen, entry)
        page.keyboard.press("Escape")
