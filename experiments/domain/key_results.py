"""How far a key result has come: the newest reading of its quarter on the way from the baseline to the target."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from metrics.calendar import Calendar
from metrics.variation import Better, Measure, Reading
from metrics.variation.readings import written

Reach = Literal["not_known", "away", "not_moved", "on_the_way", "reached"]


@dataclass(frozen=True, slots=True)
class Aim:
    """From where to where, in the measure of the readings; baseline and target differ."""

    baseline: float
    target: float
    measure: Measure
    calendar: Calendar

    @property
    def better(self) -> Better:
        """On which side readings are welcome."""
        return "lower" if self.target < self.baseline else "higher"

    def words(self, value: float) -> str:
        """The value as people read it."""
        return written(value, self.measure, self.calendar)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a key result stands; `progress` is the share of the way, below 0 where it went the other way, above 1
    beyond the target.

    `now` and `progress` are None where the quarter has no reading; the sentence says so and what was read last.
    """

    aim: Aim
    now: float | None
    read_at: datetime | None
    progress: float | None
    reach: Reach
    sentence: str

    @property
    def baseline_words(self) -> str:
        return self.aim.words(self.aim.baseline)

    @property
    def target_words(self) -> str:
        return self.aim.words(self.aim.target)

    @property
    def now_words(self) -> str:
        """The newest reading of the quarter; “not known” where there is none."""
        return "not known" if self.now is None else self.aim.words(self.now)

    def as_json(self) -> dict[str, Any]:
        """The standing as it travels and is kept as evidence."""
        return {
            "baseline": self.aim.baseline,
            "target": self.aim.target,
            "measure": self.aim.measure,
            "better": self.aim.better,
            "now": self.now,
            "read_at": self.read_at and self.read_at.isoformat(),
            "progress": self.progress,
            "reach": self.reach,
            "sentence": self.sentence,
        }


def progress_of(value: float, *, baseline: float, target: float) -> float:
    """The share of the way from baseline to target that `value` has come; always finite."""
    # Halved first, because the difference of two numbers of opposite signs can be beyond the greatest one.
    way = target / 2 - baseline / 2
    share = (value / 2 - baseline / 2) / way if way else (1.0 if value == target else 0.0)
    return min(max(share, -1e9), 1e9)


def has_come(value: float, *, threshold: float, better: Better) -> bool:
    """Whether a reading is at the threshold or beyond it, on the side that is welcome."""
    return value <= threshold if better == "lower" else value >= threshold


def standing_of(aim: Aim, newest: Reading | None, *, quarter: str, starts_at: datetime) -> Standing:
    """Where it stands by the newest reading up to the quarter's end; one from before `starts_at` tells nothing."""
    if newest is None or newest.value is None:
        return Standing(aim, None, None, None, "not_known", f"Not known: nothing was read in {quarter}.")
    value, at = newest.value, newest.at
    if at < starts_at:
        last = f"{aim.words(value)} on {at.day} {at:%b %Y}"
        sentence = f"Not known: nothing was read in {quarter}; the last reading is {last}."
        return Standing(aim, None, None, None, "not_known", sentence)
    share = progress_of(value, baseline=aim.baseline, target=aim.target)
    reach = _reach(value, aim)
    return Standing(aim, value, at, share, reach, _sentence(reach, share))


def _reach(value: float, aim: Aim) -> Reach:
    if has_come(value, threshold=aim.target, better=aim.better):
        return "reached"
    if value == aim.baseline:
        return "not_moved"
    return "on_the_way" if has_come(value, threshold=aim.baseline, better=aim.better) else "away"


def _sentence(reach: Reach, share: float) -> str:
    match reach:
        case "reached":
            return "The target is reached." if share < 1.005 else "The target is reached and passed."
        case "not_moved":
            return "It stands where it began."
        case "away":
            return "It moved away from the target: it is worse than the baseline."
        case _:
            # Rounded down: what is not reached never reads as 100 %.
            percent = int(share * 100)
            return f"{percent} % of the way to the target." if percent else "Less than 1 % of the way to the target."
