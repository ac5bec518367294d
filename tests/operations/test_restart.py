"""A web process that is told to end hands its people over; one of two restarts and nobody notices."""

import threading
import time

import httpx

from tests.faults.people import Crowd
from tests.faults.site import REQUEST_S, Site, Web, wait_until
from tests.operations.proxy import Proxy
from tests.operations.reading import lines_of, matching

GOING_AWAY = 1012


class Visitor:
    """Somebody who loads pages all the time, and what went wrong."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answered = 0
        self.failures: list[str] = []
        self._is_going = True
        self._thread = threading.Thread(target=self._go)

    def __enter__(self) -> "Visitor":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_going = False
        self._thread.join()

    def _go(self) -> None:
        while self._is_going:
            try:
                answer = httpx.get(f"{self.url}/join/", timeout=REQUEST_S)
                self.failures += [] if answer.status_code == 200 else [str(answer.status_code)]
            except httpx.HTTPError as error:
                self.failures.append(repr(error))
            self.answered += 1
            time.sleep(0.05)


def restart(web: Web, crowd: Crowd) -> None:
    """Nobody waits for the process to come back: everybody is live and works at the other one before it does."""
    web.stop()
    wait_until(lambda: all(member.is_live for member in crowd.members), "everybody is at the other process")
    crowd.wait_for_work(20)
    web.start()


def restart_each(site: Site, crowd: Crowd) -> None:
    with crowd.working(per_second=8):
        for web in site.webs:
            crowd.wait_for_work(40)
            restart(web, crowd)
        crowd.wait_for_work(40)
    crowd.check()
    codes = {code for member in crowd.members for code in member.closes}
    assert codes == {GOING_AWAY}


def test_one_of_two_behind_the_proxy_restarts_and_nobody_notices(site: Site, crowd: Crowd, proxy: Proxy) -> None:
    for name in ("Ben", "Mia", "Noa", "Tom"):
        crowd.join(name, proxy.base_url)
    crowd.begin()
    logs = [web.process.log for web in site.webs]
    lengths = [len(lines_of(log)) for log in logs]
    with Visitor(proxy.base_url) as visitor:
        restart_each(site, crowd)
    assert httpx.get(f"{proxy.base_url}/metrics", timeout=REQUEST_S).status_code == 404
    assert visitor.answered > 20
    assert visitor.failures == []
    # Nothing was waited for in vain, nothing was cut off.
    lines = [line for log, length in zip(logs, lengths, strict=True) for line in lines_of(log)[length:]]
    assert any("sent to another process" in line["message"] for line in lines)
    assert matching(lines, level="ERROR") == []


def test_one_of_two_restarts_and_its_people_are_at_the_other_at_once(site: Site, crowd: Crowd) -> None:
    crowd.join_spread("Ben", "Mia", "Noa", "Tom")
    restart_each(site, crowd)
