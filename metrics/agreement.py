"""Agreement: how far several people put the same things in the same order.

Source: M. G. Kendall and B. Babington Smith, The Problem of m Rankings (1939), with Kendall's correction for ties; the
words for the size of W are those of R. C. Schmidt, Managing Delphi Surveys Using Nonparametric Statistical Techniques
(1997).
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

STRENGTHS = ((0.9, "unusually strong"), (0.7, "strong"), (0.5, "moderate"), (0.3, "weak"), (0.0, "very weak"))
NAMED = 3


@dataclass(frozen=True, slots=True)
class ItemSpread:
    """How differently people rank one item: ranks from 1, those who put several items level give the mean of places."""

    item: str
    mean_rank: float
    top_rank: float
    bottom_rank: float
    spread: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Kendall's W: 1 where all rank alike, 0 where nothing is left in common; None where it cannot be known.

    `by_chance` is the mean of W where everybody ranks at random: one over the number of rankings. `items` have the
    widest spread first. `rankings` is how many rankings count, `incomplete` how many do not.
    """

    w: float | None
    by_chance: float | None
    rankings: int
    incomplete: int
    items: tuple[ItemSpread, ...]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The agreement as plain lists, maps, numbers and texts."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        spreads = [{name: getattr(item, name) for name in item.__slots__} for item in self.items]
        return {**fields, "items": spreads}


def measure_agreement(items: Sequence[str], rankings: Sequence[Mapping[str, float]]) -> Agreement:
    """Agreement of these rankings of the items; the lowest number of a ranking is its first item, equal numbers tie.

    W = 12·S ÷ (m²·(n³ − n) − m·ΣT): m rankings of n items, S the sum of squares of the items' rank sums about their
    mean, T the sum of t³ − t over the ties of one ranking. A ranking that lacks an item, or holds something that is not
    a number, does not count.
    """
    names = list(dict.fromkeys(items))
    complete = [ranking for ranking in rankings if all(math.isfinite(ranking.get(name, math.nan)) for name in names)]
    incomplete = len(rankings) - len(complete)
    if len(names) < 2 or not complete:
        return Agreement(None, None, len(complete), incomplete, (), _withheld(len(names), len(complete), incomplete))
    ranks = [_ranks([ranking[name] for name in names]) for ranking in complete]
    spreads = sorted(
        (_spread(name, [ranking[place] for ranking in ranks]) for place, name in enumerate(names)),
        key=lambda item: (-item.spread, -item.deviation, names.index(item.item)),
    )
    w = _kendalls_w(ranks) if len(ranks) > 1 else None
    if w is None:
        sentence = _withheld(len(names), len(ranks), incomplete)
    else:
        sentence = _sentence(w, len(ranks), incomplete, spreads)
    by_chance = None if w is None else 1 / len(ranks)
    return Agreement(w, by_chance, len(ranks), incomplete, tuple(spreads), sentence)


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1 in the order of the values; equal values share the mean of the places that they take."""
    ranks = [0.0] * len(values)
    taken = 0
    by_value = sorted(range(len(values)), key=values.__getitem__)
    for _, tied in groupby(by_value, key=values.__getitem__):
        places = list(tied)
        for place in places:
            ranks[place] = taken + (len(places) + 1) / 2
        taken += len(places)
    return ranks


def _kendalls_w(ranks: Sequence[Sequence[float]]) -> float | None:
    """W with the correction for ties; None where every ranking puts all items level."""
    m, n = len(ranks), len(ranks[0])
    sums = [sum(ranking[place] for ranking in ranks) for place in range(n)]
    mean = m * (n + 1) / 2
    squares = sum((total - mean) ** 2 for total in sums)
    ties = sum(tied**3 - tied for ranking in ranks for tied in Counter(ranking).values())
    most = m * m * (n**3 - n) - m * ties
    return min(1.0, 12 * squares / most) if most > 0 else None


def _spread(name: str, ranks: Sequence[float]) -> ItemSpread:
    mean = sum(ranks) / len(ranks)
    deviation = math.sqrt(sum((rank - mean) ** 2 for rank in ranks) / len(ranks))
    return ItemSpread(name, mean, min(ranks), max(ranks), max(ranks) - min(ranks), deviation)


def _withheld(items: int, complete: int, incomplete: int) -> str:
    if items < 2:
        return "Agreement needs at least two things to put in order."
    if complete < 2:
        left_out = f"; {incomplete} not counted because items are missing in them" if incomplete else ""
        return f"Agreement needs the rankings of at least two people: there are {complete}{left_out}."
    return "Agreement cannot be told: every ranking puts all items level."


def _sentence(w: float, complete: int, incomplete: int, spreads: Sequence[ItemSpread]) -> str:
    strength = next(word for least, word in STRENGTHS if w >= least) if w > 1 / complete else "no better than chance"
    said = (
        f"Agreement is {strength}: W = {w:.2f} over {complete} rankings of {len(spreads)} items, where chance alone "
        f"gives {1 / complete:.2f} on average."
    )
    wide = [item for item in spreads if item.spread == spreads[0].spread and item.spread > 0]
    if wide:
        named = ", ".join(f"“{item.item}”" for item in wide[:NAMED])
        more = f" and {len(wide) - NAMED} more" if len(wide) > NAMED else ""
        said += (
            f" The widest spread is in {named}{more}: ranked from {wide[0].top_rank:g} to {wide[0].bottom_rank:g}."
            if len(wide) == 1
            else f" The widest spread, {wide[0].spread:g} ranks, is in {named}{more}."
        )
    if incomplete:
        verb = "ranking is" if incomplete == 1 else "rankings are"
        said += f" {incomplete} {verb} not counted: items are missing in them."
    return said
