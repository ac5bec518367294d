"""What of a what-if reaches the boards of others."""

from live.background import in_database_thread
from maps.commands.what_if import ask_what_if, share_what_if, withdraw_what_if
from tests.live.conftest import Sockets


async def test_a_shared_what_if_reaches_the_boards_as_a_number_and_a_question_does_not(sockets: Sockets) -> None:
    cast = sockets.cast
    vic = await sockets.join("vic")
    await vic.drain()
    edits = [{"do": "add", "id": "build", "element": {"kind": "step", "name": "Build"}}]
    await in_database_thread(ask_what_if, actor=cast.ben, of=cast.map, edits=edits)
    shared, _ = await in_database_thread(share_what_if, actor=cast.ben, of=cast.map, title="Build", edits=edits)
    told = await vic.until("workshop")
    assert told["map"]["what_ifs"] == 1
    assert "Build" not in str(told)
    await in_database_thread(withdraw_what_if, actor=cast.ben, what_if=shared)
    assert (await vic.until("workshop"))["map"]["what_ifs"] == 0
