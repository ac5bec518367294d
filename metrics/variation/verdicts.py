"""What the limits say about a target and about an intervention."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from metrics.variation.readings import Better, Reading, Target
from metrics.variation.segments import Segment
from metrics.variation.signals import find_patterns

Verdict = Literal["luck", "change_of_process", "met"]
Direction = Literal["up", "down", "mixed"]


@dataclass(frozen=True, slots=True)
class TargetVerdict:
    """Whether the process as it is hits the target; None while there are no limits.

    `direction` says where the process has to go, for a target that needs a change of it.
    """

    value: float
    better: Better | None
    verdict: Verdict | None
    direction: Direction | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """Whether the readings of a segment differ from what the one before it could bring forth; None if not known."""

    segment: int
    evidence: bool | None
    direction: Direction | None
    sentence: str


def judge_target(target: Target, segment: Segment, has_signals: bool, written: Callable[[float], str]) -> TargetVerdict:
    """The verdict by the limits of the newest segment.

    Inside the limits the target will be hit by luck; outside it needs a change of the process, unless it lies on the
    side that is better already: then the process as it is meets it.
    """
    wanted, limits = written(target.value), segment.limits
    if limits is None:
        sentence = f"Whether {wanted} can be reached is not known without limits. {segment.sentence}"
        return TargetVerdict(target.value, target.better, None, None, sentence)
    span = f"{written(limits.lower)} to {written(limits.upper)}"
    verdict: Verdict
    direction: Direction | None = None
    if limits.lower <= target.value <= limits.upper:
        verdict = "luck"
        sentence = f"{wanted} lies inside the limits ({span}): it will be hit by luck, and missed by luck."
    elif (target.better == "lower") == (target.value > limits.upper) and target.better is not None:
        verdict = "met"
        sentence = f"{wanted} lies outside the limits ({span}) on the side that is welcome: the process meets it."
    else:
        verdict, direction = "change_of_process", "down" if target.value < limits.lower else "up"
        sentence = f"{wanted} lies outside the limits ({span}): it needs a change of the process, {direction}wards."
    if segment.provisional:
        sentence += " The limits are provisional."
    if has_signals:
        sentence += " There are signals, so the process is not predictable yet: find their causes first."
    return TargetVerdict(target.value, target.better, verdict, direction, sentence)


def judge_change(
    place: int, segments: Sequence[Segment], readings: Sequence[Reading], written: Callable[[float], str]
) -> Change:
    """Whether the segment at `place` shows a signal against the limits of the segment before it.

    Means always differ; only a signal is evidence that the process does.
    """
    before, now = segments[place - 1], segments[place]
    what = f"“{now.name}”" if now.name else "the start of this segment"
    if before.limits is None or not now.known:
        lacking = before if before.limits is None else now
        return Change(place, None, None, f"Whether {what} changed anything is not known yet. {lacking.sentence}")
    patterns = find_patterns([reading.value for reading in readings[now.first : now.end]], before.limits)
    if not patterns:
        return Change(
            place,
            False,
            None,
            f"There is no evidence of change since {what}: its {_counted(now.known)} could have come from the process "
            "before it.",
        )
    sides = {pattern.side for pattern in patterns}
    direction: Direction = "mixed" if len(sides) > 1 else "up" if "above" in sides else "down"
    moved = {
        "up": "readings went up",
        "down": "readings went down",
        "mixed": "readings became less steady, up and down",
    }[direction]
    if now.limits is not None:
        moved += f" (mean {written(before.limits.mean)} before, {written(now.limits.mean)} since)"
    caution = " The limits before it are provisional." if before.provisional else ""
    return Change(place, True, direction, f"There is evidence of change since {what}: {moved}.{caution}")


def _counted(known: int) -> str:
    return "one reading" if known == 1 else f"{known} readings"
