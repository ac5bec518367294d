"""Comments on the socket: Z1 to Z4."""

from typing import Any
from uuid import uuid4

from facilitation.commands.comments import read_mentions, resolve_thread, write_comment
from facilitation.models import Comment
from live.background import in_database_thread
from maps.models import Map
from tests.live.conftest import Sockets


async def say(sockets: Sockets, name: str, text: str, **more: Any) -> Comment:
    actor = getattr(sockets.cast, name)
    comment, _ = await in_database_thread(
        write_comment, actor=actor, of=sockets.cast.map, comment_id=uuid4(), text=text, **more
    )
    return comment


async def test_z1_a_comment_reaches_everybody_as_a_number_alone(sockets: Sockets) -> None:
    wires = [await sockets.join(name) for name in ("ana", "ben", "lea", "vic")]
    comment = await say(sockets, "lea", "Nobody owns this step")
    told = [await wire.until("facilitation") for wire in wires]
    of_map = {"whole": 1, "elements": {}}
    assert [message["comments"] for message in told] == [
        {"revision": 1, "maps": {str(sockets.cast.map.id): of_map}}
    ] * len(wires)
    assert "owns" not in str(told)
    await in_database_thread(resolve_thread, actor=sockets.cast.ben, comment_id=comment.id, is_resolved=True)
    assert (await wires[0].until("facilitation"))["comments"] == {"revision": 2, "maps": {}}


async def test_z1_it_reaches_those_who_are_on_another_map_of_the_workshop(sockets: Sockets) -> None:
    cast = sockets.cast
    other = await in_database_thread(Map.objects.create, workshop=cast.workshop, title="As it will be", kind="future")
    ben = await sockets.join("ben")
    await in_database_thread(write_comment, actor=cast.mia, of=other, comment_id=uuid4(), text="Will we dare?")
    assert list((await ben.until("facilitation"))["comments"]["maps"]) == [str(other.id)]


async def test_z1_a_late_joiner_has_the_same_numbers(sockets: Sockets) -> None:
    await say(sockets, "ben", "Why so long?")
    state = (await sockets.wire("vic").join())["facilitation"]
    assert state["comments"] == {"revision": 1, "maps": {str(sockets.cast.map.id): {"whole": 1, "elements": {}}}}


async def test_z4_nobody_is_told_what_somebody_has_read(sockets: Sockets) -> None:
    cast = sockets.cast
    comment = await say(sockets, "ben", "@Mia look", mentions=[cast.mia.id])
    ana = await sockets.join("ana")
    await in_database_thread(read_mentions, actor=cast.mia, comment_ids=[comment.id])
    # What comes next is the next comment: reading said nothing.
    await say(sockets, "ben", "And here")
    assert (await ana.until("facilitation"))["comments"]["revision"] == 2
