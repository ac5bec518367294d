"""A web process is killed with -9 while people work."""

from tests.faults.people import Crowd
from tests.faults.site import Site, wait_until


def test_a_web_process_killed_under_load_and_started_again_loses_nothing(site: Site, crowd: Crowd) -> None:
    first = site.webs[0]
    for name in ("Ben", "Mia", "Noa", "Tom"):
        crowd.join(name, first.base_url)
    crowd.begin()
    with crowd.working(per_second=8):
        for _ in range(2):
            crowd.wait_for_work(60)
            first.kill()
            first.start()
            wait_until(lambda: all(member.is_live for member in crowd.members), "all are back")
    assert [member.visits for member in crowd.members] == [3] * 4
    assert len(crowd.check()) > 120


def test_one_of_two_processes_killed_sends_its_people_to_the_other(site: Site, crowd: Crowd) -> None:
    stay, go = crowd.join_spread("Ben", "Mia", "Noa", "Tom")[::2], crowd.members[1::2]
    names = {name: person["id"] for name, person in crowd.workshop.people().items()}
    with crowd.working(per_second=8):
        crowd.wait_for_work(60)
        site.webs[1].kill()
        wait_until(lambda: all(member.address == site.addresses[0] and member.is_live for member in go), "all moved")
        crowd.wait_for_work(40)
    assert [member.visits for member in stay] == [1, 1]
    crowd.check()
    # Those who came over are shown once: what the dead process told is forgotten.
    wait_until(lambda: all(len(member.presence) == 3 for member in crowd.members), "no ghosts")
    assert all(len(member.everyone_seen) == 3 for member in crowd.members)
    assert names["Tom"] in stay[0].everyone_seen


def test_a_process_that_comes_back_serves_again_beside_the_other(site: Site, crowd: Crowd) -> None:
    crowd.join_spread("Ben", "Mia")
    site.webs[1].kill()
    site.webs[1].start()
    late = crowd.join("Noa", site.addresses[1])
    with crowd.working():
        crowd.wait_for_work(30)
    crowd.check()
    wait_until(lambda: all(len(member.everyone_seen) == 2 for member in crowd.members), "they see each other")
    assert late.visits == 1
