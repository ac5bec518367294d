"""What the server writes down: after a whole session with every secret there is, none of them is in its log."""

import re
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.core.cache import cache
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.cast import Cast, make_cast
from tests.conftest import Server
from workshops.commands.invitation import change_invitation, invitation_secrets
from workshops.commands.people import create_sign_in_link, return_token
from workshops.models import User

PASSCODE = "coil-seven-heron"
PASSWORD = "a-password-that-only-ana-knows-71"
WRONG_PASSWORD = "a-password-that-nobody-has-93"
WRONG_CODE = "QQXXYY"
TEXT_OF_A_STEP = "a-name-that-is-nobodys-business-55"


@pytest.fixture
def cast(server: Server) -> Cast:
    cache.clear()
    return make_cast()


class Visitor:
    """A browser without a screen on the server process; keeps every cookie that it ever had."""

    def __init__(self, server: Server) -> None:
        self.client = httpx.Client(base_url=server.base_url, headers={"Origin": server.origin}, timeout=60)
        self.cookies: set[str] = set()

    def get(self, path: str) -> httpx.Response:
        return self._remember(self.client.get(path))

    def submit(self, path: str, **fields: str) -> httpx.Response:
        """Fill in the form of a page, with the token of the page."""
        page = self.get(path).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, f"{path} has no form"
        return self._remember(self.client.post(path, data={"csrfmiddlewaretoken": token[1], **fields}))

    def send(self, method: str, path: str, body: object, **headers: str) -> httpx.Response:
        headers.setdefault("X-CSRFToken", self.client.cookies.get(settings.CSRF_COOKIE_NAME) or "")
        return self._remember(self.client.request(method, path, json=body, headers=headers))

    def _remember(self, response: httpx.Response) -> httpx.Response:
        self.cookies |= {cookie.value or "" for cookie in self.client.cookies.jar}
        return response


def session_of_everybody(server: Server, cast: Cast) -> set[str]:
    """Go through every way in, right and wrong, and return the secrets that were used."""
    invitation = invitation_secrets(cast.workshop.invitation)
    change_invitation(actor=cast.ana, passcode=PASSCODE)
    account = User.objects.get(pk=cast.ana.user.pk)
    account.set_password(PASSWORD)
    account.save()
    back, sign_in = return_token(cast.ben), create_sign_in_link(user=cast.ana.user)
    assert back is not None
    secrets = {invitation.token, invitation.code, PASSCODE, PASSWORD, WRONG_PASSWORD, back, sign_in, TEXT_OF_A_STEP}

    nora, ben, ana, olga = (Visitor(server) for _ in range(4))
    assert nora.submit(f"/join/{invitation.token}/", name="Nora", passcode="wrong-passcode").status_code == 403
    assert nora.submit(f"/join/{invitation.token}/", name="Nora", passcode=PASSCODE).status_code == 302
    assert ben.submit(f"/return/{back}/").status_code == 302
    assert ana.submit(f"/sign-in/{sign_in}/").status_code == 302
    assert ana.get(f"/sign-in/{sign_in}/?next=/nothing/").status_code in (302, 404)
    olga.get(f"/join/?code={invitation.code}")
    assert olga.send("POST", "/api/join/", {"code": WRONG_CODE, "name": "Olga"}).status_code == 404
    joined = olga.send("POST", "/api/join/", {"code": invitation.code, "name": "Olga", "passcode": PASSCODE})
    assert joined.status_code == 200
    for password in (WRONG_PASSWORD, PASSWORD):
        tried = Visitor(server).submit("/accounts/login/", login="ana@example.org", password=password)
        assert tried.status_code == (302 if password == PASSWORD else 200)
    given = ana.send("POST", "/api/tokens/", {"email": "ana@example.org", "password": PASSWORD})
    assert given.status_code == 201
    secrets.add(given.json()["token"])
    program = Visitor(server)
    edits = [{"do": "add", "id": "a", "element": {"kind": "step", "name": TEXT_OF_A_STEP}}]
    path, body = f"/api/maps/{cast.map.id}/operations/", {"op_id": "one", "edits": edits}
    assert program.send("POST", path, body, Authorization=f"Token {given.json()['token']}").status_code == 201
    assert program.send("POST", path, body, Authorization=f"Token {given.json()['token']}x").status_code == 401
    # What is refused and what is broken is written down more fully.
    assert program.send("POST", "/api/join/", {"code": invitation.code, "x": PASSCODE}).status_code == 400
    assert ana.get(f"/join/{invitation.token}/more/").status_code == 404
    assert ana.get(f"/nothing/?token={invitation.token}").status_code == 404
    for visitor in (nora, ben, ana, olga):
        cookie = "; ".join(f"{one.name}={one.value}" for one in visitor.client.cookies.jar)
        headers = {"Cookie": cookie}
        address = f"{server.socket_url}/ws/maps/{cast.map.id}/"
        with connect(address, origin=Origin(server.origin), additional_headers=headers) as socket:
            socket.send('{"t":"hello","protocol":1,"last_seq":null}')
            assert "welcome" in str(socket.recv(timeout=60))
            socket.send(f'{{"t":"edit","op_id":"{PASSCODE}","edits":"{PASSCODE}"}}')
            socket.send("{" + PASSCODE)
        secrets |= visitor.cookies
    return {secret for secret in secrets if secret}


def test_no_secret_is_written_down(server: Server, cast: Cast) -> None:
    begun = server.log.stat().st_size
    secrets = session_of_everybody(server, cast)
    assert len(secrets) > 14
    written = Path(server.log).read_bytes()[begun:].decode(errors="replace")
    # The session was logged at all, so the test sees what it looks for.
    assert str(cast.map.id) in written
    found = {secret[:12] for secret in secrets if secret in written}
    # The op_id of an edit is written down on purpose; nobody puts a secret there but this test.
    assert found <= {PASSCODE[:12]}
    assert not [line for line in written.splitlines() if PASSCODE in line and "op_id" not in line]


def test_what_a_visitor_sends_cannot_forge_a_line(server: Server, cast: Cast) -> None:
    begun = server.log.stat().st_size
    forged = "2026-01-01 00:00:00+00:00 CRITICAL forged: line"
    with httpx.Client(base_url=server.base_url, timeout=60) as client:
        client.get(f"/nothing%0a{forged}", headers={"X-Request-ID": "a b", "User-Agent": f"x\t{forged}"})
        client.post("/api/join/", json={"code": f"A\n{forged}", "name": f"B\r\n{forged}"})
        client.get(f"/join/%0d%0a{forged}/")
        client.request("FORGED", "/")
    lines = server.log.read_bytes()[begun:].decode(errors="replace").splitlines()
    assert not [line for line in lines if line.startswith("2026-01-01")]
