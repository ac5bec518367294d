"""The clock of a session: whatever is pressed in whatever order, no time is lost and none is made."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.domain.clock import Clock, WrongMoment, end, extend, go_to, pause, resume

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DRAW, WASTE = UUID(int=1), UUID(int=2)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_a_phase_begins_with_its_whole_time_box() -> None:
    clock = go_to(Clock(), DRAW, 45, NOON)
    assert clock == Clock("running", DRAW, started_at=NOON, ends_at=after(45))


def test_going_where_one_is_changes_nothing_so_that_two_who_press_at_once_go_there_once() -> None:
    clock = go_to(Clock(), DRAW, 45, NOON)
    assert go_to(clock, DRAW, 45, after(3)) == clock
    paused = pause(clock, after(3))
    assert go_to(paused, DRAW, 45, after(4)) == paused


def test_the_next_phase_keeps_when_the_session_began() -> None:
    clock = go_to(go_to(Clock(), DRAW, 45, NOON), WASTE, 20, after(50))
    assert (clock.started_at, clock.ends_at) == (NOON, after(70))


def test_a_pause_keeps_what_is_left_also_below_zero() -> None:
    clock = go_to(Clock(), DRAW, 45, NOON)
    paused = pause(clock, after(15))
    assert (paused.left_s, paused.ends_at) == (1800, None)
    assert resume(paused, after(100)).ends_at == after(130)
    assert pause(clock, after(50)).left_s == -300


def test_more_time_is_counted_from_the_end_and_over_time_from_now() -> None:
    clock = go_to(Clock(), DRAW, 45, NOON)
    assert extend(clock, 5, after(40)).ends_at == after(50)
    assert extend(clock, 5, after(60)).ends_at == after(65)
    assert extend(pause(clock, after(60)), 5, after(61)).left_s == 300


def test_pressing_twice_is_as_once() -> None:
    clock = go_to(Clock(), DRAW, 45, NOON)
    assert pause(pause(clock, after(1)), after(2)) == pause(clock, after(1))
    assert resume(clock, after(2)) == clock
    ended = end(clock, after(3))
    assert end(ended, after(9)) == ended


def test_an_ended_session_begins_anew() -> None:
    clock = go_to(end(go_to(Clock(), DRAW, 45, NOON), after(9)), DRAW, 45, after(60))
    assert (clock.state, clock.started_at, clock.ends_at, clock.ended_at) == ("running", after(60), after(105), None)


@pytest.mark.parametrize("press", [pause, resume, end])
def test_what_has_not_begun_cannot_be_turned(press: object) -> None:
    assert callable(press)
    with pytest.raises(WrongMoment, match=r"planned|not begun"):
        press(Clock(), NOON)
    with pytest.raises(WrongMoment, match="start it"):
        extend(Clock(), 5, NOON)


@given(st.lists(st.tuples(st.sampled_from(["pause", "resume", "extend", "go"]), st.integers(0, 90)), max_size=30))
def test_what_was_left_before_a_pause_is_left_after_it(presses: list[tuple[str, int]]) -> None:
    clock, at = go_to(Clock(), DRAW, 45, NOON), 0
    for press, minutes in presses:
        at += minutes
        before = left_s(clock, after(at))
        match press:
            case "pause":
                clock = pause(clock, after(at))
            case "resume":
                clock = resume(clock, after(at))
            case "extend":
                clock, before = extend(clock, 5, after(at)), max(before, 0) + 300
            case "go":
                clock = go_to(clock, DRAW, 45, after(at))
        assert left_s(clock, after(at)) == before
        assert (clock.ends_at is None) == (clock.state == "paused") == (clock.left_s is not None)


def left_s(clock: Clock, now: datetime) -> float:
    return clock.left_s if clock.ends_at is None else (clock.ends_at - now).total_seconds()  # type: ignore[return-value]
