"""How the size of an effect reads."""

from experiments.domain.effect import Effect
from metrics.calendar import Calendar
from metrics.estimate import Estimate
from metrics.variation import Measure
from metrics.variation.readings import written


def signed_percent(part: float) -> str:
    """“−52 %”, “+8.5 %”, “0 %”: with a sign, at most one decimal, none from a hundred on."""
    percent = 100 * part
    rounded = f"{abs(percent):,.0f}" if abs(percent) >= 99.95 else f"{abs(percent):.1f}".removesuffix(".0")
    if rounded == "0":
        return "0 %"
    return f"{'−' if percent < 0 else '+'}{rounded} %"


def effect_sentence(effect: Effect, measure: Measure, calendar: Calendar) -> str:
    """The typical difference with its interval, and the same as a part of what was."""
    difference = effect.difference
    told = f"Readings since are typically {_side(difference.value, measure, calendar)} than before"
    if difference.value == 0:
        told = "Readings since are typically the same as before"
    if difference.low is not None and difference.high is not None:
        low, high = _side(difference.low, measure, calendar), _side(difference.high, measure, calendar)
        told += f" (95 % interval: {_span(low, high)})"
    return f"{told}{_relative(effect.relative)}."


def _relative(relative: Estimate | None) -> str:
    if relative is None:
        return ""
    if relative.low is None or relative.high is None:
        return f", {signed_percent(relative.value)}"
    return f", {signed_percent(relative.value)} ({signed_percent(relative.low)} to {signed_percent(relative.high)})"


def _side(difference: float, measure: Measure, calendar: Calendar) -> str:
    if difference == 0:
        return "no different"
    size = abs(difference)
    amount = f"{100 * size:.3g} percentage points" if measure == "share" else written(size, measure, calendar)
    return f"{amount} {'lower' if difference < 0 else 'higher'}"


def _span(low: str, high: str) -> str:
    """“2 d to 6 d lower”, “1 d lower to 2 d higher”: the side once where both ends share it."""
    amount, _, side = low.rpartition(" ")
    if high.endswith(f" {side}") and amount and side != "different":
        return f"{amount} to {high}"
    return f"{low} to {high}"
