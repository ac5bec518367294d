"""A quarter in real browsers: Lea sets what it is to bring, Ben takes the figure, Lea decides; axe finds nothing."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from experiments.models import Gate, KeyResult
from maps.commands.edit import submit
from tests.browser.conftest import page_of
from tests.cast import Cast
from tests.conftest import OpenPage, Server
from tests.experiments.results import a_sprint, a_stage, an_initiative, counted_result, this_quarter
from tests.experiments.story import read_daily, today

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
STEP = {"kind": "step", "name": "Staging test", "wait_time": "8d", "process_time": "2d", "people": 1}
WAIT = 60_000


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found: Any = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]


def test_a_quarter_from_its_key_result_to_its_decision(open_page: OpenPage, server: Server, cast: Cast) -> None:
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=[{"do": "add", "id": "test", "element": STEP}])
    lea = page_of(open_page, server, "Lea", cast.lea)
    lea.goto(f"/workshops/{cast.workshop.id}/key-results/")
    lea.get_by_role("link", name="Set a key result").click()
    expect(lea.get_by_label("What is counted or timed")).to_be_hidden()
    lea.get_by_label("Measured by").select_option("new")
    expect(lea.get_by_label("What is counted or timed")).to_be_visible()
    lea.get_by_label("Measured by").select_option(label="Lead time")
    lea.get_by_label("To (target)").fill("5d")
    lea.get_by_label("… or a new objective").fill("Less waiting")
    lea.get_by_label("Owner", exact=True).select_option(label="Ben")
    lea.get_by_role("button", name="Set it").click()
    expect(lea.get_by_role("heading", name="Lead time of “Feature delivery”")).to_be_visible(timeout=WAIT)
    expect(lea.get_by_text("It stands where it began.")).to_be_visible()

    halved = [{"do": "set", "id": "test", "fields": {"wait_time": "4d"}}]
    submit(map_id=cast.map.id, actor=cast.ben, op_id="halved", edits=halved)
    ben = page_of(open_page, server, "Ben", cast.ben)
    ben.goto(f"/key-results/{KeyResult.objects.get().pk}/")
    ben.get_by_role("button", name="Take today’s figure").click()
    expect(ben.get_by_text("80 % of the way to the target.")).to_be_visible(timeout=WAIT)
    expect(ben.locator(".chart canvas").first).to_be_visible(timeout=WAIT)

    lea.goto(f"/workshops/{cast.workshop.id}/review/")
    expect(lea.get_by_role("heading", name=f"Review of {this_quarter()}")).to_be_visible(timeout=WAIT)
    whole = lea.get_by_role("article", name="The stream as a whole")
    whole.get_by_role("radio", name=re.compile("^Continue")).check()
    whole.get_by_label("Why").fill("The wait at staging halved")
    whole.get_by_role("button", name="Decide").click()
    expect(whole.get_by_text("Continued", exact=True)).to_be_visible(timeout=WAIT)
    whole.get_by_text("The one key result is not where it should be.").click()
    expect(whole.get_by_role("row", name=re.compile("Lead time.*10 d.*6 d.*at most 5 d.*no"))).to_be_visible()
    decided = Gate.objects.get().decisions.get()
    assert (decided.decided_by, decided.reason) == (cast.lea, "The wait at staging halved")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_pages(open_page: OpenPage, server: Server, cast: Cast, scheme: str) -> None:
    result = counted_result(cast, owner=cast.ben.id, new_objective="What we deliver works")
    read_daily(cast, result.series, [20, 19, 21, 20, 18, 15, 14, 13], ends_on=today())
    initiative = an_initiative(cast, key_results=[result.pk])
    a_stage(cast, initiative, criteria=[{"key_result": result.pk}])
    a_sprint(cast, initiative)
    lea = page_of(open_page, server, "Lea", cast.lea, color_scheme=scheme)
    for path in (
        f"/workshops/{cast.workshop.id}/key-results/",
        f"/workshops/{cast.workshop.id}/key-results/new/",
        f"/key-results/{result.pk}/",
        f"/workshops/{cast.workshop.id}/reviews/{this_quarter().code}/",
        f"/workshops/{cast.workshop.id}/initiatives/",
        f"/initiatives/{initiative.pk}/",
    ):
        lea.goto(path)
        for drawn in lea.locator("[data-chart]").all():
            expect(drawn.locator("canvas").first).to_be_visible(timeout=WAIT)
        assert violations(lea) == [], path
        lea.set_viewport_size({"width": 390, "height": 844})
        # Charts follow a new width a moment later.
        lea.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")
        lea.set_viewport_size({"width": 1440, "height": 900})
