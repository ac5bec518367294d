"""What private rounds cost with forty people in the room: each save rewrites what all of them have written, so that no
row tells who wrote when.

People type ten notes each and their browsers save after every one; then all of them are done at the same moment, and
the round is revealed. Called by bench.run; the people are a process of their own, on the load's core.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from bench.product import CHECKOUT, RunningProduct, running_product

PEOPLE = 40
NOTES = 10
BETWEEN_SAVES_S = 2.0
"""How long somebody writes at a note."""
ASKED: dict[str, tuple[bool, dict[str, Any]]] = {
    "notes": (True, {}),
    "estimates": (False, {}),
    "votes": (True, {"dots": 3}),
    "effort": (True, {}),
    "constraint": (False, {}),
}
STEPS = 9
BUSY = 503
AGAIN_AFTER_S = 0.5
PROMOTE = """
import django; django.setup()
from workshops.models import Participant, Role
first = Participant.objects.filter(role=Role.MEMBER).order_by("joined_at", "id").first()
Participant.objects.filter(pk=first.pk).update(role=Role.FACILITATOR)
print(first.workshop_id, first.user.display_name.split()[-1])
"""


def measure_rounds(folder: Path, load_core: int) -> Iterator[dict[str, Any]]:
    """Yield for each kind of round what saving, being done and the reveal take in milliseconds, and the web process's
    memory before and after.
    """
    with running_product(folder) as product:
        promote = [sys.executable, "-c", PROMOTE]
        done = subprocess.run(
            promote, cwd=CHECKOUT, env=product.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        workshop, leader = done.stdout.split()
        for kind in ASKED:
            before_mb = memory_mb(product)
            told = json.dumps({"port": product.port, "room": product.room, "workshop": workshop, "kind": kind})
            measured = subprocess.run(
                [sys.executable, "-m", "bench.rounds", told, leader, *product.people[: PEOPLE + 1]],
                cwd=CHECKOUT,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                preexec_fn=lambda: os.sched_setaffinity(0, {load_core}),
            )
            yield {
                "kind": "round",
                "round": kind,
                **json.loads(measured.stdout),
                "memory_mb": [before_mb, memory_mb(product)],
            }


def memory_mb(product: RunningProduct) -> int:
    status = Path(f"/proc/{product.web.pid}/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) // 1024


class Person:
    """Somebody's browser: their session, and the key that only it has."""

    def __init__(self, port: int, cookie: str, number: int) -> None:
        origin = f"http://127.0.0.1:{port}"
        token = "t" * 32
        self.number = number
        self.took_ms: dict[str, list[float]] = {}
        self._client = httpx.Client(
            base_url=f"{origin}/api",
            timeout=120,
            headers={
                "Cookie": f"{cookie}; csrftoken={token}",
                "X-CSRFToken": token,
                "Origin": origin,
                "X-Round-Key": f"{number:02}" + "k" * 40,
            },
        )

    def send(self, what: str, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send and note how long it took to be taken; what a busy server refuses is sent again, as browsers do."""
        begun = time.perf_counter()
        while (answer := self._client.request(method, path, json=body)).status_code == BUSY:
            time.sleep(AGAIN_AFTER_S)
        self.took_ms.setdefault(what, []).append((time.perf_counter() - begun) * 1000)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def write(self, round_id: str, kind: str) -> None:
        """Write as people do: notes one after the other, each saved with those before it."""
        self.send("enter", "PUT", f"/rounds/{round_id}/part/", {"done": False})
        drafts = [said(kind, self.number, notes) for notes in range(1, NOTES + 1)] if kind == "notes" else []
        for draft in drafts or [said(kind, self.number, 1)] * 3:
            time.sleep(BETWEEN_SAVES_S)
            self.send("save", "PUT", f"/rounds/{round_id}/mine/", {"contribution": draft})

    def finish(self, round_id: str) -> None:
        self.send("done", "PUT", f"/rounds/{round_id}/part/", {"done": True})


def said(kind: str, number: int, notes: int) -> list[dict[str, Any]]:
    """Return what somebody says in a round of this kind."""
    step = f"s{number % STEPS}"
    words = "It waits for the one environment that three teams share, and nobody says so."
    statements: dict[str, list[dict[str, Any]]] = {
        "notes": [{"text": f"{words} ({number}.{index})", "about": step} for index in range(notes)],
        "estimates": [
            {"element": f"s{index}", "field": field, "value": value}
            for index in range(STEPS)
            for field, value in (("wait_time", f"{number + 1}h"), ("process_time", "1h"), ("complete_accurate", 0.8))
        ],
        "votes": [{"target": f"s{(number + index) % STEPS}", "dots": 1} for index in range(3)],
        "effort": [{"element": f"s{index}", "customer": 1 + number % 5, "worker": 2} for index in range(STEPS)],
        "constraint": [{"element": step, "why": words}],
    }
    return statements[kind]


def at_once(people: list[Person], act: Callable[[Person], None], *, spread_s: float = 0.0) -> None:
    """Let everybody do it, spread over so many seconds."""

    def begin(person: Person) -> None:
        time.sleep(spread_s * person.number / len(people))
        act(person)

    threads = [threading.Thread(target=begin, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run_round(port: int, room: str, workshop: str, kind: str, leader: int, cookies: list[str]) -> dict[str, Any]:
    """Go through one round and return what it took."""
    lead = Person(port, cookies[leader], leader)
    people = [Person(port, cookie, number) for number, cookie in enumerate(cookies) if number != leader][:PEOPLE]
    steps = [
        {"do": "add", "id": f"s{index}", "element": {"kind": "step", "name": f"Step {index}", "x": 240 * index, "y": 0}}
        for index in range(STEPS)
    ]
    lead.send("steps", "POST", f"/maps/{room}/operations/", {"op_id": "steps", "edits": steps})
    anonymous, options = ASKED[kind]
    body: dict[str, Any] = {"id": str(uuid4()), "map": room, "kind": kind, "prompt": "What do you see?"}
    body |= {"anonymous": anonymous, "options": options}
    made = lead.send("ask", "POST", f"/workshops/{workshop}/rounds/", body)
    lead.send("open", "POST", f"/rounds/{made['id']}/open/", {"minutes": 60})
    at_once(people, lambda person: person.write(made["id"], kind), spread_s=BETWEEN_SAVES_S)
    at_once(people, lambda person: person.finish(made["id"]))
    revealed = lead.send("reveal", "POST", f"/rounds/{made['id']}/reveal/", {})
    assert revealed["result"]["people"] == len(people)
    taken = {what: [took for person in people for took in person.took_ms[what]] for what in ("enter", "save", "done")}
    return {
        "people": len(people),
        "saves": len(taken["save"]),
        **{what: spread(took) for what, took in taken.items()},
        "reveal_ms": round(lead.took_ms["reveal"][0], 1),
    }


def spread(took: list[float]) -> dict[str, float]:
    """Return median, 95th percentile and maximum in milliseconds."""
    twentieths = statistics.quantiles(took, n=20)
    return {"p50": round(statistics.median(took), 1), "p95": round(twentieths[-1], 1), "max": round(max(took), 1)}


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    print(json.dumps(run_round(**given, leader=int(sys.argv[2]), cookies=sys.argv[3:])))
