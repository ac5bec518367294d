"""What moved, in rows: who suffers first, what nobody knows as a dash."""

from typing import Any

from experiments.domain.campaign_words import moved_rows
from metrics import Calendar

CALENDAR = Calendar()
EFFECT = {"relative": {"value": -0.5, "low": -0.6, "high": -0.4}}


def told(name: str, verdict: str, *, suffers: bool | None = False, **others: Any) -> dict[str, Any]:
    return {
        "name": name,
        "verdict": verdict,
        "suffers": suffers,
        "effect": EFFECT,
        "measure": "time_s",
        "mean_before": 720.0,
        "mean_since": 360.0,
        "sentence": f"“{name}” is {verdict}.",
        "notes": [],
        **others,
    }


def test_what_suffers_stands_before_the_metric_and_lead_time_last() -> None:
    evidence = {
        "metric": told("Handle time", "improved"),
        "guards": [told("Hard cases", "no_evidence"), told("Reopened", "no_evidence", suffers=True)],
        "lead_time": told("Lead time", "not_known", suffers=None, effect=None, mean_before=None, mean_since=None),
    }
    rows = moved_rows(evidence, CALENDAR)
    assert [(row.name, row.role, row.verdict, row.mood) for row in rows] == [
        ("Reopened", "guard", "worse", "bad"),
        ("Handle time", "metric", "better", "good"),
        ("Hard cases", "guard", "no evidence of change", "open"),
        ("Lead time", "lead time", "not known yet", "open"),
    ]
    assert (rows[1].before, rows[1].since, rows[1].change) == ("12 min", "6 min", "−50 % (−60 % to −40 %)")
    assert (rows[3].before, rows[3].since, rows[3].change) == ("", "", "")


def test_without_an_interval_the_change_says_so() -> None:
    effect = {"relative": {"value": 0.1, "low": None, "high": None}}
    (row,) = moved_rows({"metric": told("Handle time", "unclear", effect=effect)}, CALENDAR)
    assert row.change == "+10 %, too few readings for an interval"


def test_before_a_campaign_runs_nothing_moved() -> None:
    assert moved_rows({"lead_time": None, "checks": []}, CALENDAR) == ()
