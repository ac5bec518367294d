"""The charter's normal form and its one sentence."""

from typing import Any

import pytest

from workshops.charter import compose_scope, read_charter
from workshops.errors import InvalidInput


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            {"customer": "People who use it", "value": "A feature", "trigger": "Approved", "delivery": "Live"},
            "For people who use it, who value a feature: from “Approved” to “Live”.",
        ),
        (
            {"customer": "State Street Assembly", "value": "Brackets", "trigger": "Call-off", "delivery": "Shipped"},
            "For State Street Assembly, who value brackets: from “Call-off” to “Shipped”.",
        ),
        ({"customer": "The hiring team"}, "For the hiring team."),
        ({"trigger": "Offer signed", "delivery": "Day 30"}, "From “Offer signed” to “Day 30”."),
        ({"customer": "Ours", "scope": "What we wrote ourselves."}, "What we wrote ourselves."),
        ({}, ""),
    ],
)
def test_the_scope_is_composed_until_somebody_writes_it(parts: dict[str, str], sentence: str) -> None:
    assert compose_scope(parts) == sentence


def test_normal_form_fills_in_what_has_a_default() -> None:
    assert read_charter({"name": " Stream "}) == {
        "name": "Stream",
        "customer": "",
        "value": "",
        "trigger": "",
        "delivery": "",
        "unit": "item",
        "calendar": {"hours_per_day": 8, "days_per_week": 5, "days_per_month": 20},
        "queue_rule": "demand",
    }


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ({"name": ""}, "charter.name"),
        ({"customer": 7}, "charter.customer"),
        ({"unit": "x" * 61}, "charter.unit"),
        ({"demand": 4}, "charter.demand"),
        ({"demand": {"items": 0, "per": "week"}}, "charter.demand.items"),
        ({"demand": {"items": 4, "per": "sprint"}}, "charter.demand.per"),
        ({"calendar": {"hours_per_day": 25}}, "charter.calendar.hours_per_day"),
        ({"calendar": {"time_zone": "Mars/Olympus"}}, "charter.calendar.time_zone"),
        ({"calendar": {"day_starts": "25:00"}}, "charter.calendar.day_starts"),
        ({"calendar": {"working_days": [0]}}, "charter.calendar.working_days"),
        ({"calendar": {"holidays": ["2026-02-30"]}}, "charter.calendar.holidays"),
        ({"queue_rule": "luck"}, "charter.queue_rule"),
        ({"mood": "good"}, "charter.mood"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(part: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_charter({"name": "Stream", **part})
    assert [problem.place for problem in caught.value.problems] == [place]
