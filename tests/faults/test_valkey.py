"""Valkey is stopped, started and flushed while people of two processes work: it only rings doorbells."""

from tests.faults.people import Crowd, Member
from tests.faults.site import Site, wait_until
from tests.operations.reading import Measures


def doorbells_heard(member: Member) -> float:
    """How often the process that this person is at heard of a map that changed elsewhere."""
    return Measures(member.address).value("vsm_doorbells_heard_total", type="map.changed")


def show(reader: Member, writer: Member, crowd: Crowd) -> None:
    """Let the one edit, and return when the other sees it."""
    element = {"kind": "note", "note": "note", "text": "Look"}
    number = len(writer.model.made)
    op_id = crowd.edit(writer, {"do": "add", "id": f"{writer.name}-look-{number}", "element": element})
    wait_until(lambda: op_id in reader.seen_at, f"{reader.name} sees what {writer.name} did")


def wait_for_doorbells(reader: Member, writer: Member, crowd: Crowd) -> None:
    """Return when the reader's process hears of what the writer does at the other one."""
    before = doorbells_heard(reader)

    def is_heard() -> bool:
        show(reader, writer, crowd)
        return doorbells_heard(reader) > before

    wait_until(is_heard, "doorbells ring")


def test_without_valkey_work_goes_on_and_comes_by_polling(site: Site, crowd: Crowd) -> None:
    ben, mia, noa, _ = crowd.join_spread("Ben", "Mia", "Noa", "Tom")
    site.stop_valkey()
    with crowd.working(per_second=4):
        crowd.wait_for_work(40)
    crowd.wait_until_alike()
    heard = doorbells_heard(mia)
    # At the same process at once, at the other one by looking at the database once a second.
    for reader in (noa, mia):
        show(reader, ben, crowd)
    assert doorbells_heard(mia) == heard
    # Pages, joining and new sockets need no Valkey either.
    late = crowd.join("Ida", site.addresses[1])
    assert crowd.workshop.ana.get(f"/maps/{crowd.workshop.map_id}/").status_code == 200
    site.start_valkey()
    wait_for_doorbells(mia, ben, crowd)
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
    wait_for_doorbells(mia, ben, crowd)


def test_valkey_restarted_under_load(site: Site, crowd: Crowd) -> None:
    ben, mia, *_ = crowd.join_spread("Ben", "Mia", "Noa", "Tom")
    with crowd.working(per_second=8):
        for _ in range(2):
            site.stop_valkey()
            site.start_valkey()
            crowd.wait_for_work(30)
    wait_for_doorbells(mia, ben, crowd)
    cursor = {"x": 7.0, "y": 8.0}
    crowd.call(lambda: ben.say({"t": "presence", "cursor": cursor, "selection": [], "editing": None}))
    wait_until(lambda: mia.presence.get(ben.connection, {}).get("cursor") == cursor, "presence is told again")
    assert [member.visits for member in crowd.members] == [1] * 4
    crowd.check()
