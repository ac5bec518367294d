"""A client as docs/PROTOCOL.md describes it (R1 to R6, P1 to P3), without a screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from maps.domain.changes import apply_changes
from maps.domain.elements import Element, Elements, Reading
from maps.domain.plan import plan_edits
from metrics import Calendar
from workshops.errors import WorkshopError

Message = dict[str, Any]
READING = Reading(Calendar(), "estimate")


@dataclass(slots=True)
class ModelClient:
    """One person's state; what it wants to say stands in `saying` until somebody carries it to the server."""

    name: str
    seq: int | None = None
    confirmed: dict[str, Element] = field(default_factory=dict)
    pending: list[Message] = field(default_factory=list)
    saying: list[Message] = field(default_factory=list)
    accepted: dict[str, int] = field(default_factory=dict)
    # Every state that was ever shown as confirmed, by its seq.
    shown: list[tuple[int, Elements]] = field(default_factory=list)
    rejected: dict[str, str] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)
    is_welcomed: bool = False
    awaits_welcome: bool = False

    @property
    def view(self) -> Elements:
        """P2: the confirmed state with the pending edits applied in order."""
        view: Elements = self.confirmed
        for message in self.pending:
            if message["t"] == "edit":
                try:
                    view = apply_changes(view, plan_edits(view, message["edits"], reading=READING).changes)
                except WorkshopError:
                    continue
        return view

    def ask(self, message: Message) -> None:
        """P1: an edit is pending from the moment it is made."""
        self.made.append(message["op_id"])
        self.pending.append(message)
        if self.is_welcomed:
            self.saying.append(message)

    def connected(self) -> None:
        self.is_welcomed = False
        self.saying = []
        self.hello()

    def disconnected(self) -> None:
        """Everything on its way is lost; what is pending is kept."""
        self.is_welcomed = self.awaits_welcome = False
        self.saying = []

    def hello(self) -> None:
        self.awaits_welcome = True
        self.saying.append({"t": "hello", "protocol": 1, "last_seq": self.seq})

    def receive(self, message: Mapping[str, Any]) -> None:
        match message["t"]:
            case "welcome":
                self._welcome(message)
            case "operations":
                self._operations(message["operations"])
            case "accepted":
                self.accepted[message["op_id"]] = message["seq"]
                self._drop_answered(set())
            case "rejected":
                # P3: that edit alone.
                self.rejected[message["op_id"]] = message["code"]
                self.pending = [one for one in self.pending if one["op_id"] != message["op_id"]]
            case "pong" if message["seq"] > (self.seq or 0):
                # R6, without waiting the second.
                self.hello()
            case "error":
                assert message["code"] in ("too_many", "hello_first"), message

    def _welcome(self, message: Mapping[str, Any]) -> None:
        self.awaits_welcome = False
        if "snapshot" in message:
            self.seq = message["seq"]
            self.confirmed = message["snapshot"]["elements"]
            self._show()
            self._drop_answered(set())
        else:
            assert self.seq is not None
            self._operations(message["replay"])
        if not self.awaits_welcome:
            self.is_welcomed = True
            self.saying.extend(self.pending)

    def _operations(self, operations: list[Mapping[str, Any]]) -> None:
        for operation in operations:
            if self.seq is None or operation["seq"] > self.seq + 1:
                # R2: asked for once, and never applied out of order.
                if not self.awaits_welcome:
                    self.hello()
                return
            if operation["seq"] == self.seq + 1:
                self.seq = operation["seq"]
                self.confirmed = apply_changes(self.confirmed, operation["changes"])
                self._show()
                self._drop_answered({operation["op_id"]})

    def _drop_answered(self, op_ids: set[str]) -> None:
        answered = op_ids | {op_id for op_id, seq in self.accepted.items() if seq <= (self.seq or 0)}
        self.pending = [one for one in self.pending if one["op_id"] not in answered]

    def _show(self) -> None:
        assert self.seq is not None
        self.shown.append((self.seq, self.confirmed))
