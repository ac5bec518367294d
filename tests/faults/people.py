"""People with clients that do what docs/PROTOCOL.md asks of a browser, over real sockets to real processes."""

import asyncio
import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import httpx
import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.faults.site import PATIENCE_S, Site, Workshop, cookie_of, wait_until
from tests.protocol.model_client import ModelClient

Result = TypeVar("Result")

# Below what the server takes (L2), as browsers do: a refused edit would let later ones overtake it.
BETWEEN_EDITS_S = 0.04
COME_BACK_S = 0.1
HANDSHAKE_S = 60.0
BEAT_S = 1.0
FINAL = (4401, 4403, 4404, 4409)
SHARED_NOTE, SHARED_STEP = "shared-note", "shared-step"
BEGINNING = [
    {"do": "add", "id": SHARED_NOTE, "element": {"kind": "note", "note": "note", "text": "Words:"}},
    {"do": "add", "id": SHARED_STEP, "element": {"kind": "step", "name": "Review"}},
]


class Member:
    """One person; comes back by itself, at the next address when one does not answer, and notes all it was told."""

    def __init__(self, name: str, workshop: Workshop, cookie: str, addresses: Sequence[str]) -> None:
        self.name = name
        self.model = ModelClient(name)
        # What stood on this person's screen as confirmed: the `op_id` at each number.
        self.seen: dict[int, str] = {}
        self.seen_at: dict[str, float] = {}
        self.words: list[str] = []
        self.errors: list[tuple[str, str]] = []
        self.closes: list[int] = []
        self.presence: dict[str, dict[str, Any]] = {}
        self.facilitation: dict[str, Any] = {}
        self.metrics: dict[str, Any] = {}
        # All that was said to this person, as it came.
        self.heard: list[str] = []
        self.connection = ""
        self.role = ""
        self.address = ""
        self.visits = 0
        self._cookie = cookie
        self._path = f"/ws/maps/{workshop.map_id}/"
        self._turns = itertools.cycle(addresses)
        self._has_something_to_say = asyncio.Event()

    @property
    def is_live(self) -> bool:
        return self.model.is_welcomed

    @property
    def everyone_seen(self) -> set[str]:
        """The participants whose presence is shown here."""
        return {where["participant"] for where in self.presence.values()}

    def ask(self, message: dict[str, Any]) -> None:
        self.model.ask(message)
        self._has_something_to_say.set()

    def edit(self, edits: list[dict[str, Any]]) -> str:
        op_id = f"{self.name}-{len(self.model.made)}"
        self.ask({"t": "edit", "op_id": op_id, "edits": edits})
        return op_id

    def say(self, message: dict[str, Any]) -> None:
        self.model.saying.append(message)
        self._has_something_to_say.set()

    async def keep_editing(self, per_second: float) -> None:
        """Add steps of my own, and change with everybody else one text and one number."""
        while True:
            if self.model.seq is not None:
                self.edit([self._next_edit()])
            await asyncio.sleep(1 / per_second)

    def _next_edit(self) -> dict[str, Any]:
        number = len(self.model.made)
        if number % 3 == 0:
            element = {"kind": "step", "name": f"Step {number} of {self.name}"}
            return {"do": "add", "id": f"{self.name}-step-{number}", "element": element}
        view = self.model.view
        if number % 3 == 1:
            text = view[SHARED_NOTE]["text"]
            self.words.append(f"{self.name}{number}")
            fields, saw = {"text": f"{text} {self.words[-1]}"}, {"text": text}
            return {"do": "set", "id": SHARED_NOTE, "fields": fields, "saw": saw}
        saw = {"wait_time": view[SHARED_STEP].get("wait_time")}
        return {"do": "set", "id": SHARED_STEP, "fields": {"wait_time": number * 60}, "saw": saw}

    async def live(self) -> None:
        """Stay connected until the server says for good that this is over."""
        for address in self._turns:
            self.address = address
            with contextlib.suppress(OSError, TimeoutError, WebSocketException):
                await self._visit()
            self.model.disconnected()
            if self.closes and self.closes[-1] in FINAL:
                return
            await asyncio.sleep(COME_BACK_S)

    async def _visit(self) -> None:
        async with connect(
            self.address.replace("http", "ws", 1) + self._path,
            origin=self.address,  # type: ignore[arg-type]
            additional_headers={"Cookie": self._cookie},
            open_timeout=HANDSHAKE_S,
            ping_interval=None,
            max_size=None,
            compression=None,
        ) as socket:
            self.visits += 1
            self.model.connected()
            self._has_something_to_say.set()
            beside = [asyncio.create_task(self._speak(socket)), asyncio.create_task(self._beat())]
            try:
                while True:
                    frame = str(await socket.recv())
                    self.heard.append(frame)
                    self._hear(orjson.loads(frame))
            except ConnectionClosed as closed:
                self.closes.append(closed.rcvd.code if closed.rcvd else 1006)
            finally:
                for task in beside:
                    task.cancel()

    async def _speak(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                while self.model.saying:
                    message = self.model.saying.pop(0)
                    await socket.send(orjson.dumps(message).decode())
                    if message["t"] in ("edit", "undo", "redo"):
                        await asyncio.sleep(BETWEEN_EDITS_S)
                self._has_something_to_say.clear()
                await self._has_something_to_say.wait()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            self.say({"t": "ping"})

    def _hear(self, message: dict[str, Any]) -> None:
        match message["t"]:
            case "error":
                self.errors.append((message["code"], message["message"]))
                return
            case "welcome":
                self.connection, self.role = message["connection"], message["role"]
                self.presence = dict(message["presence"])
                self.facilitation = message["facilitation"]
                self.metrics = message["metrics"] or self.metrics
                self._note(message.get("replay", []))
            case "operations":
                self._note(message["operations"])
            case "presence":
                self.presence |= message["people"]
                self.presence = {name: where for name, where in self.presence.items() if where}
            case "facilitation":
                self.facilitation = message
            case "metrics":
                self.metrics = message
            case "workshop":
                self.role = message["role"]
        self.model.receive(message)
        self._has_something_to_say.set()

    def round(self, round_id: str) -> dict[str, Any]:
        """Return the round as it was last told to this person; empty where it was not."""
        rounds: list[dict[str, Any]] = self.facilitation.get("rounds", [])
        return next((one for one in rounds if one["id"] == round_id), {})

    def _note(self, operations: list[dict[str, Any]]) -> None:
        for operation in operations:
            known = self.seen.setdefault(operation["seq"], operation["op_id"])
            assert known == operation["op_id"], f"{self.name} was told two operations {operation['seq']}"
            self.seen_at.setdefault(operation["op_id"], time.monotonic())


class Crowd:
    """The members of one test; their clients live in a thread, so that the test can stop and start processes."""

    def __init__(self, site: Site, workshop: Workshop) -> None:
        self.site = site
        self.workshop = workshop
        self.members: list[Member] = []
        self._loop = asyncio.new_event_loop()
        self._tasks: list[asyncio.Task[None]] = []
        self._problems: list[Exception] = []
        self._thread = threading.Thread(target=self._loop.run_forever, name="crowd")
        self._thread.start()

    def stop(self) -> None:
        """End all clients; fails with what went wrong in one of them."""
        asyncio.run_coroutine_threadsafe(self._end_tasks(), self._loop).result(PATIENCE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        assert not self._problems, self._problems

    def call(self, function: Callable[[], Result]) -> Result:
        """Return what the function returns in the clients' thread."""

        async def run() -> Result:
            return function()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE_S)

    def join(self, name: str, *addresses: str) -> Member:
        """Let somebody join and open the map at the first of the addresses; returns when they are live."""
        addresses = addresses or self.site.addresses
        browser = self.workshop.join(name, addresses[0])
        return self.connect(name, browser, *addresses)

    def connect(self, name: str, browser: httpx.Client, *addresses: str) -> Member:
        """Open the map with the cookies of a browser that is signed in."""
        cookie = cookie_of(browser)
        member = self.call(lambda: Member(name, self.workshop, cookie, addresses))
        self.members.append(member)
        self._start(member.live)
        wait_until(lambda: member.is_live, f"{name} is live")
        return member

    def join_spread(self, *names: str) -> list[Member]:
        """Let people join, by turns at each of the two processes; the other one's address is their way out."""
        first, second = self.site.addresses
        orders = itertools.cycle([(first, second), (second, first)])
        members = [self.join(name, *order) for name, order in zip(names, orders, strict=False)]
        self.begin()
        return members

    def begin(self) -> None:
        """Put on the map what everybody will change."""
        self.call(lambda: self.members[0].edit(BEGINNING))
        self.wait_until_alike()

    @contextlib.contextmanager
    def working(self, *, per_second: float = 5.0, members: Sequence[Member] = ()) -> Iterator[None]:
        """Everybody (or those members) edits all the time while the block runs."""
        tasks = [self._start(partial(member.keep_editing, per_second)) for member in members or self.members]
        try:
            yield
        finally:
            self.call(lambda: [task.cancel() for task in tasks])

    def wait_until_alike(self, *, within_s: float = PATIENCE_S) -> None:
        """Return when nothing is pending anywhere and everybody has what the newest of them has."""

        def is_alike() -> bool:
            models = [member.model for member in self.members]
            head = max(model.seq or 0 for model in models)
            return head > 0 and all(model.seq == head and not model.pending for model in models)

        wait_until(lambda: self.call(is_alike), "everybody has everything, and nothing is pending", within_s=within_s)

    def edit(self, member: Member, *edits: dict[str, Any]) -> str:
        """Let a member do this; returns the `op_id`."""
        return self.call(lambda: member.edit(list(edits)))

    def wait_for_work(self, count: int) -> None:
        """Return when somebody has seen so many operations more."""
        before = self._operations_seen()
        wait_until(lambda: self._operations_seen() >= before + count, "people see each other work")

    def _operations_seen(self) -> int:
        return max(member.model.seq or 0 for member in self.members)

    def check(self) -> list[str]:
        """Nothing that anybody saw is lost, nothing is doubled, and all screens are alike; returns the `op_id`s."""
        self.wait_until_alike()
        log = self.site.log_of(self.workshop.map_id)
        assert [seq for seq, _ in log] == list(range(1, len(log) + 1)), "S1"
        op_ids = [op_id for _, op_id in log]
        snapshot = self.workshop.snapshot()
        text = snapshot["elements"].get(SHARED_NOTE, {}).get("text", "").split()
        for member in self.members:
            name, model = member.name, member.model
            assert not model.rejected, f"{name} was refused {model.rejected}"
            assert all(op_ids[seq - 1] == op_id for seq, op_id in member.seen.items()), f"{name} saw what is lost"
            assert [op_id for op_id in op_ids if op_id in set(model.made)] == model.made, f"{name}: once and in order"
            assert (model.seq, model.confirmed) == (snapshot["seq"], snapshot["elements"]), f"{name}'s screen"
            assert [text.count(word) for word in member.words] == [1] * len(member.words), f"{name}'s words"
            assert not [code for code, _ in member.errors if code == "too_many"], name
        self.site.manage("verify_log", self.workshop.map_id)
        return op_ids

    def _start(self, work: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
        task = self.call(lambda: self._loop.create_task(work()))
        self._tasks.append(task)
        return task

    async def _end_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()
        for ending in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(ending, Exception):
                self._problems.append(ending)
