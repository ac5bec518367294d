"""Valkey is stopped, started and flushed while people of two processes work: it only rings doorbells."""

import time

from tests.faults.people import Crowd, Member
from tests.faults.site import Site, wait_until

# The look at the database once a second, with room for a busy machine.
BY_POLLING_S = 2.0
BY_DOORBELL_S = 0.6


def seconds_to(reader: Member, writer: Member, crowd: Crowd) -> float:
    """Return how long an edit of the one takes to the screen of the other."""
    element = {"kind": "note", "note": "note", "text": "Look"}
    begun = time.monotonic()
    number = len(writer.model.made)
    op_id = crowd.edit(writer, {"do": "add", "id": f"{writer.name}-look-{number}", "element": element})
    wait_until(lambda: op_id in reader.seen_at, f"{reader.name} sees what {writer.name} did")
    return reader.seen_at[op_id] - begun


def test_without_valkey_work_goes_on_and_comes_by_polling(site: Site, crowd: Crowd) -> None:
    ben, mia, noa, _ = crowd.join_spread("Ben", "Mia", "Noa", "Tom")
    site.stop_valkey()
    with crowd.working(per_second=4):
        crowd.wait_for_work(40)
    crowd.wait_until_alike()
    assert seconds_to(noa, ben, crowd) < BY_DOORBELL_S
    assert max(seconds_to(mia, ben, crowd) for _ in range(2)) < BY_POLLING_S
    # Pages, joining and new sockets need no Valkey either.
    late = crowd.join("Ida", site.addresses[1])
    assert crowd.workshop.ana.get(f"/maps/{crowd.workshop.map_id}/").status_code == 200
    site.start_valkey()
    wait_until(lambda: seconds_to(mia, ben, crowd) < BY_DOORBELL_S, "doorbells ring again")
    wait_until(lambda: all(len(member.everyone_seen) == 4 for member in crowd.members), "presence is whole")
    assert [member.visits for member in crowd.members] == [1] * 5
    assert late.role == "member"
    crowd.check()


def test_valkey_flushed_again_and_again_signs_nobody_out(site: Site, crowd: Crowd) -> None:
    ben, mia, *_ = crowd.join_spread("Ben", "Mia", "Noa", "Tom")
    with crowd.working(per_second=8):
        for _ in range(3):
            site.flush_valkey()
            crowd.wait_for_work(30)
    assert [member.visits for member in crowd.members] == [1] * 4
    assert crowd.workshop.ana.get("/api/me/").status_code == 200
    crowd.check()
    assert seconds_to(mia, ben, crowd) < BY_DOORBELL_S


def test_valkey_restarted_under_load(site: Site, crowd: Crowd) -> None:
    ben, mia, *_ = crowd.join_spread("Ben", "Mia", "Noa", "Tom")
    with crowd.working(per_second=8):
        for _ in range(2):
            site.stop_valkey()
            site.start_valkey()
            crowd.wait_for_work(30)
    wait_until(lambda: seconds_to(mia, ben, crowd) < BY_DOORBELL_S, "doorbells ring again")
    cursor = {"x": 7.0, "y": 8.0}
    crowd.call(lambda: ben.say({"t": "presence", "cursor": cursor, "selection": [], "editing": None}))
    wait_until(lambda: mia.presence.get(ben.connection, {}).get("cursor") == cursor, "presence is told again")
    assert [member.visits for member in crowd.members] == [1] * 4
    crowd.check()
