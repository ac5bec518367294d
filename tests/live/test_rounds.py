"""What the socket tells of rounds: the same for everybody, never what somebody wrote, and no constraint before people
have judged it.
"""

from typing import Any
from uuid import uuid4

import pytest

from facilitation.commands.entries import save_entry, take_part
from facilitation.commands.reveal import reveal_round
from facilitation.commands.rounds import cancel_round, open_round, prepare_round
from facilitation.models import Round
from live.background import in_database_thread
from maps.commands.edit import submit
from tests.cast import Cast
from tests.live.conftest import Sockets

EDITS = [
    {"do": "add", "id": "build", "element": {"kind": "step", "name": "Build", "wait_time": "1d", "process_time": "2d"}},
    {"do": "add", "id": "test", "element": {"kind": "step", "name": "Test", "wait_time": "8d", "process_time": "1d"}},
    {"do": "add", "id": "f1", "element": {"kind": "flow", "flow": "push", "source": "build", "target": "test"}},
]


def open_on_the_map(cast: Cast, kind: str) -> Round:
    made = prepare_round(
        actor=cast.ana,
        map_id=cast.map.id,
        kind=kind,
        prompt="What do you think?",
        is_anonymous=False,
        options={},
        round_id=uuid4(),
    )
    return open_round(actor=cast.ana, round_id=made.id, minutes=10)


@pytest.fixture
def mapped(cast: Cast) -> Cast:
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=EDITS)
    return cast


def says(state: str) -> Any:
    return lambda message: bool(message["rounds"]) and message["rounds"][-1]["state"] == state


async def test_everybody_hears_the_same_and_whoever_comes_later_too(mapped: Cast, sockets: Sockets) -> None:
    ben, vic = await sockets.join("ben"), await sockets.join("vic")
    of = await in_database_thread(open_on_the_map, mapped, "notes")
    heard = [await wire.until_holds("facilitation", says("open")) for wire in (ben, vic)]
    assert heard[0] == heard[1]
    (told,) = heard[0]["rounds"]
    assert (told["id"], told["done"], told["of"], told["options"]) == (str(of.id), 0, 0, {"note": "note"})
    await in_database_thread(take_part, actor=mapped.ben, round_id=of.id, is_done=True)
    last = await vic.until_holds("facilitation", lambda message: bool(message["rounds"][0]["done"] == 1))
    late = await sockets.wire("mia").join()
    assert late["facilitation"]["rounds"] == last["rounds"]


async def test_a_result_is_announced_and_not_sent(mapped: Cast, sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    of = await in_database_thread(open_on_the_map, mapped, "votes")
    await in_database_thread(save_entry, actor=mapped.mia, round_id=of.id, contribution=[{"target": "test"}])
    await in_database_thread(reveal_round, actor=mapped.ana, round_id=of.id)
    message = await ben.until_holds("facilitation", says("revealed"))
    (told,) = message["rounds"]
    assert told["result_revision"] == 1
    assert told["options"] is None
    assert "result" not in told


async def test_the_figures_do_not_name_the_constraint_while_people_do(mapped: Cast, sockets: Sockets) -> None:
    ben = await sockets.wire("ben").join()
    wire = sockets.wires[-1]
    figures = ben["metrics"] or await wire.until("metrics")
    assert figures["constraint"]["step"] == "test"
    of = await in_database_thread(open_on_the_map, mapped, "constraint")
    hidden = await wire.until_holds("metrics", lambda message: message["constraint"] is None)
    assert hidden["constraint_hidden"] is True
    assert not {"long_wait", "near_its_limit", "cannot_meet_demand"} & {one["code"] for one in hidden["findings"]}
    assert hidden["lead_time_s"] == figures["lead_time_s"]
    late = await sockets.wire("vic").join()
    assert (late["metrics"] or {"constraint": None})["constraint"] is None
    await in_database_thread(cancel_round, actor=mapped.ana, round_id=of.id)
    shown = await wire.until_holds("metrics", lambda message: message["constraint"] is not None)
    assert shown["constraint"] == figures["constraint"]
    assert "constraint_hidden" not in shown
