"""An effect with its interval as a bar: where it lies between getting worse, nothing, and what was expected."""

from dataclasses import dataclass

from experiments.domain.effect import Effect
from experiments.domain.effect_words import signed_percent
from metrics.variation import Better

WIDTH = 600.0
_AIR = 0.08


@dataclass(frozen=True, slots=True)
class EffectBar:
    """Places from 0 to WIDTH, the lower values at the left; words stand for the same.

    `expected` is None where nothing was expected of it. `is_better_left` says on which side of `zero` it is better.
    """

    low: float
    high: float
    value: float
    zero: float
    expected: float | None
    is_better_left: bool
    words: str

    @property
    def length(self) -> float:
        """How long the interval is drawn, so long at least that it is seen."""
        return max(3.0, self.high - self.low)


def effect_bar(effect: Effect | None, *, better: Better, expected_percent: float | None = None) -> EffectBar | None:
    """Return the bar of an effect relative to what was before; None where there is no interval to draw."""
    relative = effect.relative if effect else None
    if relative is None or relative.low is None or relative.high is None:
        return None
    expected = None if expected_percent is None else expected_percent / 100
    marks = [0.0, relative.low, relative.high, *([] if expected is None else [expected])]
    air = (max(marks) - min(marks)) * _AIR or 0.01
    least, most = min(marks) - air, max(marks) + air

    def place(part: float) -> float:
        return round((part - least) / (most - least) * WIDTH, 1)

    told = (
        f"{signed_percent(relative.value)}, interval {signed_percent(relative.low)} to {signed_percent(relative.high)}"
    )
    aimed = "" if expected is None else f"; expected {signed_percent(expected)}"
    return EffectBar(
        low=place(relative.low),
        high=place(relative.high),
        value=place(relative.value),
        zero=place(0.0),
        expected=None if expected is None else place(expected),
        is_better_left=better == "lower",
        words=told + aimed,
    )
