"""What a map file's charter says differently from the workshop that the file is imported into."""

from collections.abc import Mapping
from typing import Any

from workshops.charter import TEXT_LIMITS

_LABELS: Mapping[str, str] = {
    "name": "name",
    "customer": "customer",
    "value": "value for the customer",
    "trigger": "trigger",
    "delivery": "delivery",
    "scope": "scope",
    "unit": "unit",
    "demand": "demand",
    "queue_rule": "rule for queues",
}


def charter_differences(*, file: Mapping[str, Any], workshop: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each part in which the charters (in normal form) differ; the workshop keeps its own."""
    sentences = []
    for name, label in _LABELS.items():
        theirs, ours = _shown(name, file.get(name)), _shown(name, workshop.get(name))
        if theirs != ours:
            sentences.append(f"The {label} of the file is {theirs}; the workshop keeps {ours}.")
    calendars = file["calendar"], workshop["calendar"]
    for name in sorted({**calendars[0], **calendars[1]}):
        theirs, ours = (_plain(calendar.get(name)) for calendar in calendars)
        if theirs != ours:
            label = name.replace("_", " ")
            sentences.append(f"The calendar of the file has {label} {theirs}; the workshop keeps {ours}.")
    return sentences


def _shown(name: str, value: Any) -> str:
    if not value:
        return "empty"
    if name == "demand":
        return f"{_plain(value['items'])} per {value['per']}"
    return f"“{value}”" if name in TEXT_LIMITS else str(value)


def _plain(value: Any) -> str:
    if value is None:
        return "not set"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return f"{value:g}" if isinstance(value, int | float) else str(value)
