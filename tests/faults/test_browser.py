"""One person's browser loses its network, its page or its time; the others are not touched, and nothing is lost."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Error, expect

from tests.browser.board import Board
from tests.faults.network import Network
from tests.faults.people import SHARED_NOTE, SHARED_STEP, Crowd, Member
from tests.faults.site import Site, Workshop, wait_until

# Noticing takes a ping every five seconds and four for its answer, on a machine that is not slow.
NOTICED_MS = 60_000
BACK_MS = 60_000
SLOW_BYTES_PER_S = 6_000
EDITS_KEPT = re.compile(r"(\d+) edits kept")


def expect_kept(board: Board, *, steps: int) -> None:
    """The person sees how many edits wait: a new step is one, its name another, or several where typing paused."""
    status = board.page.get_by_role("status").filter(has_text=EDITS_KEPT)
    expect(status).to_be_visible(timeout=NOTICED_MS)
    wait_until(
        lambda: int(EDITS_KEPT.findall(status.text_content() or "0 edits kept")[0]) >= 2 * steps,
        "all edits are counted",
    )


def expect_saved_once(board: Board, site: Site, workshop: Workshop, names: list[str]) -> None:
    """Everything that was done without a connection is in the log once, and in its order."""
    board.wait_until_live()
    assert [name for name in site.names_given(workshop.map_id) if name in names] == names


def test_twelve_steps_offline_arrive_once_and_in_order(site: Site, workshop: Workshop, ben: Board, mia: Member) -> None:
    # None is the beginning of another, which is saved where typing pauses.
    names = [f"Offline {number:02}" for number in range(12)]
    ben.page.context.set_offline(True)
    ben.wait_until_offline()
    for name in names:
        ben.add_step(name)
    expect_kept(ben, steps=12)
    assert not any(name in str(mia.model.confirmed) for name in names)
    ben.page.context.set_offline(False)
    expect_saved_once(ben, site, workshop, names)
    wait_until(lambda: all(name in str(mia.model.confirmed) for name in names), "Mia has them")


def test_a_reload_with_edits_that_wait_under_a_clock_that_is_wrong_twice(
    site: Site, workshop: Workshop, ben: Board
) -> None:
    ben.page.clock.set_system_time(datetime.now(UTC) + timedelta(days=1))
    ben.page.context.set_offline(True)
    ben.wait_until_offline()
    for name in ("First", "Second"):
        ben.add_step(name)
    expect_kept(ben, steps=2)
    ben.page.clock.set_system_time(datetime.now(UTC) - timedelta(days=1))
    ben.page.context.set_offline(False)
    ben.page.reload()
    ben.wait_until_live()
    ben.add_step("Third")
    expect_saved_once(ben, site, workshop, ["First", "Second", "Third"])


def test_a_crashed_tab_leaves_its_edits_to_the_next_one(
    site: Site, workshop: Workshop, ben: Board, network: Network
) -> None:
    network.cut()
    ben.wait_until_offline()
    for name in ("First", "Second", "Third"):
        ben.add_step(name)
    expect_kept(ben, steps=3)
    with pytest.raises(Error):
        ben.page.goto("chrome://crash")
    network.mend()
    again = Board(ben.page.context.new_page())
    again.page.goto(f"/maps/{workshop.map_id}/")
    expect(again.card("Third")).to_be_visible()
    expect_saved_once(again, site, workshop, ["First", "Second", "Third"])


def test_a_closed_lid_is_caught_up_when_it_opens(
    site: Site, workshop: Workshop, ben: Board, mia: Member, crowd: Crowd, network: Network
) -> None:
    ben.add_step("Before")
    ben.wait_until_live()
    lid = ben.page.context.new_cdp_session(ben.page)
    lid.send("Page.setWebLifecycleState", {"state": "frozen"})
    network.cut()
    for number in range(30):
        crowd.edit(mia, {"do": "add", "id": f"meanwhile-{number}", "element": {"kind": "step", "name": f"No {number}"}})
    wait_until(lambda: not mia.model.pending, "Mia works on")
    network.mend()
    lid.send("Page.setWebLifecycleState", {"state": "active"})
    expect(ben.card("No 29")).to_be_attached(timeout=BACK_MS)
    ben.add_step("After")
    expect_saved_once(ben, site, workshop, ["Before", "After"])


def test_a_half_open_socket_is_noticed_within_seconds(
    site: Site, workshop: Workshop, ben: Board, mia: Member, crowd: Crowd, network: Network
) -> None:
    network.stalls = True
    ben.add_step("Into the void")
    expect_kept(ben, steps=1)
    crowd.edit(mia, {"do": "add", "id": "seen-late", "element": {"kind": "step", "name": "Seen late"}})
    network.mend()
    expect(ben.card("Seen late")).to_be_attached(timeout=BACK_MS)
    expect_saved_once(ben, site, workshop, ["Into the void"])


def test_a_whole_map_comes_through_a_very_slow_network(
    site: Site, workshop: Workshop, ben: Board, mia: Member, crowd: Crowd, network: Network
) -> None:
    element = {"kind": "note", "note": "idea", "text": "Release in smaller batches, and more often. " * 8, "y": 400}
    crowd.edit(mia, *({"do": "add", "id": f"note-{number}", "element": element} for number in range(150)))
    wait_until(lambda: not mia.model.pending, "Mia's notes are saved")
    expect(ben.page.locator(".react-flow__node").nth(5)).to_be_attached()
    network.bytes_per_s = SLOW_BYTES_PER_S
    ben.page.reload(wait_until="commit")
    expect(ben.page.get_by_role("status").filter(has_text="everything saved")).to_be_visible(timeout=180_000)
    ben.add_step("Slowly")
    expect_saved_once(ben, site, workshop, ["Slowly"])


def test_two_write_in_one_note_and_caret_and_selection_stay_at_their_words(
    ben: Board, mia: Member, crowd: Crowd
) -> None:
    was = "Words:"
    crowd.edit(mia, {"do": "set", "id": SHARED_NOTE, "fields": {"text": "alpha beta gamma"}, "saw": {"text": was}})
    ben.page.locator(f'.react-flow__node[data-id="{SHARED_NOTE}"]').dblclick()
    area = ben.page.locator("textarea:focus")
    expect(area).to_have_value("alpha beta gamma")
    area.evaluate("(area) => area.setSelectionRange(6, 10)")

    def selected() -> str:
        return str(area.evaluate("(area) => area.value.slice(area.selectionStart, area.selectionEnd)"))

    assert selected() == "beta"
    text = "Read: alpha beta gamma"
    crowd.edit(mia, {"do": "set", "id": SHARED_NOTE, "fields": {"text": text}, "saw": {"text": "alpha beta gamma"}})
    expect(area).to_have_value(text)
    assert selected() == "beta"
    ben.page.keyboard.press("ArrowRight")
    ben.page.keyboard.type(" (slow")
    crowd.edit(mia, {"do": "set", "id": SHARED_NOTE, "fields": {"text": f"Please {text}"}, "saw": {"text": text}})
    expect(area).to_have_value("Please Read: alpha beta (slow gamma")
    ben.page.keyboard.type(")")
    both = "Please Read: alpha beta (slow) gamma"
    expect(area).to_have_value(both)
    wait_until(lambda: mia.model.confirmed[SHARED_NOTE]["text"] == both, "both persons' words are on the map")


def test_who_is_overwritten_is_told_and_can_take_theirs_back(ben: Board, mia: Member, crowd: Crowd) -> None:
    ben.add_step("Deploy", wait="2d")
    ben.wait_until_live()
    wait_until(lambda: "Deploy" in str(mia.model.confirmed), "Mia has the step")
    (step,) = [key for key, element in mia.model.confirmed.items() if element.get("name") == "Deploy"]
    mine = mia.model.confirmed[step]["wait_time"]
    crowd.edit(mia, {"do": "set", "id": step, "fields": {"wait_time": "5d"}, "saw": {"wait_time": None}})
    notice = ben.page.get_by_role("region", name="Notices").get_by_text(re.compile("Mia changed the wait time"))
    expect(notice).to_be_visible()
    assert mia.model.confirmed[step]["wait_time"] != mine
    ben.page.get_by_role("button", name="Take mine back").click()
    wait_until(lambda: mia.model.confirmed[step]["wait_time"] == mine, "Ben's value stands again")
    assert SHARED_STEP in mia.model.confirmed


def test_a_database_that_is_away_is_named_on_the_board(site: Site, workshop: Workshop, ben: Board) -> None:
    site.stop_postgres()
    ben.add_step("Kept")
    banner = ben.page.get_by_role("status").filter(has_text=re.compile("The database .*kept here", re.DOTALL))
    expect(banner).to_be_visible(timeout=120_000)
    expect_kept(ben, steps=1)
    site.start_postgres()
    expect_saved_once(ben, site, workshop, ["Kept"])
