"""The session watched again, in a real browser: opening it, jumping in it, its bytes and its memory; and the history
of one step that everybody has changed again and again.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.browser import IS_USABLE, browser, page_of
from bench.product import CHECKOUT, RunningProduct, running_product

OPERATIONS = 10_000
CHANGES_OF_ONE = 2_000
EDITORS = 40
STEPS = 100
TRIES = 5
# In the process of its own that writes the log: everybody in turn, as they edit, in transactions of a hundred.
WRITE = """
import django; django.setup()
from maps.commands.edit import Request, submit_together
from maps.commands.asks import EditAsk
from maps.models import Map
from workshops.models import Participant, Role
map = Map.objects.get()
people = list(Participant.objects.filter(workshop=map.workshop, role=Role.MEMBER).order_by("id")[:{editors}])
def edit(number):
    if number < {steps}:
        place = {{"x": 240 * (number % 20), "y": 320 * (number // 20)}}
        element = {{"kind": "step", "name": f"Step {{number}}", "wait_time": "1d", "process_time": "2h", **place}}
        return {{"do": "add", "id": f"s{{number}}", "element": element}}
    if number < 2 * {steps} - 1:
        start = number - {steps}
        flow = {{"kind": "flow", "flow": "push", "source": f"s{{start}}", "target": f"s{{start + 1}}"}}
        return {{"do": "add", "id": f"f{{start}}", "element": flow}}
    step = 0 if number >= {operations} - {changes} else 1 + number % ({steps} - 1)
    fields = {{"wait_time": 3600 * (1 + number % 90)}} if number % 2 else {{"y": number % 2000}}
    return {{"do": "set", "id": f"s{{step}}", "fields": fields, "saw": {{}}}}
for first in range(0, {operations}, 100):
    requests = [
        Request(people[number % len(people)].id, f"bench-{{number}}", EditAsk([edit(number)], "edit"))
        for number in range(first, min(first + 100, {operations}))
    ]
    for outcome in submit_together(map_id=map.id, requests=requests):
        if isinstance(outcome, Exception):
            raise outcome
assert Map.objects.get().head_seq == {operations}
"""
SHOWS = """(count) => {
    const shown = document.querySelector('.replay-count')
    return shown?.textContent.trim() === count && performance.now()
}"""
BYTES = """() => performance.getEntriesByType('resource')
    .filter((one) => one.name.includes('/api/')).reduce((sum, one) => sum + one.transferSize, 0)"""
# As a hand does it on the time line, and how long until the map of that moment is drawn.
JUMP = """async (seq) => {
    const line = document.querySelector('.replay-line input')
    const begun = performance.now()
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(line, String(seq))
    line.dispatchEvent(new Event('input', { bubbles: true }))
    const wanted = `${seq} / ${line.max}`
    while (document.querySelector('.replay-count').textContent.trim() !== wanted)
        await new Promise((resolve) => requestAnimationFrame(resolve))
    await new Promise((resolve) => requestAnimationFrame(resolve))
    return performance.now() - begun
}"""
READ_HISTORY = """async (address) => {
    const begun = performance.now()
    const answer = await (await fetch(address)).json()
    return [performance.now() - begun, answer.results.length, answer.has_more]
}"""


def measure_replay(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of the report: a session of 10,000 operations, and a step with 2,000 changes by 40 people."""
    with running_product(folder) as product, browser() as chromium:
        written = WRITE.format(operations=OPERATIONS, changes=CHANGES_OF_ONE, editors=EDITORS, steps=STEPS)
        subprocess.run([sys.executable, "-c", written], cwd=CHECKOUT, env=product.environment, check=True)
        yield {"kind": "replay", "operations": OPERATIONS, **measure_watching(product, chromium)}
        yield {"kind": "history", "changes": CHANGES_OF_ONE, "people": EDITORS, **measure_history(product, chromium)}


def measure_watching(product: RunningProduct, chromium: Browser) -> dict[str, Any]:
    """Return the times until a replay is shown and until a jump is, the bytes of both, and the memory of the page."""
    jumps: list[float] = []
    with page_of(product, chromium, 1) as page:
        page.wait_for_function(IS_USABLE, polling="raf", timeout=120_000)
        before_mb = memory_mb(page)
        known = page.evaluate(BYTES)
        opened = float(page.evaluate("() => performance.now()"))
        page.get_by_role("button", name="Menu", exact=True).click()
        page.get_by_role("menuitemradio", name="Replay of the session").click()
        shown = page.wait_for_function(SHOWS, arg=f"0 / {OPERATIONS}", polling="raf", timeout=120_000)
        opened_ms = float(shown.json_value()) - opened
        opened_kb = (page.evaluate(BYTES) - known) / 1000
        for number in range(1, 2 * TRIES + 1):
            # Never into a stretch that is loaded already.
            jumps.append(page.evaluate(JUMP, OPERATIONS * number // (2 * TRIES) - 37))
        after_kb = (page.evaluate(BYTES) - known) / 1000
        near = [page.evaluate(JUMP, OPERATIONS - 37 - number) for number in range(1, TRIES + 1)]
        return {
            "open_ms": round(opened_ms),
            "open_kb": round(opened_kb, 1),
            "jump_ms": round(median(jumps)),
            "slowest_jump_ms": round(max(jumps)),
            "jump_kb": round((after_kb - opened_kb) / len(jumps), 1),
            "near_ms": round(median(near)),
            "memory_mb": [round(before_mb, 1), round(memory_mb(page), 1)],
        }


def measure_history(product: RunningProduct, chromium: Browser) -> dict[str, Any]:
    """Return how long the newest and the oldest page of one step's history take."""
    with page_of(product, chromium, 2) as page:
        page.wait_for_function(IS_USABLE, polling="raf", timeout=120_000)
        address = f"/api/maps/{product.room}/elements/s0/history/"
        newest = [page.evaluate(READ_HISTORY, address)[0] for _ in range(TRIES)]
        oldest = f"{address}?before={OPERATIONS - CHANGES_OF_ONE + 10}"
        last = [page.evaluate(READ_HISTORY, oldest)[0] for _ in range(TRIES)]
    return {"newest_ms": round(median(newest)), "oldest_ms": round(median(last))}


def memory_mb(page: Page) -> float:
    """Return what the page's script holds after a collection, in megabytes."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")
    session.detach()
    return float(heap["usedSize"]) / 1_000_000
