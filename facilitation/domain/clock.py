"""The clock of a session: which phase runs, until when, or how much of it was left when it was paused.

All moments are the server's. A phase whose time is up goes on, over time, until somebody goes further.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from workshops.errors import Conflict

LONGEST_EXTENSION_MIN = 120


class WrongMoment(Conflict):
    """The session is not in a state in which this can be done."""

    code = "wrong_moment"


@dataclass(frozen=True, slots=True)
class Clock:
    """`ends_at` is set while it runs, `left_s` while it is paused: what is left of the time box, below zero over
    time.
    """

    state: str = "planned"
    phase: UUID | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ends_at: datetime | None = None
    left_s: int | None = None


def go_to(clock: Clock, phase: UUID, minutes: int, now: datetime) -> Clock:
    """Begin a phase with its whole time box; where it is the one that runs or is paused, nothing changes."""
    if clock.phase == phase and clock.state in ("running", "paused"):
        return clock
    is_new_run = clock.state in ("planned", "ended")
    return Clock(
        state="running",
        phase=phase,
        started_at=now if is_new_run or clock.started_at is None else clock.started_at,
        ends_at=now + timedelta(minutes=minutes),
    )


def pause(clock: Clock, now: datetime) -> Clock:
    """Stop the clock and keep what is left; nothing changes where it is paused already."""
    if clock.state == "paused":
        return clock
    if clock.state != "running" or clock.ends_at is None:
        raise WrongMoment(f"The session is {clock.state}, so there is nothing to pause.")
    return replace(clock, state="paused", ends_at=None, left_s=round((clock.ends_at - now).total_seconds()))


def resume(clock: Clock, now: datetime) -> Clock:
    """Let a paused phase run on with what was left; nothing changes where it runs."""
    if clock.state == "running":
        return clock
    if clock.state != "paused" or clock.left_s is None:
        raise WrongMoment(f"The session is {clock.state}, so there is nothing to go on with; start it.")
    return replace(clock, state="running", ends_at=now + timedelta(seconds=clock.left_s), left_s=None)


def extend(clock: Clock, minutes: int, now: datetime) -> Clock:
    """Give the phase more time: after its end, or from now on where it is over time."""
    more = timedelta(minutes=minutes)
    if clock.state == "running" and clock.ends_at is not None:
        return replace(clock, ends_at=max(clock.ends_at, now) + more)
    if clock.state == "paused" and clock.left_s is not None:
        return replace(clock, left_s=max(clock.left_s, 0) + int(more.total_seconds()))
    raise WrongMoment(f"The session is {clock.state}, so no phase can be extended; start it.")


def end(clock: Clock, now: datetime) -> Clock:
    """End the session; nothing changes where it has ended."""
    if clock.state == "ended":
        return clock
    if clock.state == "planned":
        raise WrongMoment("The session has not begun, so it cannot be ended.")
    return Clock(state="ended", phase=clock.phase, started_at=clock.started_at, ended_at=now)
