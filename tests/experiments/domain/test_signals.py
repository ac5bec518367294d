"""Three signals that it works: lead time without added people, value-added ratio, meetings."""

import json
from dataclasses import replace

import pytest

from experiments.domain.signals import NO_CHANGE, StreamReadings, WorkingSignals, judge_signals, people_added
from tests.experiments.domain.observed import CHANGED_AT, HALVED, SHIFTED, STEADY, WORSE, observed, readings

WORKING = StreamReadings(
    lead_time=observed(STEADY, HALVED, "Lead time"),
    people=readings([8.0, 7.0], [7.0, 6.0]),
    value_added_ratio=observed(STEADY, WORSE, "Value-added ratio", better="higher"),
    meetings=observed(STEADY, HALVED, "Status meetings a week"),
    meeting_time=observed(STEADY, SHIFTED, "Hours in status meetings"),
)
NOTHING = StreamReadings(None, (), None, None, None)


def judged(stream: StreamReadings) -> WorkingSignals:
    return judge_signals(stream, changed_at=CHANGED_AT, change_name="pull instead of push")


def works(stream: StreamReadings) -> dict[str, bool | None]:
    return {signal.code: signal.works for signal in judged(stream).signals}


def test_all_three_show_that_it_works() -> None:
    told = judged(WORKING)
    assert works(WORKING) == {"lead_time": True, "value_added_ratio": True, "meetings": True}
    assert told.signals[0].sentence.endswith("No people were added.")
    assert told.sentence == "3 of the three signals show that it works."
    assert [len(signal.judgements) for signal in told.signals] == [1, 1, 2]
    assert json.loads(json.dumps(told.as_json(), allow_nan=False)) == told.as_json()


def test_nothing_is_read_yet() -> None:
    told = judged(NOTHING)
    assert works(NOTHING) == {"lead_time": None, "value_added_ratio": None, "meetings": None}
    assert told.sentence == "Whether it works is not known yet."
    assert all("yet: " in signal.sentence for signal in told.signals)


def test_before_anything_changed_nothing_is_known() -> None:
    told = judge_signals(replace(WORKING, meetings=None, meeting_time=None), changed_at=None, change_name="")
    assert [signal.works for signal in told.signals] == [None, None, None]
    assert [signal.sentence == NO_CHANGE for signal in told.signals] == [True, True, False]
    assert told.sentence == "Whether it works is not known yet."


@pytest.mark.parametrize(
    ("since", "signal", "says"),
    [
        ([8.0], False, "one person was added"),
        ([7.0, 9.5, 7.0], False, "2.5 people were added"),
        ([], None, "Whether people were added is not known"),
        ([None], None, "Whether people were added is not known"),
        ([7.0], True, "No people were added."),
    ],
)
def test_lead_time_counts_only_without_added_people(since: list[float | None], signal: bool | None, says: str) -> None:
    told = judged(replace(WORKING, people=readings([8.0, 7.0], since))).signals[0]
    assert told.works is signal
    assert says in told.sentence


def test_a_lead_time_that_does_not_fall_is_no_signal_whatever_the_people() -> None:
    for since in (SHIFTED, WORSE):
        assert works(replace(WORKING, lead_time=observed(STEADY, since, "Lead time")))["lead_time"] is False
    assert works(replace(WORKING, lead_time=observed(STEADY, [], "Lead time")))["lead_time"] is None


def test_fewer_but_longer_meetings_are_no_signal() -> None:
    longer = replace(WORKING, meeting_time=observed(STEADY, WORSE, "Hours in status meetings"))
    assert works(longer)["meetings"] is False
    assert works(replace(WORKING, meeting_time=None))["meetings"] is True
    shorter = replace(WORKING, meetings=None, meeting_time=observed(STEADY, HALVED, "Hours in status meetings"))
    assert works(shorter)["meetings"] is True


@pytest.mark.parametrize(
    ("stream", "sentence"),
    [
        (replace(NOTHING, meetings=WORKING.meetings), "One of the three signals shows that it works; 2 are not known."),
        (
            replace(WORKING, meetings=None, meeting_time=None),
            "2 of the three signals show that it works; 1 is not known.",
        ),
        (
            replace(NOTHING, lead_time=observed(STEADY, SHIFTED)),
            "None of the three signals shows that it works; 2 are not known.",
        ),
    ],
)
def test_the_whole_in_words(stream: StreamReadings, sentence: str) -> None:
    assert judged(stream).sentence == sentence


def test_people_are_compared_with_the_last_count_before() -> None:
    assert people_added(readings([5.0, 9.0], [8.0]), CHANGED_AT) == -1
    assert people_added(tuple(reversed(readings([5.0, 9.0], [8.0, 12.0]))), CHANGED_AT) == 3
    assert people_added(readings([None], [8.0]), CHANGED_AT) is None
