"""A process that ends: what waits is saved and shown first, then everybody is sent to another one."""

import asyncio

from live.background import in_database_thread
from live.protocol import Close
from live.rooms import rooms_of_this_process
from maps.models import Operation
from tests.live.conftest import Sockets
from tests.live.test_together import add

# Longer than anything takes: nobody is given up.
LONG_S = 120.0


async def test_what_waits_is_answered_before_the_socket_goes(sockets: Sockets) -> None:
    ben, mia = await sockets.join("ben"), await sockets.join("mia")
    for number in range(5):
        ben.say({"t": "edit", "op_id": f"op-{number}", "edits": add(f"step-{number}")})
    # Until the last was read, which is before its commit.
    while not ben.said.empty():
        await asyncio.sleep(0)
    await rooms_of_this_process().hand_over(patience_s=LONG_S)
    seen: list[str] = []
    while len(seen) < 5:
        told = await ben.until("operations")
        seen += [operation["op_id"] for operation in told["operations"]]
    assert seen == [f"op-{number}" for number in range(5)]
    for wire in (ben, mia):
        end = await wire.end()
        assert end.code == Close.ELSEWHERE
        assert "connect again" in end.reason


async def test_who_comes_now_is_sent_elsewhere_and_what_is_said_now_is_not_taken(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    await rooms_of_this_process().hand_over(patience_s=LONG_S)
    ben.say({"t": "edit", "op_id": "too-late", "edits": add("step")})
    mia = await sockets.wire("mia").open()
    assert (await mia.end()).code == Close.ELSEWHERE
    assert not await in_database_thread(Operation.objects.filter(op_id="too-late").exists)


async def test_who_takes_nothing_in_holds_up_nobody(sockets: Sockets) -> None:
    ben = await sockets.join("ben")
    ben.is_slow.clear()
    clock = asyncio.get_running_loop().time
    begun = clock()
    await rooms_of_this_process().hand_over(patience_s=0.5)
    assert clock() - begun > 0.4
    ben.is_slow.set()
