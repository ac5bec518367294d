"""A random history of several clients, two server processes and a bad network, played against the real server."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from channels.routing import URLRouter
from django.urls import re_path

from live.background import in_database_thread
from live.consumer import MapConsumer
from live.rooms import Rooms
from maps.commands.asks import EditAsk
from maps.commands.edit import Request, submit, submit_together
from tests.cast import Cast
from tests.live.wire import Closed, Wire
from tests.protocol.model_client import ModelClient
from workshops.errors import WorkshopError

SETTLED_WITHIN_S = 60.0
WORDS = ("Build", "Code review", "Test in staging", "Deploy now", "Write the brief", "")
STEPS = ("a", "b", "c", "d")
BEGINNING = [
    {"do": "add", "id": "a", "element": {"kind": "step", "name": "Build", "wait_time": "2h"}},
    {"do": "add", "id": "b", "element": {"kind": "step", "name": "Test", "people": 1}},
    {"do": "add", "id": "f0", "element": {"kind": "flow", "flow": "push", "source": "a", "target": "b"}},
    {"do": "add", "id": "n0", "element": {"kind": "note", "note": "idea", "text": "Smaller batches", "about": "a"}},
]
TIMES = ("2h", "1d", 900, {"value": "3d", "low": "2d", "high": "5d"}, None)


@dataclass(frozen=True, slots=True)
class Event:
    """What happens next: `what` to the client number `who`; `pick` and `other` choose among what is there."""

    what: str
    who: int
    pick: int
    other: int


@dataclass(slots=True)
class Line:
    """One client and its connection, with the frames that are on their way to it."""

    client: ModelClient
    cookie: str
    app: Any
    wire: Wire | None = None
    coming: deque[dict[str, Any]] = field(default_factory=deque)


class History:
    """Plays events; afterwards `settle` heals the network and waits until everybody has everything."""

    def __init__(self, cast: Cast, cookies: dict[str, str]) -> None:
        self.cast = cast
        self.processes = [Rooms(), Rooms()]
        self.count = 0
        self.lines: list[Line] = []
        apps = [_application(rooms) for rooms in self.processes]
        # Ben has two devices, at different processes.
        for number, name in enumerate(("ana", "ben", "ben", "mia")):
            self.lines.append(Line(ModelClient(f"{name}{number}"), cookies[name], apps[number % 2]))

    async def play(self, events: list[Event]) -> None:
        ana, map_id = self.cast.ana, self.cast.map.id
        await in_database_thread(submit, map_id=map_id, actor=ana, op_id="beginning", edits=BEGINNING)
        for line in self.lines:
            await self.connect(line)
        for event in events:
            await self.do(event, self.lines[event.who % len(self.lines)])

    async def do(self, event: Event, line: Line) -> None:
        client = line.client
        match event.what:
            case "edit":
                client.ask({"t": "edit", "op_id": self.new_id(client), "edits": [edit_of(event, client)]})
            case "undo" | "redo":
                client.ask({"t": event.what, "op_id": self.new_id(client)})
            case "carry":
                self.carry(line)
            case "lose":
                client.saying = client.saying[1:]
            case "deliver":
                await self.deliver(line, 1 + event.pick % 4)
            case "drop":
                await self.gather(line)
                if line.coming:
                    line.coming.popleft()
            case "duplicate":
                await self.gather(line)
                if line.coming:
                    line.coming.append(line.coming[0])
            case "reorder":
                await self.gather(line)
                line.coming.rotate(1 + event.pick % 3)
            case "disconnect":
                await self.disconnect(line)
            case "connect":
                await self.connect(line)
            case "ping":
                client.saying.append({"t": "ping"})
            case "elsewhere":
                await self.write_elsewhere(event)
            case "pause":
                await asyncio.sleep(0.002 * (event.pick % 4))

    def new_id(self, client: ModelClient) -> str:
        self.count += 1
        return f"{client.name}-{self.count}"

    def carry(self, line: Line) -> None:
        """Bring everything that the client said to the server."""
        if line.wire is not None:
            for message in line.client.saying:
                line.wire.say(message)
            line.client.saying = []

    async def gather(self, line: Line) -> None:
        """Take from the server what it has sent so far."""
        await asyncio.sleep(0)
        while line.wire is not None and not line.wire.heard.empty():
            try:
                message = await line.wire.hear()
            except Closed:
                await self.disconnect(line)
                return
            if message["t"] in ("welcome", "operations", "accepted", "rejected", "pong", "error"):
                line.coming.append(message)

    async def deliver(self, line: Line, count: int) -> None:
        await self.gather(line)
        for _ in range(min(count, len(line.coming))):
            line.client.receive(line.coming.popleft())

    async def connect(self, line: Line) -> None:
        if line.wire is None:
            line.wire = await Wire(self.cast.map.id, line.cookie, app=line.app).open()
            line.client.connected()

    async def disconnect(self, line: Line) -> None:
        """Cut the line: what is on its way in either direction is lost."""
        if line.wire is not None:
            await line.wire.leave()
            line.wire = None
        line.coming.clear()
        line.client.disconnected()

    async def write_elsewhere(self, event: Event) -> None:
        """Write as REST does, or as a process whose doorbell is lost."""
        edits = [{"do": "add", "id": f"e{event.pick % 3}", "element": {"kind": "step", "name": "From a file"}}]
        if event.other % 2:
            edits = [{"do": "set", "id": STEPS[event.pick % 4], "fields": {"people": 1 + event.other % 5}}]
        self.count += 1
        op_id, mia = f"elsewhere-{self.count}", self.cast.mia
        if event.pick % 2:
            asks = [Request(mia.id, op_id, EditAsk(edits))]
            await in_database_thread(submit_together, map_id=self.cast.map.id, requests=asks)
            return
        try:
            await in_database_thread(submit, map_id=self.cast.map.id, actor=mia, op_id=op_id, edits=edits)
        except WorkshopError as refused:
            assert refused.code in ("id_taken", "element_gone"), refused

    async def settle(self) -> None:
        """Heal the network; return when nobody has anything pending and everybody is as far as the log."""
        async with asyncio.timeout(SETTLED_WITHIN_S):
            for line in self.lines:
                await self.connect(line)
                line.client.hello()
            while not self.is_settled():
                for line in self.lines:
                    await self.connect(line)
                    if not line.client.saying and not line.client.awaits_welcome:
                        line.client.saying.append({"t": "ping"})
                    self.carry(line)
                    await self.deliver(line, len(line.coming) + 1000)
                await asyncio.sleep(0.005)

    def is_settled(self) -> bool:
        clients = [line.client for line in self.lines]
        return (
            all(client.is_welcomed and not client.awaits_welcome and not client.pending for client in clients)
            and len({client.seq for client in clients}) == 1
            and all(room.seq == clients[0].seq for rooms in self.processes for room in rooms.open_rooms())
        )

    async def stop(self) -> None:
        for line in self.lines:
            await self.disconnect(line)
        for rooms in self.processes:
            await rooms.stop()


def _application(rooms: Rooms) -> Any:
    view: Any = MapConsumer(lambda: rooms)
    return URLRouter([re_path(r"^ws/maps/(?P<map_id>[^/]*)/$", view)])


def edit_of(event: Event, client: ModelClient) -> dict[str, Any]:
    """Return an edit that somebody could make who sees what the client sees."""
    view = client.view
    ids = sorted(view)
    free = [step for step in STEPS if step not in view]
    if not ids or (event.pick % 5 == 0 and free):
        return _addition(event, free[event.other % len(free)] if free else "a")
    element_id = ids[event.other % len(ids)]
    element = view[element_id]
    if event.pick % 9 == 1:
        return {"do": "remove", "id": element_id}
    if event.pick % 9 == 2 and len(ids) > 1:
        source, target = ids[event.pick % len(ids)], ids[event.other % len(ids)]
        flow = {"kind": "flow", "flow": ("push", "pull", "rework")[event.other % 3], "source": source, "target": target}
        return {"do": "add", "id": f"f{event.pick}", "element": flow}
    name, value = _new_value(event, element["kind"])
    return {"do": "set", "id": element_id, "fields": {name: value}, "saw": {name: element.get(name)}}


def _addition(event: Event, element_id: str) -> dict[str, Any]:
    if event.other % 5 == 4:
        note = {"kind": "note", "note": "idea", "text": WORDS[event.pick % 6], "about": STEPS[event.other % 4]}
        return {"do": "add", "id": f"n{event.pick}", "element": note}
    element = {"kind": "step", "name": WORDS[event.pick % 5], "x": event.other % 50, "process_time": "1h"}
    return {"do": "add", "id": element_id, "element": element}


def _new_value(event: Event, kind: str) -> tuple[str, Any]:
    if kind == "note":
        return "text", f"{WORDS[event.pick % 5]} and {WORDS[event.other % 6]}"
    if kind == "flow":
        return "share", (event.other % 11) / 10
    choices: list[tuple[str, Any]] = [
        ("name", f"{WORDS[event.other % 5]} {WORDS[event.pick % 6]}".strip()),
        ("wait_time", TIMES[event.other % 5]),
        ("process_time", TIMES[event.other % 4]),
        ("x", event.other % 100),
        ("people", 1 + event.other % 4),
        ("wastes", ["waiting", "defects"][: event.other % 3]),
    ]
    return choices[event.pick % len(choices)]
