"""Who simulates the map: how lead times spread, where items wait, a run that outlives the page and can be stopped."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from playwright.sync_api import Locator, expect

from maps.commands.edit import submit
from maps.models import SimulationJob
from tests.browser.board import Board
from tests.browser.conftest import EnterBoard
from tests.browser.test_accessibility import AXE, DESKTOP, PHONE, violations_light_and_dark
from tests.cast import Cast
from tests.conftest import CHECKOUT, RESULTS, database_url_of_tests
from tests.reviews.conftest import fill_map
from vsm_workshop.environment import valkey_address
from vsm_workshop.local.process import start_logged, stop_all
from vsm_workshop.processes import worker_command

pytestmark = pytest.mark.browser

PATIENCE_MS = 120_000
# Which of the databases behind REDIS_URL the settings give to Celery.
BROKER_DATABASE = 1
LIGHT = {"color_scheme": "light", "reduced_motion": "reduce"}


@pytest.fixture
def sample(cast: Cast) -> Cast:
    """The cast on the map of the published sample: its staging test cannot meet the demand."""
    fill_map(cast)
    return cast


@pytest.fixture
def worker(sample: Cast, request: pytest.FixtureRequest) -> Iterator[None]:
    """A worker on the tests' database, and a broker without tasks of earlier tests."""
    environment = {**os.environ, "DATABASE_URL": database_url_of_tests()}
    log = RESULTS / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name.lower())}.log"
    Path(log).unlink(missing_ok=True)
    with redis.Redis.from_url(valkey_address("REDIS_URL").for_redis(BROKER_DATABASE)) as broker:
        broker.flushdb()
        command = [*worker_command(concurrency=1), "--hostname=simulations@test"]
        started = start_logged(command, log=log, folder=CHECKOUT, environment=environment)
        try:
            yield
        finally:
            stop_all([started], patience_s=5)
            broker.flushdb()


def open_tab(board: Board) -> Locator:
    board.page.get_by_role("button", name=re.compile("^Look closer")).click()
    panel = board.page.get_by_role("dialog", name="Look closer")
    panel.get_by_role("tab", name="Simulation").click()
    return panel


def simulate(panel: Locator, *, items: str, seed: str | None = None) -> None:
    panel.get_by_label("Items", exact=True).select_option(label=items)
    if seed is not None:
        panel.locator("summary").filter(has_text="Times vary").click()
        panel.get_by_label("Seed", exact=True).fill(seed)
    panel.get_by_role("button", name="Simulate", exact=True).click()


def result_of(panel: Locator, items: str) -> Locator:
    result = panel.get_by_role("article", name=f"Result of {items} simulated items")
    expect(result).to_be_visible(timeout=PATIENCE_MS)
    return result


def percentiles(result: Locator) -> list[str]:
    return result.locator(".simulation-percentiles dd").all_inner_texts()


@pytest.mark.usefixtures("worker")
def test_a_run_shows_how_lead_times_spread_and_follows_the_map(enter: EnterBoard, sample: Cast) -> None:
    lea = enter("Lea", sample.lea, viewport=DESKTOP, **LIGHT)
    panel = open_tab(lea)
    expect(panel.get_by_text(re.compile("Nobody has simulated this map yet"))).to_be_visible()
    simulate(panel, items="1,000")
    result = result_of(panel, "1,000")
    # More is asked of staging than its people can do: that comes before every figure.
    expect(result.get_by_text("No steady state.")).to_be_visible()
    expect(result.get_by_text(re.compile("the backlog grows by"))).to_be_visible()
    submit(
        map_id=sample.map.id,
        actor=sample.ben,
        op_id="more-people",
        edits=[{"do": "set", "id": "staging", "fields": {"people": 3}}, _people("build", 12)],
    )
    expect(panel.get_by_text(re.compile("the map has changed once since")).first).to_be_visible()
    panel.get_by_role("button", name="Simulate it as it is now").click()
    expect(panel.get_by_text("No steady state.")).to_have_count(0, timeout=PATIENCE_MS)
    result = result_of(panel, "1,000")
    expect(result.get_by_role("figure", name="Lead time of 1,000 items")).to_be_visible()
    for mark in ("p50", "p85", "p95", "The map says"):
        expect(result.locator(".mark-label").filter(has_text=mark)).to_be_visible()
    expect(result.get_by_text(re.compile("^An item takes .* on average"))).to_be_visible()
    steps = result.get_by_role("table", name="Steps")
    expect(steps.get_by_role("row")).to_have_count(6)
    expect(steps.get_by_role("row").filter(has_text="Development")).to_contain_text(re.compile(r"\d+ %"))
    expect(result.get_by_role("figure", name="Items waiting before each step")).to_be_visible()
    # The step that a row speaks of, on the map.
    steps.get_by_role("button", name="Development").click()
    expect(lea.page.locator(".react-flow__node.selected").filter(has_text="Development")).to_be_visible()
    # Equal seeds, equal figures; another seed, other luck.
    first = percentiles(result)
    simulate(panel, items="1,000")
    expect(panel.locator(".simulation-run")).to_have_count(3)
    result_of(panel, "1,000")
    assert percentiles(result) == first
    simulate(panel, items="1,000", seed="99")
    expect(panel.get_by_role("button", name=re.compile("seed 99"))).to_be_visible()
    result_of(panel, "1,000")
    assert percentiles(result) != first


