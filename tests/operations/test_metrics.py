"""What processes measure, and who is told."""

import httpx
import pytest
import redis

from tests.faults.people import Crowd
from tests.faults.site import REQUEST_S, Site, wait_until
from tests.operations.reading import WITH_TOKEN, Measures, lines_of, matching

FOLLOWS_AT_THE_FIRST = ("vsm_figures_seconds_count", "vsm_presence_frames_total")
DOORBELLS = "vsm_doorbells_heard_total"


def has_grown(address: str, before: Measures, *names: str, **labels: str) -> bool:
    """Whether each of these measures is now above what it was."""
    now = Measures(address)
    return all(now.value(name, **labels) > before.value(name, **labels) for name in names)


def test_the_figures_of_a_workshop(site: Site, crowd: Crowd) -> None:
    first, second = site.addresses
    wait_until(lambda: all(Measures(url).value("vsm_sockets_open") == 0 for url in site.addresses), "nobody is here")
    before, before_second = Measures(first), Measures(second)
    crowd.join("Ben", first)
    mia = crowd.join("Mia", second)
    crowd.begin()
    ben = crowd.members[0]
    for number in range(10):
        crowd.edit(ben, {"do": "add", "id": f"n{number}", "element": {"kind": "step", "name": "Draft"}})
    crowd.wait_until_alike()
    crowd.edit(ben, {"do": "remove", "id": "never-there"})
    crowd.call(lambda: mia.say({"t": "hello", "protocol": 1, "last_seq": 3}))
    wait_until(lambda: Measures(second).value("vsm_gaps_repaired_total") > 0, "the gap is repaired")
    wait_until(lambda: bool(ben.model.rejected), "the edit is refused")
    # What follows a commit comes when there is time for it: figures, who is where, doorbells.
    wait_until(lambda: has_grown(first, before, *FOLLOWS_AT_THE_FIRST), "figures and presence follow")
    wait_until(lambda: has_grown(second, before_second, DOORBELLS, type="map.changed"), "the doorbell rings")
    after, after_second = Measures(first), Measures(second)

    def grown(name: str, **labels: str) -> float:
        return after.value(name, **labels) - before.value(name, **labels)

    def grown_at_second(name: str, **labels: str) -> float:
        return after_second.value(name, **labels) - before_second.value(name, **labels)

    assert (grown("vsm_sockets_open"), grown_at_second("vsm_sockets_open")) == (1, 1)
    # Rooms that people have left stay open for a moment.
    assert min(after.value("vsm_maps_open"), after_second.value("vsm_maps_open")) >= 1
    assert grown("vsm_operations_committed_total", cause="edit") == 11
    assert grown("vsm_edits_rejected_total", code="element_gone") == 1
    assert grown("vsm_batch_size_edits_sum") == 12
    assert grown("vsm_batch_size_edits_count") == grown("vsm_commit_seconds_count") + 1
    assert grown("vsm_commit_seconds_sum") > 0
    assert grown("vsm_welcomes_total", kind="snapshot") == 1
    assert grown_at_second("vsm_welcomes_total", kind="replay") == 1
    assert grown_at_second("vsm_gaps_repaired_total") == 1
    # Edits that wait for each other share a frame; Ben alone got each of them, and his welcome.
    assert grown("vsm_frames_sent_total") > grown("vsm_operations_frame_bytes_count") > 0
    assert grown("vsm_frame_bytes_sent_total") > 1000
    assert grown("vsm_http_requests_total", method="POST", path="/api/join/", status="200") == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"X-Forwarded-For": "127.0.0.1"}, 403),
        ({"X-Forwarded-For": "10.1.2.3", "Authorization": "Bearer another"}, 403),
        ({"X-Forwarded-For": "10.1.2.3", **WITH_TOKEN}, 200),
    ],
)
def test_only_neighbours_and_those_with_the_token_are_told(site: Site, headers: dict[str, str], status: int) -> None:
    answer = httpx.get(f"{site.addresses[0]}/metrics", headers=headers, timeout=REQUEST_S)
    assert answer.status_code == status
    assert ("vsm_sockets_open" in answer.text) is (status == 200)


def test_a_worker_tells_its_tasks(site: Site) -> None:
    """And forgets what has expired: the task that the clock starts every six hours."""
    with site.database() as database:
        sessions = "INSERT INTO django_session VALUES (%s, '', now() + %s * interval '1 day')"
        database.execute(sessions, ["expired-session", -1])
        database.execute(sessions, ["living-session", 1])
        links = (
            "INSERT INTO workshops_signinlink (user_id, token_hash, created_at, expires_at, used_at) "
            "SELECT min(id), %s, now(), now() + %s * interval '1 day', NULL FROM workshops_user"
        )
        database.execute(links, ["expired-long-ago", -31])
        database.execute(links, ["expired-yesterday", -1])
    site.worker.start()
    code = "from workshops.tasks import forget_expired; forget_expired.delay()"
    site.manage("shell", "--verbosity=0", "-c", code)
    base_url = f"http://127.0.0.1:{site.worker.environment['METRICS_PORT']}"

    def is_done() -> bool:
        try:
            return Measures(base_url).value("vsm_tasks_total", task="workshops.forget_expired", state="done") == 1
        except httpx.HTTPError:
            return False

    wait_until(is_done, "the worker has forgotten what expired")
    assert Measures(base_url).value("vsm_task_seconds_count", task="workshops.forget_expired") == 1
    with site.database() as database:
        kept = "SELECT session_key FROM django_session WHERE session_key LIKE '%-session'"
        assert [key for (key,) in database.execute(kept)] == ["living-session"]
        names = database.execute("SELECT token_hash FROM workshops_signinlink WHERE token_hash LIKE 'expired%'")
        assert [name for (name,) in names] == ["expired-yesterday"]
    (line,) = matching(lines_of(site.worker.log), logger="workshops.tasks")
    assert line["task_id"]
    assert line["message"].startswith("Forgotten: ")
    site.worker.stop()


def test_counters_of_limits_go_by_themselves(site: Site) -> None:
    for code in ("AAAAAA", "BBBBBB"):
        httpx.post(f"{site.addresses[0]}/api/join/", json={"code": code, "name": "Stan"}, timeout=REQUEST_S)
    with redis.Redis.from_url(site.folder.valkey().url(2)) as counters:
        keys = list(counters.scan_iter())
        assert any(b"tries:" in key for key in keys)
        assert [key for key in keys if counters.ttl(key) < 0] == []
