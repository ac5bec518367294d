"""The worker is killed: the site goes on and says so, and is whole again with the next worker."""

from tests.faults.people import Crowd
from tests.faults.site import Site, wait_until


def test_a_killed_worker_leaves_the_site_working(site: Site, crowd: Crowd) -> None:
    site.worker.start()
    wait_until(lambda: site.webs[0].readiness()["status"] == "ok", "everything is ready")
    crowd.join_spread("Ben", "Mia")
    with crowd.working():
        site.worker.kill()
        # The sign of life of the dead one would be believed for some seconds more.
        site.flush_valkey()
        readiness = site.webs[0].readiness()
        crowd.wait_for_work(20)
    assert readiness == {"status": "not ready", "database": "ok", "valkey": "ok", "worker": "no answer"}
    crowd.check()
    site.worker.start()
    wait_until(lambda: site.webs[1].readiness()["status"] == "ok", "everything is ready again")
    site.worker.stop()
