"""How figures and words of the map read in documents: the same as on the board."""

import re
from collections.abc import Mapping
from typing import Any

from metrics import Calendar, format_duration

SOURCES: Mapping[str, str] = {
    "measured": "measured on many items",
    "walked": "walked with real items",
    "estimate": "estimate of the people who do it",
    "guess": "guess",
}
WASTES: Mapping[str, str] = {
    "defects": "defects",
    "overproduction": "overproduction",
    "waiting": "waiting",
    "talent": "non-utilised talent",
    "transportation": "transportation",
    "inventory": "inventory",
    "motion": "motion",
    "extra_processing": "extra processing",
}
VALUE_CLASSES: Mapping[str, str] = {"adding": "value-adding", "necessary": "necessary", "waste": "waste"}
NOTES: Mapping[str, str] = {
    "note": "note",
    "question": "question",
    "idea": "idea",
    "hypothesis": "hypothesis",
    "burst": "kaizen burst",
    "parking_lot": "parking lot",
}
FLOWS: Mapping[str, str] = {
    "push": "push",
    "pull": "pull",
    "fifo": "FIFO lane",
    "rework": "rework",
    "information_manual": "information, by hand",
    "information_electronic": "information, electronic",
}
KINDS: Mapping[str, str] = {"current": "Current state", "future": "Future state"}
TIMES = frozenset({"wait_time", "process_time"})
SHARES = frozenset({"complete_accurate", "uptime", "share"})

# Line feeds and tabs are blanks in a drawing; everything else below a blank, and what steers the direction of a text
# beyond its own place, is left out.
_DROPPED = dict.fromkeys((*range(32), *range(127, 160), 65534, 65535))
_DROPPED |= dict.fromkeys((*range(8234, 8239), *range(8294, 8298)))
# The letters of the flags of regions, which stand behind a black flag and are not to be seen by themselves, and the
# frame that makes a key of a digit: in the typefaces it covers what is beside it.
_DROPPED |= dict.fromkeys((*range(0xE0000, 0xE0080), 0x20E3))
_CLEANED: Mapping[int, str | None] = _DROPPED | {9: " ", 10: " ", 13: " ", 0x2028: " ", 0x2029: " "}

# What joins and tints emoji: few typefaces have the sequences, every one with emoji has their parts. The same joiner
# between letters has a meaning in scripts that join theirs, and stays.
_JOINED = re.compile("\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])|[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


def clean(text: object) -> str:
    """Return a text of people on one line, without control characters, lone surrogates and doubled blanks; sequences
    of emoji become their parts.
    """
    words = _JOINED.sub("", str(text).translate(_CLEANED))
    return " ".join(words.encode("utf-8", "ignore").decode().split())


def format_number(value: float) -> str:
    """At most one decimal, thousands apart: “3”, “2.5”, “4,600”."""
    return f"{value:,.1f}".removesuffix(".0")


def format_share(share: float) -> str:
    """“27.9 %”; below one percent two digits that say something: “0.08 %”."""
    percent = share * 100
    if 0 < percent < 0.95:
        return f"{float(f'{percent:.2g}')} %"
    return f"{format_number(percent)} %"


def format_rate(per_day: float) -> str:
    """A rate below one keeps two digits that say something."""
    return f"{float(f'{per_day:.2g}')}" if 0 < per_day < 1 else format_number(per_day)


def format_value(field: str, value: float, calendar: Calendar) -> str:
    """Return a value of this field as people read it."""
    if field in TIMES:
        return format_duration(value, calendar)
    return format_share(value) if field in SHARES else format_number(value)


def format_range(field: str, quantity: Mapping[str, Any], calendar: Calendar) -> str:
    """“3 d – 8 d”, shortened to “3–8 d” where both ends speak of the same unit; empty without a range."""
    if "low" not in quantity or "high" not in quantity:
        return ""
    low = format_value(field, quantity["low"], calendar)
    high = format_value(field, quantity["high"], calendar)
    number, _, unit = low.rpartition(" ")
    return f"{number}–{high}" if number and high.endswith(f" {unit}") else f"{low}–{high}"


def format_source(quantity: Mapping[str, Any]) -> str:
    """Return what a quantity rests on: “measured (14)”."""
    count = quantity.get("n")
    return f"{quantity['source']} ({count:,})" if count else str(quantity["source"])


def percent_of(share: float) -> str:
    """A whole percentage, for loads: “114 %”."""
    return f"{share * 100:,.0f} %"


def plural(count: float, one: str, many: str) -> str:
    """“1 person”, “3 people”."""
    return f"{format_number(count)} {one if count == 1 else many}"
