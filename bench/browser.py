"""The board in a real browser: how smoothly a step is dragged while others edit, and how soon the page can be used.

The server stays on its core; the browser, which draws without a graphics card here, takes what it needs.
"""

import gzip
import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import orjson
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from bench.product import RunningProduct, running_product
from tests.chromium import ensure_chromium

STEPS = 100
NOTES = 101
REMOTE_EDITS_A_SECOND = 20
DRAGGING_S = 8.0
LOADS = 7
# A new frame 60 times a second.
FRAME_MS = 1000 / 60
OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
COUNT_FRAMES = """() => {
    window.frames_at = []
    const note = (at) => { window.frames_at.push(at); window.counting = requestAnimationFrame(note) }
    window.counting = requestAnimationFrame(note)
}"""
IS_USABLE = """() => {
    const states = [...document.querySelectorAll('[role=status]')]
    const live = states.some((one) => one.textContent.includes('everything saved'))
    return live && document.querySelectorAll('.react-flow__node').length > 1 && performance.now()
}"""

SCRIPTS = """() => performance.getEntriesByType('resource')
    .filter((one) => one.initiatorType === 'script' || /[.]js$/.test(one.name)).map((one) => one.name)"""


def measure_browser(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of the report: dragging, and loading the board of a map of 300 elements."""
    with running_product(folder) as product, remote_editor(product) as remote, browser() as chromium:
        fill(remote)
        yield {"kind": "load", **measure_loads(product, chromium)}
        yield {"kind": "drag", **measure_dragging(product, chromium, remote)}


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium on all cores."""
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(range(os.cpu_count() or 1)))
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=ensure_chromium(), args=OPTIONS)
            yield chromium
            chromium.close()
    finally:
        os.sched_setaffinity(0, mine)


@contextmanager
def remote_editor(product: RunningProduct) -> Iterator[ClientConnection]:
    """Somebody else on the same map, whose connection is read and forgotten."""
    address = f"127.0.0.1:{product.port}"
    headers = {"Cookie": product.people[0]}
    origin = Origin(f"http://{address}")
    url = f"ws://{address}/ws/maps/{product.room}/"
    with connect(url, origin=origin, additional_headers=headers, compression=None, max_size=None) as connection:
        connection.send('{"t":"hello","protocol":1,"last_seq":null}')
        threading.Thread(target=lambda: [None for _ in connection], daemon=True).start()
        yield connection


def fill(remote: ClientConnection) -> None:
    """A chain of steps with all their figures, and notes around it: 300 elements."""
    elements: dict[str, dict[str, Any]] = {}
    for number in range(STEPS):
        row, column = divmod(number, 20)
        figures = {"wait_time": "1d", "process_time": "2h", "complete_accurate": 0.9, "people": 2}
        place = {"x": 240 * column, "y": 320 * row}
        elements[f"s{number}"] = {"kind": "step", "name": f"Step {number}", **place, **figures}
        if number:
            ends = {"source": f"s{number - 1}", "target": f"s{number}"}
            elements[f"f{number}"] = {"kind": "flow", "flow": "push", **ends}
    for number in range(NOTES):
        row, column = divmod(number, 20)
        place = {"x": 240 * column, "y": 320 * row + 180}
        elements[f"n{number}"] = {"kind": "note", "note": "note", "text": f"Note {number}", **place}
    edits = [{"do": "add", "id": element_id, "element": element} for element_id, element in elements.items()]
    remote.send(orjson.dumps({"t": "edit", "op_id": "fill", "edits": edits}).decode())


@contextmanager
def page_of(product: RunningProduct, chromium: Browser, person: int) -> Iterator[Page]:
    context: BrowserContext = chromium.new_context(viewport={"width": 1440, "height": 900})
    name, _, value = product.people[person].partition("=")
    address = f"http://127.0.0.1:{product.port}"
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/maps/{product.room}/", wait_until="commit")
    yield page
    context.close()


def measure_loads(product: RunningProduct, chromium: Browser) -> dict[str, Any]:
    """Return the median time until the board can be used, with an empty cache, and the size of its script."""
    usable = []
    for number in range(LOADS):
        with page_of(product, chromium, 1 + number) as page:
            usable.append(float(page.wait_for_function(IS_USABLE, polling="raf", timeout=60_000).json_value()))
    with page_of(product, chromium, 1) as page:
        page.wait_for_function(IS_USABLE, timeout=60_000)
        addresses: list[str] = page.evaluate(SCRIPTS)
        bodies = [page.request.get(address).body() for address in addresses]
    script_kb = sum(len(gzip.compress(body)) for body in bodies) / 1000
    return {"usable_ms": round(median(usable)), "slowest_ms": round(max(usable)), "script_kb": round(script_kb, 1)}


def measure_dragging(product: RunningProduct, chromium: Browser, remote: ClientConnection) -> dict[str, Any]:
    """Return the times between frames while one step is dragged in circles and somebody else edits the others."""
    with page_of(product, chromium, 1) as page:
        page.wait_for_function(IS_USABLE, timeout=60_000)
        time.sleep(2)
        box = page.locator(".react-flow__node").filter(has_text="Step 0").first.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + 6
        ended = threading.Event()
        editing = threading.Thread(target=edit_others, args=(remote, ended))
        page.mouse.move(x, y)
        page.mouse.down()
        editing.start()
        page.mouse.move(x + 20, y + 20)
        page.evaluate(COUNT_FRAMES)
        begun, moves = time.monotonic(), 0
        while (passed := time.monotonic() - begun) < DRAGGING_S:
            page.mouse.move(x + 60 + 60 * math.cos(3 * passed), y + 60 + 60 * math.sin(3 * passed))
            moves += 1
        frames_at: list[float] = page.evaluate("() => window.frames_at")
        ended.set()
        editing.join()
        page.mouse.up()
    intervals = [after - before for before, after in pairwise(frames_at)]
    hundredths = quantiles(intervals, n=100)
    return {
        "frame_ms": {f"p{share}": round(hundredths[share - 1], 1) for share in (50, 95, 99)},
        "longest_ms": round(max(intervals), 1),
        "frames_a_second": round(1000 * len(intervals) / sum(intervals), 1),
        "in_time": round(sum(interval < 1.5 * FRAME_MS for interval in intervals) / len(intervals), 3),
        "moves": moves,
    }


def edit_others(remote: ClientConnection, ended: threading.Event) -> None:
    """Twenty times a second: in turn a step is moved, or its wait changes and every figure with it."""
    number = 0
    while not ended.wait(1 / REMOTE_EDITS_A_SECOND):
        number += 1
        step = 1 + number % (STEPS - 1)
        fields = {"y": 320 * (step // 20) + number % 40} if number % 2 else {"wait_time": 3600 * (1 + number % 30)}
        edits = [{"do": "set", "id": f"s{step}", "fields": fields}]
        remote.send(orjson.dumps({"t": "edit", "op_id": f"remote-{number}", "edits": edits}).decode())
