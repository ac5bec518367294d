"""The pages of the signals and of what became of a promise can be used by everybody, on a phone and in the dark too."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from experiments.commands.future_state import derive_future_state, give_reason
from experiments.commands.later_state import map_again
from experiments.commands.signals import add_meetings, feed_signal
from maps.commands.edit import submit
from maps.models import Map
from tests.browser.conftest import page_of
from tests.browser.test_accessibility import AXE, DESKTOP, PHONE, violations
from tests.cast import Cast
from tests.conftest import OpenPage, Server
from tests.experiments.story import today

pytestmark = pytest.mark.browser

STEPS = {"design": ("Design", "1d"), "review": ("Review", "2d"), "test": ("Staging test", "8d")}
CHARTS_MS = 60_000
# Rows scroll by whole pixels, and words do not end on them.
IS_IN_SIGHT = """row => {
    const current = row.querySelector('[aria-current]').getBoundingClientRect()
    const sight = row.getBoundingClientRect()
    return current.left >= sight.left - 1 && current.right <= sight.right + 1
}"""


@pytest.fixture
def later(cast: Cast) -> Map:
    """The stream mapped again: one change came true, the other did not; meetings were counted for ten weeks."""
    edits: list[dict[str, Any]] = [
        {"do": "add", "id": key, "element": {"kind": "step", "name": name, "wait_time": wait, "process_time": "1d"}}
        for key, (name, wait) in STEPS.items()
    ]
    for source, target in (("design", "review"), ("review", "test")):
        arrow = {"kind": "flow", "flow": "push", "source": source, "target": target}
        edits.append({"do": "add", "id": f"{source}-{target}", "element": arrow})
    submit(map_id=cast.map.id, actor=cast.ana, op_id="stream", edits=edits)
    future, _ = derive_future_state(
        actor=cast.ana,
        of=cast.map,
        title="In half a year",
        target_condition="A test starts within a day of the build.",
        horizon_ends_on=date(2031, 3, 31),
        edits=[wait("test", "1d"), wait("review", "0h")],
        op_id="future",
    )
    give_reason(actor=cast.ben, of=future, key="test", waste="waiting", reason="Staging is booked in slots")
    feed_signal(actor=cast.ana, code="lead_time", of=cast.map)
    weeks = [f"{today() - timedelta(weeks=10 - week)}; {5 - week // 3}; {200 - 15 * week}" for week in range(10)]
    add_meetings(actor=cast.ben, op_id="weeks", text="\n".join(weeks), source="paste")
    made, _ = map_again(actor=cast.ana, future=future, title="Half a year later", begin="copy", op_id="later")
    submit(map_id=made.id, actor=cast.ana, op_id="came", edits=[wait("test", "1d")])
    return made


def wait(key: str, time: str) -> dict[str, Any]:
    return {"do": "set", "id": key, "fields": {"wait_time": time}}


def open_drawn(page: Page, address: str) -> None:
    page.goto(address)
    for drawn in page.locator("[data-chart]").all():
        expect(drawn.locator("canvas").first).to_be_visible(timeout=CHARTS_MS)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_signals_and_the_promise(
    open_page: OpenPage, server: Server, cast: Cast, later: Map, viewport: dict[str, int], scheme: str
) -> None:
    ben = page_of(open_page, server, "Ben", cast.ben, viewport=viewport, color_scheme=scheme)
    found: list[Any] = []
    for address in (reverse("signals", args=[cast.workshop.id]), reverse("promise", args=[later.id])):
        open_drawn(ben, address)
        too_wide = ben.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [(address, f"{too_wide} px too wide")] * (too_wide > 0)
        for row in ben.locator(".tabs, .sections").all():
            found += [] if row.evaluate(IS_IN_SIGHT) else [(address, "the current way is out of sight")]
        ben.evaluate(AXE.read_text(encoding="utf-8"))
        found += violations(ben, address)
    assert found == []
