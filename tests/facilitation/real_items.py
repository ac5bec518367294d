"""What tests of real items share: a map with two steps, and what a person says of their way."""

from typing import Any

from facilitation.commands.real_items import bring_item
from facilitation.models import RealItem
from maps.commands.edit import submit
from tests.cast import Cast
from workshops.models import Participant

STEPS = (
    ("a", {"kind": "step", "name": "Design", "x": 0, "wait_time": "1d", "process_time": "4h"}),
    ("b", {"kind": "step", "name": "Build", "x": 260, "wait_time": "2d", "process_time": "2d"}),
    ("ab", {"kind": "flow", "flow": "push", "source": "a", "target": "b"}),
)
VISITS: tuple[dict[str, Any], ...] = (
    {
        "step": "a",
        "arrived_at": "2024-05-06T09:00",
        "started_at": "2024-05-07T09:00",
        "finished_at": "2024-05-07T13:00",
    },
    {"step": "b", "started_at": "2024-05-13T13:00", "finished_at": "2024-05-14T17:00", "process_time": "1d"},
)


def draw_steps(cast: Cast) -> None:
    edits = [{"do": "add", "id": key, "element": element} for key, element in STEPS]
    submit(map_id=cast.map.id, actor=cast.ana, op_id="steps", edits=edits)


def bring(cast: Cast, by: Participant, name: str = "CHK-1412", **fields: Any) -> RealItem:
    return bring_item(actor=by, map_id=cast.map.id, name=name, **{"visits": VISITS, "state": "shared", **fields})
