"""The socket of a real server process, over a real network: what only the server in front of the application does."""

import contextlib
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from live.protocol import MESSAGE_LIMIT_BYTES
from maps.commands.edit import submit
from tests.cast import Cast, Person, cookie_of, make_cast
from tests.conftest import Server
from tests.live.test_together import add, edit
from workshops.commands.people import remove_participant

OWN = "own"
PATIENCE_S = 60.0


@pytest.fixture
def cast(server: Server) -> Cast:
    return make_cast()


class Line:
    """One connection to the server process."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say(self, message: Any) -> None:
        self.connection.send(orjson.dumps(message).decode())

    def until(self, name: str) -> dict[str, Any]:
        while True:
            message: dict[str, Any] = orjson.loads(self.connection.recv(timeout=PATIENCE_S))
            if message["t"] == name:
                return message

    def end(self) -> int:
        """Return the code with which the server closed."""
        try:
            while True:
                self.connection.recv(timeout=PATIENCE_S)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


@contextlib.contextmanager
def socket(server: Server, cast: Cast, person: Person | None, *, origin: str | None = OWN) -> Iterator[Line]:
    with connect(
        f"{server.socket_url}/ws/maps/{cast.map.id}/",
        origin=server.origin if origin == OWN else origin,  # type: ignore[arg-type]
        additional_headers={"Cookie": cookie_of(person)},
        compression=None,
        max_size=None,
    ) as connection:
        yield Line(connection)


@contextlib.contextmanager
def joined(server: Server, cast: Cast, person: Person) -> Iterator[Line]:
    with socket(server, cast, person) as line:
        line.say({"t": "hello", "protocol": 1, "last_seq": None})
        line.until("welcome")
        yield line


@pytest.mark.parametrize("origin", [None, "https://elsewhere.example"])
def test_a4_a_handshake_from_elsewhere_is_refused(server: Server, cast: Cast, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused, socket(server, cast, cast.ana, origin=origin):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(("who", "code"), [("nobody", 4401), ("stan", 4404)])
def test_the_reason_of_a_refusal_reaches_the_page(server: Server, cast: Cast, who: str, code: int) -> None:
    with socket(server, cast, cast.stan if who == "stan" else None) as line:
        assert line.end() == code


def test_two_people_see_each_other_and_what_comes_from_another_process(server: Server, cast: Cast) -> None:
    with joined(server, cast, cast.ben) as ben, joined(server, cast, cast.mia) as mia:
        ben.say(edit("one", add("a")))
        for line in (ben, mia):
            assert [one["op_id"] for one in line.until("operations")["operations"]] == ["one"]
        submit(map_id=cast.map.id, actor=cast.ana, op_id="two", edits=add("b"))
        for line in (ben, mia):
            assert [one["op_id"] for one in line.until("operations")["operations"]] == ["two"]


def test_a2_a_removal_in_another_process_closes_the_socket(server: Server, cast: Cast) -> None:
    with joined(server, cast, cast.ben) as ben:
        remove_participant(actor=cast.ana, participant_id=cast.ben.id)
        assert ben.end() == 4403


def test_l1_a_message_above_the_limit_ends_the_socket(server: Server, cast: Cast) -> None:
    with joined(server, cast, cast.ben) as ben:
        ben.connection.send("x" * (MESSAGE_LIMIT_BYTES - 1))
        assert ben.until("error")["code"] == "unreadable"
        # The server closes without reading the rest, so the sending can fail and its reason be lost on the way.
        with contextlib.suppress(ConnectionClosed):
            ben.connection.send("x" * (MESSAGE_LIMIT_BYTES + 1))
        assert ben.end() in (1009, 1006)


def test_bytes_that_are_no_text_end_no_process(server: Server, cast: Cast) -> None:
    with joined(server, cast, cast.ben) as ben:
        ben.connection.send(b"\xff\xfe")
        assert ben.until("error")["code"] == "unreadable"
        ben.connection.send(b"\xff\xfe", text=True)
        assert ben.end() == 1007
    with joined(server, cast, cast.mia) as mia:
        mia.say({"t": "ping"})
        assert mia.until("pong")["seq"] == 0
