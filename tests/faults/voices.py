"""People who take part in rounds over REST, as their browsers do, and what they say in each kind of round."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import httpx

from tests.faults.site import REQUEST_S, Workshop

STEPS = [
    {"do": "add", "id": "build", "element": {"kind": "step", "name": "Build", "wait_time": "1d", "process_time": "2d"}},
    {"do": "add", "id": "test", "element": {"kind": "step", "name": "Test", "wait_time": "8d", "process_time": "1d"}},
    {"do": "add", "id": "f1", "element": {"kind": "flow", "flow": "push", "source": "build", "target": "test"}},
]
ASKED: dict[str, tuple[bool, dict[str, Any]]] = {
    "notes": (True, {}),
    "estimates": (False, {}),
    "votes": (True, {"dots": 3, "stackable": True}),
    "effort": (True, {}),
    "constraint": (False, {}),
}
"""Each kind of round with whether it is anonymous here, and its options."""


class Voice:
    """One person of a workshop with a browser and the key that only it has."""

    def __init__(self, name: str, number: int, browser: httpx.Client, addresses: Sequence[str]) -> None:
        self.name = name
        self.number = number
        self.browser = browser
        self.browser.headers["X-CSRFToken"] = browser.cookies["csrftoken"]
        self._headers = {"X-Round-Key": f"key-of-{name}-" + "k" * 32}
        self._addresses = itertools.cycle(addresses)
        self._address = next(self._addresses)

    def move(self) -> None:
        """Go on at the next address."""
        self._address = next(self._addresses)

    def put(self, round_id: str, path: str, body: dict[str, Any]) -> httpx.Response:
        address = f"{self._address}/api/rounds/{round_id}/{path}/"
        return self.browser.put(address, json=body, headers=self._headers)

    def write(self, round_id: str, contribution: list[dict[str, Any]]) -> httpx.Response:
        return self.put(round_id, "mine", {"contribution": contribution})

    def say(self, round_id: str, contribution: list[dict[str, Any]], *, is_done: bool = True) -> None:
        """Write and say whether that is all; fails where it is not acknowledged."""
        answers = [self.write(round_id, contribution), self.put(round_id, "part", {"done": is_done})]
        for answer in answers:
            assert answer.status_code == 200, (self.name, answer.text)

    def read(self, path: str) -> dict[str, Any]:
        answer = self.browser.get(f"{self._address}/api/{path}", headers=self._headers)
        assert answer.status_code == 200, (self.name, answer.text)
        found: dict[str, Any] = answer.json()
        return found

    def mine(self, round_id: str) -> dict[str, Any]:
        return self.read(f"rounds/{round_id}/mine/")


def voices(workshop: Workshop, names: Sequence[str], addresses: Sequence[str]) -> list[Voice]:
    """Let people join, by turns at each address."""
    found = []
    for number, name in enumerate(names):
        order = [*addresses[number % len(addresses) :], *addresses[: number % len(addresses)]]
        found.append(Voice(name, number, workshop.join(name, order[0]), order))
    return found


def mark_of(name: str, kind: str) -> str:
    """Return the words by which what this person wrote in a round of this kind is known."""
    return f"words-of-{name}-in-{kind}-alone"


def what_is_said(kind: str, name: str, number: int, *, notes: int = 1) -> list[dict[str, Any]]:
    """Return what a person says in a round of this kind."""
    said: dict[str, Callable[[], list[dict[str, Any]]]] = {
        "notes": lambda: [{"text": f"{mark_of(name, kind)} {index}", "about": "test"} for index in range(notes)],
        "estimates": lambda: [{"element": "test", "field": "wait_time", "value": f"{7_310_017 + number}s"}],
        "votes": lambda: [{"target": "build" if number % 2 else "test", "dots": 3}],
        "effort": lambda: [{"element": "test", "customer": 1 + number % 5, "worker": 2}],
        "constraint": lambda: [{"element": "test", "why": mark_of(name, kind)}],
    }
    return said[kind]()


def lead(workshop: Workshop, path: str, body: dict[str, Any] | None = None, *, at: str = "") -> dict[str, Any]:
    """Let Ana do this over REST and return the answer."""
    answer = workshop.ana.post(f"{at}/api/{path}", json=body or {}, timeout=REQUEST_S)
    assert answer.status_code < 300, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ask_round(workshop: Workshop, kind: str, *, minutes: int = 60) -> str:
    """Prepare and open a round of this kind; returns its id."""
    anonymous, options = ASKED[kind]
    body = {"id": str(uuid4()), "map": workshop.map_id, "kind": kind, "prompt": "What do you see?"}
    made = lead(workshop, f"workshops/{workshop.id}/rounds/", {**body, "anonymous": anonymous, "options": options})
    lead(workshop, f"rounds/{made['id']}/open/", {"minutes": minutes})
    return str(made["id"])


def put_steps(workshop: Workshop) -> None:
    """Put on the map what rounds are asked about."""
    lead(workshop, f"maps/{workshop.map_id}/operations/", {"op_id": "steps", "edits": STEPS})
