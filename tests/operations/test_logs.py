"""What processes write down: one JSON object a line with the ids it belongs to, and never a secret."""

from functools import partial
from pathlib import Path

import httpx

from tests.faults.people import Crowd
from tests.faults.site import REQUEST_S, Site, Workshop, cookie_of, wait_until
from tests.operations.reading import WITH_TOKEN, lines_of, matching


def test_a_request_can_be_followed_by_its_id(site: Site, workshop: Workshop) -> None:
    path = f"/api/maps/{workshop.map_id}/operations/"
    body = {"op_id": "one", "edits": [{"do": "add", "id": "a", "element": {"kind": "step", "name": "Draft"}}]}
    saved = workshop.ana.post(path, json=body, headers={"X-Request-ID": "trace-1"})
    assert (saved.status_code, saved.headers["X-Request-ID"]) == (201, "trace-1")
    refused = workshop.ana.post(path, json={"op_id": "two", "edits": 5}, headers={"X-Request-ID": "trace-2"})
    assert (refused.status_code, refused.headers["X-Request-ID"]) == (400, "trace-2")
    forged = httpx.get(f"{site.addresses[0]}/join/", headers={"X-Request-ID": 'a" level=ERROR'}, timeout=REQUEST_S)
    given = forged.headers["X-Request-ID"]
    assert len(given) == 32

    lines = lines_of(site.webs[0].process.log)
    (committed,) = matching(lines, request_id="trace-1", message="Edits were committed.")
    assert committed["map_id"] == workshop.map_id
    assert committed["workshop_id"] == workshop.id
    assert (committed["op_ids"], committed["seq"]) == (["one"], 1)
    (answered,) = matching(lines, request_id="trace-1", logger="vsm_workshop.requests")
    assert answered["path"] == "/api/maps/<uuid:map_id>/operations/"
    assert (answered["method"], answered["status"], answered["map_id"]) == ("POST", 201, workshop.map_id)
    assert answered["user_id"]
    assert answered["duration_ms"] >= committed["duration_ms"] > 0
    (refusal,) = matching(lines, request_id="trace-2")
    assert (refusal["status"], refusal["level"]) == (400, "INFO")
    assert matching(lines, request_id=given, path="/join/", status=200)


def test_a_socket_and_its_edits_can_be_followed(site: Site, crowd: Crowd) -> None:
    first, _ = site.addresses
    ben = crowd.join("Ben", first)
    crowd.begin()
    me, connection = crowd.workshop.people()["Ben"]["id"], ben.connection
    lines = lines_of(site.webs[0].process.log)
    (opened,) = matching(lines, connection=connection, message="A socket opened.")
    ids = {"map_id": crowd.workshop.map_id, "workshop_id": crowd.workshop.id, "participant_id": me}
    assert ids.items() <= opened.items()
    (committed,) = matching(lines, map_id=crowd.workshop.map_id, op_ids=[ben.model.made[0]])
    assert {**ids, "seq": 1, "level": "INFO"}.items() <= committed.items()


def is_asked_for(log: Path, pattern: str) -> bool:
    return bool(matching(lines_of(log), path=pattern, logger="vsm_workshop.requests"))


def test_no_secret_is_written_down(site: Site, crowd: Crowd) -> None:
    workshop, first = crowd.workshop, site.addresses[0]
    way_in = workshop.ana.get(f"/api/workshops/{workshop.id}/invitation/").json()
    join_token = way_in["join_url"].rstrip("/").rpartition("/")[2]
    sign_in_token = site.manage("sign_in_link", "ana@example.org").strip().rstrip("/").rpartition("/")[2]
    ben = workshop.join("Ben", first)
    crowd.connect("Ben", ben, first)
    secrets = [workshop.code, join_token, sign_in_token, "wrong-token-5551234", "a-token-of-the-tests"]
    secrets += [ben.cookies["sessionid"], workshop.ana.cookies["sessionid"], ben.cookies["csrftoken"]]
    for path in (
        f"/join/{join_token}/",
        f"/join/{join_token}",
        f"/sign-in/{sign_in_token}/",
        "/return/wrong-token-5551234/",
    ):
        httpx.get(f"{first}{path}", headers={"Cookie": cookie_of(ben)}, timeout=REQUEST_S)
    # Without the token of its form a post is refused, which Django would write down with its path.
    assert httpx.post(f"{first}/sign-in/{sign_in_token}/", timeout=REQUEST_S).status_code == 403
    assert httpx.get(f"{first}/metrics", headers=WITH_TOKEN, timeout=REQUEST_S).status_code == 200

    log = site.webs[0].process.log
    for pattern in ("/join/<str:token>/", "/sign-in/<str:token>/", "/return/<str:token>/"):
        wait_until(partial(is_asked_for, log, pattern), f"{pattern} is written down")
    text = log.read_text(encoding="utf-8")
    assert [secret for secret in secrets if secret in text] == []
