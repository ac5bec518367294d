"""A delivery stream whose staging wait halves: the signal is found, the change adopted, and everybody's map follows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from experiments.commands.experiments import decide_experiment
from experiments.models import Experiment
from maps.commands.edit import submit
from tests.browser.conftest import EnterBoard, page_of
from tests.browser.test_accessibility import AXE, DESKTOP, PHONE, violations
from tests.cast import Cast
from tests.conftest import OpenPage, Server
from tests.experiments.story import read_daily, ready_experiment, series, today

pytestmark = pytest.mark.browser

STREAM = {
    "build": {"kind": "step", "name": "Build", "wait_time": "1d", "process_time": "2d", "people": 3, "x": 0, "y": 0},
    "test": {"kind": "step", "name": "Staging test", "wait_time": "8d", "process_time": "1d", "x": 260, "y": 0},
    "ship": {"kind": "step", "name": "Ship", "wait_time": "1d", "process_time": "1d", "people": 2, "x": 520, "y": 0},
    "f1": {"kind": "flow", "flow": "push", "source": "build", "target": "test"},
    "f2": {"kind": "flow", "flow": "push", "source": "test", "target": "ship"},
}
BEFORE = (8, 9, 7, 8, 10, 8, 7, 9, 8, 8, 9, 7)
SINCE = (4, 3, 5, 4, 4, 3, 5, 4, 4, 4, 4, 4)
START = datetime.now(UTC).date() - timedelta(days=30)


@pytest.fixture
def stream(cast: Cast) -> Cast:
    """The cast with a stream of 14 days, eight of which are the wait before staging."""
    edits = [{"do": "add", "id": key, "element": element} for key, element in STREAM.items()]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=edits)
    return cast


def lines(days: Sequence[int], first_on: int) -> str:
    """A table as a spreadsheet gives it: one reading a day, counted from the start of the experiment."""
    return "\n".join(f"{START + timedelta(days=first_on + place)}\t{value}" for place, value in enumerate(days))


def begin_measurement(page: Page, cast: Cast) -> None:
    page.goto(f"/workshops/{cast.workshop.id}/measurements/")
    page.get_by_label("What is read").fill("Staging wait")
    page.get_by_label("Unit").fill("d")
    page.get_by_role("button", name="Begin").click()
    text = f"Day\tWait (d)\n{lines(BEFORE, -12)}\n{lines(SINCE, 1)}"
    page.get_by_label("Paste from a spreadsheet").fill(text.replace("\t9\n", "\tnine\n", 1))
    expect(page.get_by_text("line 3, value")).to_be_visible()
    page.get_by_label("Paste from a spreadsheet").fill(text)
    expect(page.get_by_text("24 readings")).to_be_visible()
    page.get_by_role("button", name="Add these readings").click()
    expect(page.get_by_role("img", name="Staging wait: chart of 24 readings with limits")).to_be_visible()
    signals = page.get_by_role("list", name="Signals").get_by_role("listitem")
    expect(signals.filter(has_text="12 readings in a row are below the mean")).to_be_visible()


def draft(page: Page, cast: Cast) -> None:
    page.goto(f"/workshops/{cast.workshop.id}/experiments/new/?map={cast.map.id}&element=test")
    sketch = page.get_by_role("complementary", name="The experiment so far")
    page.get_by_label("We believe that by").fill("booking the staging environment in slots")
    page.get_by_label("we will").select_option("reduce")
    page.get_by_label("the …", exact=True).select_option("wait_time")
    page.get_by_label("by … %").fill("50")
    page.get_by_label("within").fill("4 weeks")
    expect(sketch).to_contain_text(
        "We believe that by booking the staging environment in slots we will reduce the wait time of “Staging test” "
        "by 50 % within 4 weeks."
    )
    expect(sketch).to_contain_text("Choose the series that holds the readings")
    page.get_by_label("The readings of the metric").select_option(label="Staging wait")
    page.get_by_role("textbox", name="How it is measured").fill("From “ready” to “in test” on the board")
    page.get_by_label("Or why nothing else could suffer").fill("Nothing else waits for the slots.")
    page.get_by_label("Owner").select_option(label="Ben")
    page.get_by_label("It starts on").fill(START.isoformat())
    page.get_by_label("It ends on").fill((START + timedelta(days=20)).isoformat())
    page.get_by_label("The result is reviewed on").fill((START + timedelta(days=21)).isoformat())
    expect(sketch).to_contain_text("12 readings from before: mean 8.2 d")
    expect(sketch).to_contain_text("Nothing is missing: it can start.")
    page.get_by_role("button", name="Save the draft").click()


def decide(page: Page, choice: str, reason: str = "") -> None:
    page.get_by_role("radio", name=choice).check()
    page.get_by_label("Why?").fill(reason)
    page.get_by_role("button", name="Decide").or_(page.get_by_role("button", name="Do it")).click()


def test_the_staging_wait_halves_and_the_map_follows(
    stream: Cast, enter: EnterBoard, open_page: OpenPage, server: Server
) -> None:
    board = enter("Ana", stream.ana)
    expect(board.figure("Lead time")).to_contain_text("14 d")
    ben = page_of(open_page, server, "Ben", stream.ben)
    begin_measurement(ben, stream)
    draft(ben, stream)
    expect(ben.get_by_role("heading", name="It can start")).to_be_visible()
    decide(ben, "Start")
    expect(ben.get_by_role("heading", name="“Staging wait” got better.")).to_be_visible()
    decide(ben, "End the period")
    expect(ben.get_by_text("The figures suggest: Adopt it")).to_be_visible()
    expect(ben.get_by_role("img", name="Effect −50 %")).to_be_visible()
    decide(ben, "Adopt", "It halved, and nothing suffers.")
    offer = ben.get_by_role("region", name="The map")
    expect(offer.get_by_role("row", name="Lead time of the stream")).to_contain_text("10 d")
    expect(board.figure("Lead time")).to_contain_text("14 d")
    offer.get_by_role("button", name="Write it onto the map").click()
    expect(ben.get_by_role("region", name="The map")).to_contain_text("What was measured stands on the map")
    expect(board.figure("Lead time")).to_contain_text("10 d")
    ben.get_by_role("link", name="Open “Feature delivery”").click()
    expect(ben.get_by_role("region", name="Figures of the whole stream")).to_contain_text("10 d")


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_the_pages_are_accessible_and_as_wide_as_their_screen(
    open_page: OpenPage, server: Server, stream: Cast, viewport: dict[str, int], scheme: str
) -> None:
    """A verdict with a guard that suffers, its form, and the measurement behind it."""
    found = judged_with_a_guard(stream)
    page = page_of(open_page, server, "Ben", stream.ben, viewport=viewport, color_scheme=scheme)
    inside = f"/workshops/{stream.workshop.id}"
    addresses = (f"{inside}/experiments/", f"{inside}/experiments/new/", f"{inside}/measurements/", "/me/tokens/")
    for address in (f"/experiments/{found.id}/", f"/measurements/{found.series_id}/", *addresses):
        page.goto(address)
        for chart in page.locator("[data-chart]:visible").all():
            expect(chart.locator("canvas").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert violations(page, address) == []


def judged_with_a_guard(cast: Cast) -> Experiment:
    """An experiment of Ben's whose wait halved while reopened tickets rose, and whose period is over."""
    reopened = series(cast, "Reopened tickets", "count")
    read_daily(cast, reopened, [3.0, 2, 4, 3, 2, 3, 4, 3], ends_on=today() - timedelta(days=22))
    read_daily(cast, reopened, [9.0, 8, 10, 9, 11, 9, 8, 10], ends_on=today() - timedelta(days=2), op_id="since")
    found = ready_experiment(cast, guards=[reopened.id], guard_absence="")
    assert found.series is not None
    read_daily(cast, found.series, [4.0, 3, 4, 5, 4, 3, 4, 4], ends_on=today() - timedelta(days=2), op_id="since")
    decide_experiment(actor=cast.ben, experiment=found, to="running")
    return decide_experiment(actor=cast.ben, experiment=found, to="to_be_judged")


def test_the_form_is_filled_with_the_keyboard_and_fits_a_phone(
    stream: Cast, open_page: OpenPage, server: Server
) -> None:
    page = page_of(open_page, server, "Ben", stream.ben, viewport={"width": 390, "height": 844})
    page.goto(f"/workshops/{stream.workshop.id}/experiments/new/")
    page.get_by_label("We believe that by").focus()
    page.keyboard.type("a WIP limit of three")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("we will")).to_have_value("reduce")
    sketch = page.get_by_role("complementary", name="The experiment so far")
    expect(sketch).to_contain_text("We believe that by a WIP limit of three we will reduce the")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
