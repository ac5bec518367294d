"""PostgreSQL is restarted in the middle of commits, and away for a while: nothing is acknowledged that is not saved."""

import time

import pytest

from tests.faults.people import Crowd
from tests.faults.site import Site, wait_until

LONG_S = 18.0
SOON_S = 24.0


@pytest.mark.parametrize("immediate", [False, True], ids=["fast", "immediate"])
def test_a_restart_in_the_middle_of_commits_costs_no_edit(site: Site, crowd: Crowd, immediate: bool) -> None:
    crowd.join_spread("Ben", "Mia", "Noa", "Tom")
    with crowd.working(per_second=8):
        for _ in range(2):
            crowd.wait_for_work(40)
            site.stop_postgres(immediate=immediate)
            site.start_postgres()
    assert len(crowd.check()) > 80
    # So short an absence nobody notices.
    assert [member.closes for member in crowd.members] == [[]] * 4


def test_a_database_that_stays_away_is_named_and_work_is_saved_soon_after_it_is_back(site: Site, crowd: Crowd) -> None:
    members = crowd.join_spread("Ben", "Mia")
    site.stop_postgres()
    stopped_at = time.monotonic()
    with crowd.working(per_second=1):
        wait_until(lambda: all(member.errors for member in members), "people are told")
    # By now a pool that tries ever more rarely would try next after half a minute.
    wait_until(lambda: time.monotonic() - stopped_at > LONG_S, "a while is over")
    assert {code for member in members for code, _ in member.errors} == {"unavailable"}
    assert any("not saved yet" in sentence for _, sentence in members[0].errors)
    assert {code for member in members for code in member.closes} == {1013}
    site.start_postgres()
    crowd.wait_until_alike(within_s=SOON_S)
    crowd.check()
