"""The server ends in the middle of a round: what was acknowledged is there, nothing leaks, and the clock runs."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.faults.people import Crowd, Member
from tests.faults.site import Site, Workshop, wait_until
from tests.faults.voices import ASKED, Voice, ask_round, lead, mark_of, put_steps, voices, what_is_said

NAMES = ("Ben", "Mia", "Noa", "Tom")


def kill_all(site: Site) -> None:
    for web in site.webs:
        web.kill()


def start_all(site: Site) -> None:
    for web in site.webs:
        web.start()


def let_time_pass(site: Site, round_id: str) -> None:
    """Let the end of a round be a minute ago."""
    with site.database() as database:
        ended = "UPDATE facilitation_round SET ends_at = now() - interval '1 minute' WHERE id = %s"
        assert database.execute(ended, [round_id]).rowcount == 1


def watch(site: Site, workshop: Workshop, crowd: Crowd, name: str) -> Member:
    """Let somebody join who only looks."""
    return crowd.connect(name, workshop.join(name, site.addresses[0]), *site.addresses)


def people_in(result: dict[str, Any]) -> int:
    return int(result["people"])


@pytest.mark.parametrize("kind", ASKED)
def test_a_round_goes_on_after_every_process_was_killed(
    site: Site, workshop: Workshop, crowd: Crowd, kind: str
) -> None:
    put_steps(workshop)
    ben, mia, noa, tom = voices(workshop, NAMES, site.addresses)
    watcher = watch(site, workshop, crowd, "Watcher")
    of = ask_round(workshop, kind)
    for voice in (ben, mia):
        voice.say(of, what_is_said(kind, voice.name, voice.number))
    noa.say(of, what_is_said(kind, noa.name, noa.number), is_done=False)
    wait_until(lambda: (watcher.round(of).get("done"), watcher.round(of).get("of")) == (2, 3), "two of three are done")
    before = watcher.round(of)
    # What Tom writes is on its way when the processes end: whether it arrived, nobody knows.
    with ThreadPoolExecutor() as pool:
        sent = pool.submit(tom.write, of, what_is_said(kind, "Tom", tom.number))
        kill_all(site)
        with contextlib.suppress(httpx.HTTPError):
            sent.result()
    start_all(site)
    late = watch(site, workshop, crowd, "Late")
    # He is counted where his request was there first.
    after = [before, before | {"of": 4}]
    wait_until(lambda: watcher.is_live and watcher.round(of) in after, "the round is as it was")
    assert late.round(of) in after
    assert (late.metrics.get("constraint_hidden"), late.metrics["constraint"]) == (
        (True, None) if kind == "constraint" else (None, late.metrics["constraint"])
    )
    # His browser has it still, and sends it again.
    tom.say(of, what_is_said(kind, "Tom", tom.number))
    for voice in (ben, mia, noa, tom):
        part = voice.mine(of)
        assert len(part["contribution"]) == 1, voice.name
        assert part["done"] is (voice is not noa)
    assert_nobody_is_told([*watcher.heard, *late.heard], kind, (ben, mia, noa, tom))
    revealed = lead(workshop, f"rounds/{of}/reveal/")
    assert people_in(revealed["result"]) == 4
    wait_until(lambda: late.round(of).get("state") == "revealed", "the reveal is told")
    if kind == "notes":
        texts = [note["text"] for note in revealed["result"]["notes"]]
        assert sorted(texts) == sorted(f"{mark_of(name, 'notes')} 0" for name in NAMES)


def assert_nobody_is_told(frames: list[str], kind: str, writers: tuple[Voice, ...]) -> None:
    for voice in writers:
        marks = (mark_of(voice.name, kind), str(7_310_017 + voice.number))
        assert not [frame for frame in frames if any(mark in frame for mark in marks)]


def test_the_clock_runs_out_while_no_process_is_there(site: Site, workshop: Workshop, crowd: Crowd) -> None:
    put_steps(workshop)
    ben, mia = voices(workshop, ("Ben", "Mia"), site.addresses)
    of = ask_round(workshop, "notes", minutes=5)
    ben.say(of, what_is_said("notes", "Ben", 0))
    kill_all(site)
    let_time_pass(site, of)
    start_all(site)
    late = watch(site, workshop, crowd, "Late")
    assert late.round(of)["state"] == "closed"
    refused = mia.write(of, what_is_said("notes", "Mia", 1))
    assert (refused.status_code, refused.json()["code"]) == (409, "round_state")
    # A round that ended with nobody there can be given more time, and Mia's words are with her still.
    lead(workshop, f"rounds/{of}/extend/", {"minutes": 5})
    mia.say(of, what_is_said("notes", "Mia", 1))
    wait_until(lambda: late.round(of)["done"] == 2, "both are done")


def test_a_laptop_that_was_closed_while_the_round_ended_comes_back_to_what_it_is(
    site: Site, workshop: Workshop, crowd: Crowd
) -> None:
    put_steps(workshop)
    (ben,) = voices(workshop, ("Ben",), site.addresses[:1])
    # Her socket is where the process ends, and she knows no other address.
    mia = crowd.connect("Mia", workshop.join("Mia", site.addresses[1]), site.addresses[1])
    of = ask_round(workshop, "constraint")
    ben.say(of, what_is_said("constraint", "Ben", 0))
    wait_until(lambda: mia.round(of).get("done") == 1 and "constraint_hidden" in mia.metrics, "she sees it open")
    site.webs[1].kill()
    wait_until(lambda: not mia.is_live, "her laptop is closed")
    lead(workshop, f"rounds/{of}/close/")
    lead(workshop, f"rounds/{of}/reveal/")
    site.webs[1].start()
    wait_until(lambda: mia.is_live and mia.round(of).get("state") == "revealed", "she comes back to the result")
    wait_until(lambda: "constraint_hidden" not in mia.metrics, "and to the figures")


def test_a_cancelled_round_leaves_nothing_after_the_server_has_ended(
    site: Site, workshop: Workshop, crowd: Crowd
) -> None:
    put_steps(workshop)
    people = voices(workshop, NAMES, site.addresses)
    of = ask_round(workshop, "constraint")
    for voice in people:
        voice.say(of, what_is_said("constraint", voice.name, voice.number))
    # One leaves: they are counted no more.
    mias = workshop.people()["Mia"]["id"]
    assert workshop.ana.delete(f"/api/workshops/{workshop.id}/participants/{mias}/").status_code < 300
    watcher = watch(site, workshop, crowd, "Watcher")
    assert (watcher.round(of)["done"], watcher.round(of)["of"]) == (3, 3)
    kill_all(site)
    start_all(site)
    lead(workshop, f"rounds/{of}/cancel/")
    wait_until(lambda: watcher.round(of).get("state") == "cancelled", "it is told")
    wait_until(lambda: "constraint_hidden" not in watcher.metrics, "the figures are whole again")
    with site.database() as database:
        for table in ("facilitation_entry", "facilitation_takingpart"):
            (left,) = database.execute(f"SELECT count(*) FROM {table} WHERE round_id = %s", [of]).fetchone() or (None,)
            assert left == 0, table
    assert_nobody_is_told(watcher.heard, "constraint", tuple(people))