def _people(step: str, count: int) -> dict[str, Any]:
    return {"do": "set", "id": step, "fields": {"people": count}}


@pytest.mark.usefixtures("worker")
def test_a_long_run_outlives_the_page_and_can_be_stopped(enter: EnterBoard, sample: Cast) -> None:
    ben = enter("Ben", sample.ben, viewport=DESKTOP)
    panel = open_tab(ben)
    simulate(panel, items="200,000")
    expect(panel.get_by_text(re.compile("^simulated [1-9].* of 200,000 items"))).to_be_visible(timeout=PATIENCE_MS)
    # Mia sees it, but it is not hers to stop.
    mia = open_tab(enter("Mia", sample.mia, viewport=DESKTOP))
    expect(mia.get_by_role("progressbar")).to_be_visible()
    expect(mia.get_by_text(re.compile("^Ben started it"))).to_be_visible()
    ben.page.reload()
    ben.wait_until_live()
    panel = open_tab(ben)
    expect(panel.get_by_role("progressbar")).to_be_visible()
    panel.get_by_role("button", name="Cancel").click()
    expect(panel.get_by_role("heading", name=re.compile("^Cancelled at"))).to_be_visible()
    expect(mia.get_by_role("heading", name=re.compile("^Cancelled at"))).to_be_visible()
    assert SimulationJob.objects.get().state == SimulationJob.State.CANCELLED
    expect(panel.get_by_role("button", name=re.compile("^Start again with 200,000 items"))).to_be_visible()


def test_a_map_that_lacks_values_says_which(enter: EnterBoard, cast: Cast) -> None:
    submit(
        map_id=cast.map.id,
        actor=cast.ben,
        op_id="half",
        edits=[{"do": "add", "id": "review", "element": {"kind": "step", "name": "Code review", "wait_time": "1d"}}],
    )
    panel = open_tab(enter("Vic", cast.vic, viewport=DESKTOP))
    simulate(panel, items="1,000")
    expect(panel.get_by_role("alert")).to_contain_text("Code review")
    assert SimulationJob.objects.count() == 0


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_shuts_nobody_out(enter: EnterBoard, sample: Cast, viewport: dict[str, int]) -> None:
    ana = enter("Ana", sample.ana, viewport=viewport, **LIGHT)
    ana.page.evaluate(AXE.read_text(encoding="utf-8"))
    panel = open_tab(ana)
    expect(panel.get_by_text(re.compile("Nobody has simulated this map yet"))).to_be_visible()
    panel.locator("summary").filter(has_text="Times vary").click()
    problems = violations_light_and_dark(ana.page, "nothing yet")
    simulate(panel, items="1,000")
    result = result_of(panel, "1,000")
    result.get_by_text("How each time spreads").click()
    expect(result.locator("canvas").first).to_be_visible()
    problems += violations_light_and_dark(ana.page, "a result")
    too_wide = "one => one.scrollWidth - one.clientWidth"
    assert panel.locator(".simulation").evaluate(too_wide) <= 0
    simulate(panel, items="200,000")
    expect(panel.get_by_role("progressbar")).to_be_visible()
    problems += violations_light_and_dark(ana.page, "under way")
    panel.get_by_role("button", name="Cancel").click()
    expect(panel.get_by_role("heading", name=re.compile("^Cancelled at"))).to_be_visible()
    problems += violations_light_and_dark(ana.page, "cancelled")
    assert problems == []
