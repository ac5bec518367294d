"""The property test of the whole protocol: random histories against the real server, its database and its channel
layer.

Every history is drawn from a pinned seed, which is in the name of the test; a failure prints the history.
"""

import asyncio

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from live import rooms as live_rooms
from maps.commands.verify import verify_log
from maps.domain.changes import apply_changes
from maps.domain.elements import Elements
from maps.models import Operation
from maps.selectors import snapshot_of
from tests.cast import Cast, cookie_of, make_cast
from tests.protocol.history import Event, History

SEEDS = (1, 2, 3, 4)
HISTORIES_A_SEED = 20
WHAT_HAPPENS = (
    *["edit"] * 8,
    *["carry"] * 6,
    *["deliver"] * 6,
    *["undo"] * 2,
    "redo",
    "lose",
    "drop",
    "duplicate",
    "reorder",
    "disconnect",
    "connect",
    "connect",
    "ping",
    "elsewhere",
    "pause",
    "pause",
)

EXPECTED_REJECTIONS = {
    "element_gone",
    "flow_twice",
    "id_taken",
    "invalid",
    "loose_end",
    "nothing_to_redo",
    "nothing_to_undo",
}

numbers = st.integers(0, 10_000)
events = st.builds(Event, st.sampled_from(WHAT_HAPPENS), numbers, numbers, numbers)
histories = st.lists(events, min_size=20, max_size=60)


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost doorbell is repaired sooner than in a second, so that a history takes less than one."""
    monkeypatch.setattr(live_rooms, "LOOK_EVERY_S", 0.05)


@pytest.mark.parametrize("number", SEEDS)
def test_r3_s1_s2_s7_p1_random_histories_converge(number: int, transactional_db: None) -> None:
    @seed(number)
    @settings(
        max_examples=HISTORIES_A_SEED,
        derandomize=False,
        database=None,
        # A history that does not converge takes as long as patience lasts: shrinking it would take hours.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(history=histories)
    def converges(history: list[Event]) -> None:
        play(history)

    converges()


def play(events: list[Event]) -> None:
    """Play one history on a map of its own and check all that must be true of it."""
    cast = make_cast()
    cookies = {person.name.lower(): cookie_of(person) for person in cast.participants}
    history = asyncio.run(live(cast, cookies, events))
    check(cast, history)


async def live(cast: Cast, cookies: dict[str, str], events: list[Event]) -> History:
    history = History(cast, cookies)
    try:
        await history.play(events)
        await history.settle()
    finally:
        await history.stop()
    return history


def check(cast: Cast, history: History) -> None:
    snapshot = snapshot_of(cast.map.id)
    log = list(Operation.objects.filter(map=cast.map).order_by("seq"))
    assert [operation.seq for operation in log] == list(range(1, snapshot.seq + 1)), "S1"
    states: list[Elements] = [{}]
    for operation in log:
        states.append(apply_changes(states[-1], operation.changes))
    assert states[-1] == snapshot.elements, "R3"
    logged = [operation.op_id for operation in log]
    for line in history.lines:
        client = line.client
        assert client.confirmed == client.view == snapshot.elements, f"{client.name} does not show the map"
        for seq, elements in client.shown:
            assert elements == states[seq], f"R3: {client.name} showed something else at {seq}"
        for op_id in client.made:
            assert logged.count(op_id) == 1 or (op_id not in logged and op_id in client.rejected), f"P1, S2: {op_id}"
        assert set(client.rejected.values()) <= EXPECTED_REJECTIONS
    assert verify_log(cast.map.id) == [], "S7"
