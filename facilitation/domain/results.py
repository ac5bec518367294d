"""What a round has found, from what each person said: spreads, counts, averages and reasons.

Nothing here keeps the order in which people wrote: values and texts are sorted by what they say.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from facilitation.domain.contributions import Statement
from facilitation.domain.options import Options
from facilitation.domain.rounds import RoundKind

SCORES = (1, 2, 3, 4, 5)
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one person said; `participant` is None in an anonymous round."""

    participant: str | None
    statements: Sequence[Statement]


@dataclass(frozen=True, slots=True)
class Said:
    """One statement and who made it, if the round is not anonymous."""

    participant: str | None
    statement: Statement


@dataclass(frozen=True, slots=True)
class Spread:
    """What several people said of one field: `low` and `high` are the ends of everything that was said."""

    n: int
    median: float
    low: float
    high: float

    def as_json(self) -> dict[str, Any]:
        return {"n": self.n, "median": self.median, "low": self.low, "high": self.high}


def result_of(kind: RoundKind, options: Options, contributions: Sequence[Contribution]) -> Result:
    """Return the result of a round as it is shown; `people` is how many said anything."""
    said = [Said(one.participant, statement) for one in contributions for statement in one.statements]
    people = sum(1 for one in contributions if one.statements)
    return {"people": people, **_RESULTS[kind](options, said)}


def spread_of(values: Sequence[Mapping[str, float]]) -> Spread | None:
    """Return the spread of quantities `{"value", "low"?, "high"?}`, None of nothing."""
    if not values:
        return None
    middles = [value["value"] for value in values]
    return Spread(
        n=len(values),
        median=_rounded(median(middles)),
        low=min(value.get("low", value["value"]) for value in values),
        high=max(value.get("high", value["value"]) for value in values),
    )


def accepted_quantity(spread: Mapping[str, Any], value: float | None = None) -> dict[str, Any]:
    """Return what accepting writes onto the map: the median or another value as an estimate, with the range of what
    people said, widened where the value lies outside of it.
    """
    chosen = spread["median"] if value is None else value
    low, high = min(spread["low"], chosen), max(spread["high"], chosen)
    return {"value": chosen, **({"low": low, "high": high} if low < high else {}), "source": "estimate"}


def _notes(options: Options, said: Sequence[Said]) -> Result:
    notes = [_named(one, text=one.statement["text"], about=one.statement.get("about")) for one in said]
    return {"notes": sorted(notes, key=_by_words)}


def _estimates(options: Options, said: Sequence[Said]) -> Result:
    steps = []
    for target in options["targets"]:
        fields = {}
        for field in options["fields"]:
            mine = [one for one in said if _is_about(one, target["id"], field)]
            spread = spread_of([one.statement["value"] for one in mine])
            if spread is not None:
                values = sorted((_named(one, **one.statement["value"]) for one in mine), key=_by_value)
                fields[field] = spread.as_json() | {"values": values}
        if fields:
            steps.append({"element": target["id"], "fields": fields})
    return {"steps": steps}


def _votes(options: Options, said: Sequence[Said]) -> Result:
    counts: Counter[str] = Counter()
    for one in said:
        counts[one.statement["target"]] += one.statement["dots"]
    # Stable: of those with as many dots the order of the question stands.
    ranked = sorted(options["targets"], key=lambda target: -counts[target["id"]])
    return {
        "dots": counts.total(),
        "targets": [
            {
                "target": target["id"],
                "count": counts[target["id"]],
                "rank": 1 + sum(1 for other in counts.values() if other > counts[target["id"]]),
                **_voters(target["id"], said),
            }
            for target in ranked
        ],
    }


def _voters(target_id: str, said: Sequence[Said]) -> Result:
    mine = [one for one in said if one.statement["target"] == target_id and one.participant is not None]
    voters = [{"participant": one.participant, "dots": one.statement["dots"]} for one in mine]
    return {"by": sorted(voters, key=lambda voter: (-voter["dots"], voter["participant"]))} if voters else {}


def _effort(options: Options, said: Sequence[Said]) -> Result:
    steps = []
    for target in options["targets"]:
        mine = [one.statement for one in said if one.statement["element"] == target["id"]]
        scores = {whose: [one[whose] for one in mine if whose in one] for whose in ("customer", "worker")}
        found = {whose: _average(given) for whose, given in scores.items() if given}
        if found:
            steps.append({"element": target["id"], **found})
    return {"steps": steps}


def _average(scores: Sequence[int]) -> Result:
    counted = Counter(scores)
    return {"n": len(scores), "mean": round(fmean(scores), 2), "counts": [counted[score] for score in SCORES]}


def _constraint(options: Options, said: Sequence[Said]) -> Result:
    steps = []
    for target in options["targets"]:
        mine = [one for one in said if one.statement["element"] == target["id"]]
        if mine:
            judged = sorted((_named(one, text=one.statement.get("why")) for one in mine), key=_by_words)
            steps.append({"element": target["id"], "count": len(mine), "judged": judged})
    return {"steps": sorted(steps, key=lambda step: -int(step["count"]))}


_RESULTS: Mapping[RoundKind, Callable[[Options, Sequence[Said]], Result]] = {
    RoundKind.NOTES: _notes,
    RoundKind.ESTIMATES: _estimates,
    RoundKind.VOTES: _votes,
    RoundKind.EFFORT: _effort,
    RoundKind.CONSTRAINT: _constraint,
}


def _named(one: Said, **parts: Any) -> dict[str, Any]:
    """Return the parts that are there, and who said them where that is known."""
    who = {"participant": one.participant}
    return {name: value for name, value in (parts | who).items() if value is not None}


def _is_about(one: Said, element: str, field: str) -> bool:
    return (one.statement["element"], one.statement["field"]) == (element, field)


# Every part counts, so that of two that are nearly the same the first written does not stand first.
def _by_words(entry: Mapping[str, Any]) -> tuple[str, ...]:
    text = str(entry.get("text", ""))
    return text.casefold(), text, str(entry.get("about", "")), str(entry.get("participant", ""))


def _by_value(entry: Mapping[str, Any]) -> tuple[float, float, float, str]:
    value = entry["value"]
    return value, entry.get("low", value), entry.get("high", value), str(entry.get("participant", ""))


def _rounded(number: float) -> float:
    """The middle of two shares is 0.8, not 0.8000000000000000444; whole seconds stay whole."""
    short = float(f"{number:.12g}")
    return int(short) if short.is_integer() else short
