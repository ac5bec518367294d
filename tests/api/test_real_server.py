"""A person and a program over a real connection to the real server process."""

import httpx

from tests.cast import make_cast
from tests.conftest import Server
from workshops.commands.invitation import invitation_secrets
from workshops.models import Invitation


def test_a_person_joins_edits_and_takes_the_map_away(server: Server) -> None:
    cast = make_cast()
    code = invitation_secrets(Invitation.objects.get(workshop=cast.workshop)).code
    edit = {"op_id": "one", "edits": [{"do": "add", "id": "a", "element": {"kind": "step", "name": "Entwurf – été"}}]}
    with httpx.Client(base_url=server.base_url, timeout=60) as browser:
        joined = browser.post("/api/join/", json={"code": code, "name": "Zoë"}).json()
        path = f"/api/maps/{joined['maps'][0]['id']}"
        assert browser.post(f"{path}/operations/", json=edit).status_code == 403
        browser.headers["X-CSRFToken"] = browser.cookies["csrftoken"]
        assert browser.post(f"{path}/operations/", json=edit).status_code == 201
        token = browser.post("/api/tokens/", json={"name": "Script"}).json()["token"]
        file = browser.get(f"{path}/file/")
    assert file.headers["Content-Type"] == "application/json"
    assert file.json()["elements"]["a"]["name"] == "Entwurf – été"
    with httpx.Client(base_url=server.base_url, headers={"Authorization": f"Token {token}"}, timeout=60) as program:
        log = program.get(f"{path}/operations/").json()
        assert [operation["actor"] for operation in log["results"]] == [joined["participant"]]
        assert program.get("/api/nowhere/").json()["code"] == "not_found"
        assert program.post(f"{path}/undo/", content=b"{").json()["code"] == "media_type"
