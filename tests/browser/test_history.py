"""Who changed what, in real browsers: a step's history, and a removed step that comes back."""

import re

import pytest
from playwright.sync_api import expect

from maps.commands.edit import submit
from reviews.models import SavedState
from tests.browser.conftest import EnterBoard
from tests.cast import Cast

pytestmark = pytest.mark.browser


def test_a_step_tells_its_history_and_comes_back_after_it_was_removed(enter: EnterBoard, filled: Cast) -> None:
    seen = {"wait_time": {"value": 57_600, "low": 28_800, "high": 115_200, "source": "walked", "n": 3}}
    edit = {"do": "set", "id": "step-2", "fields": {"wait_time": "3d"}, "saw": seen}
    submit(map_id=filled.map.id, actor=filled.mia, op_id="longer", edits=[edit])
    ben, vic = enter("Ben", filled.ben), enter("Vic", filled.vic)
    vic.focus_box("Code review")
    inspector = vic.page.get_by_role("complementary", name="Selected: Step")
    inspector.get_by_text("History", exact=True).click()
    changes = inspector.get_by_role("list", name="Changes, newest first").locator("> li")
    expect(changes).to_have_count(2)
    expect(changes.first).to_contain_text("Mia")
    expect(changes.first.locator("ins")).to_contain_text("3 d")
    expect(changes.last).to_contain_text("Ben added it")
    vic.leave_everything()

    ben.focus_box("Code review")
    ben.page.keyboard.press("Delete")
    expect(vic.card("Code review")).to_have_count(0)
    for board in (vic, ben):
        board.page.get_by_role("button", name="Menu", exact=True).click()
        board.page.get_by_role("menuitem", name="History").click()
        board.page.get_by_role("button", name="What was removed").click()
    expect(vic.page.get_by_text("removed by Ben").first).to_be_visible()
    expect(vic.page.get_by_role("button", name="Bring “Code review” back")).to_have_count(0)
    ben.page.get_by_role("button", name="Bring “Code review” back").click()
    expect(ben.card("Code review")).to_be_visible()
    expect(vic.card("Code review")).to_be_visible()


def test_a_session_is_watched_again_stopped_and_opened_as_it_was(enter: EnterBoard, filled: Cast) -> None:
    seen = {"wait_time": {"value": 57_600, "low": 28_800, "high": 115_200, "source": "walked", "n": 3}}
    longer = {"do": "set", "id": "step-2", "fields": {"wait_time": "9d"}, "saw": seen}
    submit(map_id=filled.map.id, actor=filled.mia, op_id="longer", edits=[longer])
    submit(map_id=filled.map.id, actor=filled.ben, op_id="gone", edits=[{"do": "remove", "id": "step-3"}])
    ana = enter("Ana", filled.ana)
    expect(ana.card("Staging test")).to_have_count(0)
    lead_time = ana.figure("Lead time").text_content() or ""
    ana.page.get_by_role("button", name="Menu", exact=True).click()
    ana.page.get_by_role("menuitemradio", name="Replay of the session").click()
    replay = ana.page.get_by_role("region", name="Replay")
    expect(replay).to_contain_text("Before the first change.")
    expect(replay.get_by_role("list", name="Who did how much")).to_have_text("Ben 2Mia 1")
    expect(ana.card("Refinement")).to_have_count(0)

    replay.get_by_role("button", name="One change forward").click()
    expect(replay).to_contain_text("Ben added")
    expect(ana.card("Staging test")).to_be_visible()
    replay.get_by_role("button", name="One change forward").click()
    expect(replay).to_contain_text("Mia set the wait time of “Code review” to 9 d")
    expect(ana.figure("Lead time")).not_to_have_text(lead_time)
    # Nothing can be changed in what was.
    ana.focus_box("Code review")
    ana.page.keyboard.press("Delete")
    expect(ana.card("Code review")).to_be_visible()
    ana.page.keyboard.press("Escape")

    replay.get_by_role("slider", name="Moment of the session").focus()
    ana.page.keyboard.press("ArrowRight")
    expect(replay).to_contain_text("Ben removed the step “Staging test”")
    expect(ana.card("Staging test")).to_have_count(0)
    expect(ana.figure("Lead time")).to_have_text(lead_time)
    replay.get_by_label("Speed").select_option("60×")
    replay.get_by_role("button", name="Play again").click()
    expect(replay.get_by_role("button", name="Play again")).to_be_visible()
    expect(replay.get_by_role("status").filter(has_text="3 / 3")).to_be_visible()
    submit(map_id=filled.map.id, actor=filled.mia, op_id="since", edits=[{"do": "remove", "id": "step-0"}])
    expect(replay).to_contain_text("1 edit since")
    replay.get_by_role("button", name="Back to now").click()
    expect(replay).to_have_count(0)
    expect(ana.card("Refinement")).to_have_count(0)

    vic = enter("Vic", filled.vic)
    vic.page.goto(f"/maps/{filled.map.id}/?at=2")
    theirs = vic.page.get_by_role("region", name="Replay")
    expect(theirs).to_contain_text("Mia set the wait time")
    expect(vic.card("Staging test")).to_be_visible()
    expect(theirs.get_by_role("button", name="Restore this moment")).to_have_count(0)
    theirs.get_by_role("button", name="Back to now").click()
    expect(vic.card("Staging test")).to_have_count(0)

    ana.page.goto(f"/maps/{filled.map.id}/?at=2")
    replay.get_by_role("button", name="Save as a state").click()
    saving = ana.page.get_by_role("dialog", name="Save this moment")
    expect(saving.get_by_role("textbox", name="Name")).to_be_focused()
    ana.page.keyboard.type("Before it was taken out")
    ana.page.keyboard.press("Enter")
    expect(ana.page.get_by_text("“Before it was taken out” is among the saved states now")).to_be_visible()
    kept = SavedState.objects.get()
    assert (kept.name, kept.seq, "step-3" in kept.elements) == ("Before it was taken out", 2, True)
    expect(replay.get_by_role("link", name="New window")).to_have_attribute("href", re.compile(r"[?]at=2$"))
    replay.get_by_role("button", name="Restore this moment").click()
    expect(vic.card("Staging test")).to_be_visible()
    expect(vic.card("Refinement")).to_be_visible()
