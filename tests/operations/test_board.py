"""What somebody at the board sees of a restart: nothing."""

from tests.browser.board import Board
from tests.conftest import OpenPage
from tests.faults.site import Site, Web, Workshop, wait_until
from tests.operations.proxy import Proxy
from tests.operations.reading import Measures

NOTE_STATES = """() => {
  const status = document.querySelector('.connection')
  window.statesSeen = []
  new MutationObserver(() => window.statesSeen.push(status.dataset.state)).observe(status, { attributes: true })
}"""


def serves(web: Web) -> bool:
    return Measures(web.base_url).value("vsm_sockets_open") == 1


def test_a_restart_is_not_seen(site: Site, workshop: Workshop, proxy: Proxy, open_page: OpenPage) -> None:
    wait_until(lambda: not any(serves(web) for web in site.webs), "nobody else is here")
    page = open_page("Ana")
    cookies = [{"name": name, "value": value, "url": proxy.base_url} for name, value in workshop.ana.cookies.items()]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(f"/maps/{workshop.map_id}/")
    board = Board(page)
    board.wait_until_live()
    page.evaluate(NOTE_STATES)
    served_by, other = sorted(site.webs, key=serves, reverse=True)
    assert serves(served_by)
    served_by.stop()
    wait_until(lambda: serves(other), "she is at the other process")
    board.add_step("Code review", work="2h")
    board.wait_until_live()
    # That nobody is told of it is for client.ending.test.ts, whose clock waits for slow machines.
    assert set(page.evaluate("window.statesSeen")) >= {"saving", "live"}
    assert [op_id for _, op_id in site.log_of(workshop.map_id)]
