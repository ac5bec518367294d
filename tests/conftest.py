"""What every test can ask for: a real server process, and people with real browsers.

`server` is our ASGI application under uvicorn on this worker's test database; `page` is one person's browser,
`open_page` opens one for each further person.
"""

import os
import re
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, expect, sync_playwright
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.chromium import NONE_FOUND, find_chromium
from tests.lock_order import watched_locks
from vsm_workshop.local.ports import free_port
from vsm_workshop.local.problems import tail
from vsm_workshop.local.process import start_logged, stop_all
from vsm_workshop.processes import web_command

CHECKOUT = Path(__file__).resolve().parent.parent
RESULTS = CHECKOUT / "test-results"
START_SECONDS = 240.0
BROWSER_PATIENCE_MS = 60_000
EMPTYING_TRIES = 20

# Every run tries the same examples, so that a failure is everybody's; a test may ask for more or for other seeds.
hypothesis_settings.register_profile("pinned", derandomize=True, deadline=None, print_blob=True)
hypothesis_settings.load_profile("pinned")
expect.set_options(timeout=BROWSER_PATIENCE_MS)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server process of the site."""

    base_url: str
    log: Path

    @property
    def socket_url(self) -> str:
        return self.base_url.replace("http", "ws", 1)

    @property
    def origin(self) -> str:
        return self.base_url


@pytest.fixture(scope="session", autouse=True)
def emptying_is_tried_again() -> Iterator[None]:
    """The database is emptied after a test although the server still ends what the test began.

    TRUNCATE locks every table, and a read of the server that has begun holds some of them: PostgreSQL ends one of
    the two, and whichever it is, emptying again is right.
    """
    empty = DatabaseOperations.execute_sql_flush

    def empty_until_it_is_done(operations: DatabaseOperations, sql_list: Sequence[str]) -> None:
        for _ in range(EMPTYING_TRIES):
            try:
                return empty(operations, sql_list)
            except OperationalError as problem:
                if not isinstance(problem.__cause__, psycopg.errors.DeadlockDetected):
                    raise
        empty(operations, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", empty_until_it_is_done)
        yield


@pytest.fixture(scope="session", autouse=True)
def served_files_are_found_once() -> Iterator[None]:
    """Every test's client makes the middlewares anew; the files that one of them serves do not change meanwhile.

    Looking for them each time was a third of the time of all tests that ask for a page or an answer.
    """
    find = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, object] = {}

    def find_once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture(scope="session")
def server_process(django_db_setup: None) -> Iterator[Server]:
    """One uvicorn process on this worker's test database, for the whole session."""
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    log = RESULTS / f"server-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.log"
    log.unlink(missing_ok=True)
    process = start_logged(
        web_command(host="127.0.0.1", port=port),
        log=log,
        folder=CHECKOUT,
        environment={**os.environ, "DATABASE_URL": database_url_of_tests(), "PUBLIC_URL": base_url},
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(f"{base_url}/healthz"):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The server did not start; {log} ends with:\n{tail(log, 40)}")
            time.sleep(0.05)
        yield Server(base_url=base_url, log=log)
    finally:
        stop_all([process], patience_s=5)


@pytest.fixture
def server(server_process: Server, transactional_db: None) -> Server:
    """The server process, beside a database that both it and the test see and that is emptied afterwards."""
    return server_process


def database_url_of_tests() -> str:
    address = urlsplit(os.environ["DATABASE_URL"])
    # A socket's folder stands in the query, so the host is empty and urlunsplit would drop the slashes.
    query = f"?{address.query}" if address.query else ""
    return f"{address.scheme}://{address.netloc}/{connection.settings_dict['NAME']}{query}"


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once a session."""
    program = find_chromium()
    if program is None:
        pytest.fail(NONE_FOUND)
    kept = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright runs its event loop in this thread, so Django takes the tests' own queries for blocking ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()
        # While Playwright's loop runs, Django keeps connections of its own for it, which nobody finds afterwards.
        connections.close_all()
    if kept is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass(slots=True)
class Visit:
    """One person's browser in one test, and what went wrong in it."""

    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens a further browser with cookies of its own: `open_page("Ben", viewport={...})`.

    A script's error or a breach of the content security policy in any of them fails the test. Of a failed test a
    trace and a picture of every page are kept in test-results/.
    """
    visits: dict[str, Visit] = {}

    def open_page(name: str = "Ana", **options: object) -> Page:
        context = browser.new_context(base_url=server.base_url, **options)  # type: ignore[arg-type]
        context.set_default_timeout(BROWSER_PATIENCE_MS)
        context.tracing.start(screenshots=True, snapshots=True)
        visit = Visit(context=context, page=context.new_page())
        visits[name if name not in visits else f"{name}-{len(visits)}"] = visit
        context.on("weberror", lambda error: visit.faults.append(str(error.error)))
        context.on("console", lambda message: note_breach(message, visit.faults))
        return visit.page

    yield open_page
    faults = [f"{name}: {fault}" for name, visit in visits.items() for fault in visit.faults]
    has_failed = bool(faults) or request.node.stash.get(HAS_FAILED, False)
    for name, visit in visits.items():
        if has_failed:
            keep_evidence(visit, RESULTS / re.sub(r"[^\w.-]+", "-", request.node.nodeid), name)
        visit.context.close()
    assert not faults, "The browser reported errors:\n" + "\n".join(faults)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Ana's browser."""
    return open_page("Ana")


def note_breach(message: ConsoleMessage, faults: list[str]) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        faults.append(message.text)


def keep_evidence(visit: Visit, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(visit.context.pages):
        try:
            page.screenshot(path=folder / f"{name}-{number}.png")
        except Error as problem:
            # A page that hangs is a finding as well; the other pages' pictures must still be taken.
            (folder / f"{name}-{number}.txt").write_text(str(problem), encoding="utf-8")
    visit.context.tracing.stop(path=folder / f"{name}.zip")


def pytest_itemcollected(item: pytest.Item) -> None:
    # Whoever asks for a browser is a browser test; nobody has to remember the mark.
    if "browser" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    # Whatever a test is about: the product's transactions take their locks in one order.
    if item.get_closest_marker("takes_locks_in_any_order"):
        return (yield)
    with watched_locks() as ended:
        yield
    assert not (faults := [fault for locks in ended for fault in locks.faults]), "\n".join(faults)


HAS_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[HAS_FAILED] = True
    return report
