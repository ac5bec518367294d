"""The cast in real browsers: each person signed in, with a map that has one of everything."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from maps.commands.edit import submit
from tests.browser.board import Board
from tests.cast import Cast, Person, make_cast
from tests.conftest import OpenPage, Server
from tests.pages.test_browser import sign_in

STEPS = ("Refinement", "Development", "Code review", "Staging test")
NOTE_KINDS = ("note", "question", "idea", "hypothesis", "burst", "parking_lot")

EnterBoard = Callable[..., Board]


@pytest.fixture
def cast(server: Server) -> Cast:
    return make_cast()


@pytest.fixture
def enter(open_page: OpenPage, server: Server, cast: Cast) -> EnterBoard:
    """Opens the board in the browser of a person of the cast: `enter("Ben", cast.ben, viewport={...})`."""

    def enter(name: str, person: Person, **options: object) -> Board:
        board = Board(page_of(open_page, server, name, person, **options))
        board.page.goto(f"/maps/{cast.map.id}/")
        board.wait_until_live()
        return board

    return enter


def page_of(open_page: OpenPage, server: Server, name: str, person: Person, **options: object) -> Page:
    page = open_page(name, **options)
    sign_in(page, person, server.base_url)
    return page


def one_of_everything() -> list[dict[str, object]]:
    """Return the edits that add a chain of steps with a queue, a rework arrow and a note of every kind."""
    elements: dict[str, dict[str, object]] = {
        f"step-{place}": {
            "kind": "step",
            "name": name,
            "role": "Engineers",
            "x": 260 * place,
            "y": 0,
            "wait_time": {"value": "2d", "low": "1d", "high": "4d", "source": "walked", "n": 3},
            "process_time": "1d",
            "complete_accurate": 0.8,
            "people": 2,
            "value_class": "adding",
            "wastes": ["waiting"],
            "automated": True,
        }
        for place, name in enumerate(STEPS)
    }
    elements["queue"] = {"kind": "queue", "items": 12, "x": 650, "y": 0}
    chain = ("step-0", "step-1", "step-2", "queue", "step-3")
    for place, (source, target) in enumerate(pairwise(chain)):
        elements[f"flow-{place}"] = {"kind": "flow", "flow": "push", "source": source, "target": target}
    elements["rework"] = {"kind": "flow", "flow": "rework", "source": "step-3", "target": "step-1", "share": 0.3}
    elements["told"] = {"kind": "flow", "flow": "information_manual", "source": "step-0", "target": "step-3"}
    for place, kind in enumerate(NOTE_KINDS):
        note: dict[str, object] = {"kind": "note", "note": kind, "text": f"A {kind} of the room", "about": "step-1"}
        elements[f"note-{place}"] = (
            note | {"x": 200 * place, "y": 320} | ({"waste": "waiting"} if kind == "burst" else {})
        )
    return [{"do": "add", "id": element_id, "element": element} for element_id, element in elements.items()]


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """The cast with one of everything on its map."""
    submit(map_id=cast.map.id, actor=cast.ben, op_id="everything", edits=one_of_everything())
    return cast
