"""What a what-if makes of waits and figures, by the rules of the method."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metrics import measure, stream_from_elements
from metrics.prediction import Variability, mean_wait_s, predict
from tests.metrics.build import DAY, HOUR, MapSketch, demand, stated
from tests.metrics.what_if import change, checked, line, queued, wait_of, what_if

FEATURE_DELIVERY = Path(__file__).resolve().parent.parent / "fixtures" / "formats" / "feature-delivery.vsm.json"


def test_a_stream_that_was_not_changed_keeps_its_figures_exactly() -> None:
    stream = stream_from_elements(*_feature_delivery())
    prediction = predict(stream, stream)
    assert prediction.predicted == prediction.today == measure(stream)
    assert (prediction.waits, prediction.notes, prediction.problems, prediction.method) == ((), (), (), None)


def _feature_delivery() -> tuple[dict[str, Any], dict[str, Any]]:
    """The map of the formats in normal form, without durations to parse: its quantities are written out."""
    data = json.loads(FEATURE_DELIVERY.read_text())
    seconds = {"d": DAY, "h": HOUR}
    for element in data["elements"].values():
        for name, value in element.items():
            if name in ("wait_time", "process_time"):
                plain = value if isinstance(value, str) else value["value"]
                element[name] = stated(float(plain[:-1]) * seconds[plain[-1]])
            elif isinstance(value, int | float) and not isinstance(value, bool) and name not in ("x", "y"):
                element[name] = stated(value)
    return data["charter"], data["elements"]


def test_the_wait_of_one_person_goes_with_kingman() -> None:
    """ρ ÷ (1 − ρ) · PT: from 3 · 1.5 h to 1 · 1 h, so the stated 3 days become 3 d ÷ 4.5."""
    prediction = what_if(line(), process_time=stated(HOUR))
    wait = wait_of(prediction)
    assert prediction.method == "kingman"
    assert "Kingman" in prediction.method_sentence
    assert "coefficients of 1 and 1" in prediction.method_sentence
    assert (wait.stated_s, wait.utilisation_today, wait.utilisation_then) == (3 * DAY, 0.75, 0.5)
    assert wait.predicted_s == pytest.approx(3 * DAY / 4.5)
    assert wait.sentence == "3 d become 5.3 h: the load goes from 75 % to 50 %."
    assert prediction.predicted.lead_time_s == pytest.approx(DAY + HOUR + 3 * DAY / 4.5 + HOUR)
    assert prediction.today.lead_time_s == measure(line().stream()).lead_time_s


def test_the_wait_of_several_people_goes_with_allen_cunneen() -> None:
    prediction = what_if(line(), people=stated(2))
    today_s = mean_wait_s(1, 0.75, 1.5 * HOUR, Variability())
    then_s = mean_wait_s(2, 0.375, 1.5 * HOUR, Variability())
    assert wait_of(prediction).predicted_s == pytest.approx(3 * DAY * then_s / today_s)
    assert prediction.method == "allen_cunneen"
    assert "Allen-Cunneen" in prediction.method_sentence
    assert "with 2 at work instead of 1" in wait_of(prediction).sentence


def test_uptime_counts_as_load_and_as_longer_work() -> None:
    prediction = what_if(line(), uptime=stated(0.8))
    today_s = mean_wait_s(1, 0.75, 1.5 * HOUR, Variability())
    then_s = mean_wait_s(1, 0.9375, 1.5 * HOUR / 0.8, Variability())
    assert wait_of(prediction).predicted_s == pytest.approx(3 * DAY * then_s / today_s)


def test_a_load_of_today_from_one_on_is_taken_as_095_and_said() -> None:
    prediction = what_if(line(work=2.5 * HOUR), people=stated(2))
    wait = wait_of(prediction)
    today_s = mean_wait_s(1, 0.95, 2.5 * HOUR, Variability())
    then_s = mean_wait_s(2, 0.625, 2.5 * HOUR, Variability())
    assert wait.predicted_s == pytest.approx(3 * DAY * then_s / today_s)
    assert wait.utilisation_today == 1.25
    assert "125 % (taken as 95 %" in wait.sentence


@pytest.mark.parametrize("hours", [2, 3])
def test_a_new_load_from_one_on_is_a_sentence_and_no_number(hours: float) -> None:
    prediction = what_if(line(), process_time=stated(hours * HOUR))
    wait = wait_of(prediction)
    assert wait.predicted_s is prediction.predicted.lead_time_s is prediction.predicted.expected_lead_time_s is None
    assert wait.sentence.startswith(f"“Test” would be asked for {50 * hours:.0f} % of what its people can do")
    assert prediction.problems == (wait.sentence,)
    (lacking,) = [entry for entry in prediction.predicted.missing if entry.field == "wait_time"]
    assert lacking.sentence == f"needs a load of “Test” below 100 %: at {50 * hours:.0f} % its queue grows without end"


def test_an_overload_that_was_there_already_leaves_the_stated_wait() -> None:
    sketch = line(work=2.5 * HOUR)
    prediction = what_if(sketch, "design", wait_time=stated(2 * DAY))
    assert prediction.waits == ()
    assert prediction.predicted.lead_time_s == pytest.approx(2 * DAY + HOUR + 3 * DAY + 2.5 * HOUR)


@pytest.mark.parametrize(
    ("lacking", "words"),
    [("people", "the people of “Test” today"), ("process_time", "the process time of “Test” today")],
)
def test_a_wait_stands_where_the_load_of_today_is_not_known(lacking: str, words: str) -> None:
    sketch = line()
    del sketch.elements["test"][lacking]
    prediction = predict(sketch.stream(), change(sketch, "test", **{lacking: stated(2)}))
    wait = wait_of(prediction)
    assert (wait.stated_s, wait.predicted_s, prediction.method) == (3 * DAY, 3 * DAY, None)
    assert wait.sentence == f"3 d stand as stated: scaling it needs {words}."


def test_a_wait_stands_without_demand() -> None:
    sketch = line()
    sketch.charter.clear()
    wait = wait_of(what_if(sketch, people=stated(2)))
    assert (wait.predicted_s, wait.utilisation_today, wait.utilisation_then) == (3 * DAY, None, None)
    assert wait.sentence == "3 d stand as stated: scaling it needs the demand today."


def test_a_wait_stands_where_today_nobody_queues() -> None:
    wait = wait_of(what_if(line(work=0), process_time=stated(HOUR)))
    assert wait.predicted_s == 3 * DAY
    assert "nobody waits for people at “Test” with today's load" in wait.sentence


def test_a_wait_that_was_changed_by_hand_stands_as_said() -> None:
    prediction = what_if(line(), people=stated(2), wait_time=stated(DAY))
    assert wait_of(prediction).predicted_s == DAY
    assert wait_of(prediction).sentence == "You set 1 d, and it stands as you said it."
    assert prediction.predicted.lead_time_s == DAY + HOUR + DAY + 1.5 * HOUR
    assert prediction.method is None


def test_a_wait_by_hand_stands_over_its_limit_with_a_warning() -> None:
    wait = wait_of(what_if(line(), process_time=stated(3 * HOUR), wait_time=stated(DAY)))
    assert wait.predicted_s == DAY
    assert wait.sentence.endswith("although “Test” would be asked for 150 % of what its people can do.")


def test_a_removed_step_leaves_the_other_waits_and_a_loose_end_is_said() -> None:
    sketch = MapSketch(demand=demand(4))
    sketch.chain(*(sketch.step(name, wait=DAY, work=HOUR, people=1) for name in ("design", "approve", "test")))
    without = {key: element for key, element in sketch.elements.items() if "approve" not in key}
    loose = predict(sketch.stream(), stream_from_elements(sketch.charter, without))
    assert "“Design” led to “Approve”, which is gone" in loose.notes[0]
    joined = {**without, "way": {"kind": "flow", "flow": "push", "source": "design", "target": "test"}}
    prediction = predict(sketch.stream(), stream_from_elements(sketch.charter, joined))
    assert prediction.predicted.lead_time_s == 2 * (DAY + HOUR)
    assert (prediction.waits, prediction.notes) == ((), ())


def test_scaling_a_wait_that_the_load_hardly_explains_is_cautioned() -> None:
    prediction = what_if(line(wait=30 * DAY, work=0.5 * HOUR), people=stated(2))
    assert any("today's load of 25 % explains only 10 min" in note for note in prediction.notes)


def test_a_crowd_is_not_computed() -> None:
    wait = wait_of(what_if(line(), people=stated(1_001)))
    assert wait.predicted_s == 3 * DAY
    assert "needs at most 1,000 people at “Test”" in wait.sentence


def test_predicted_waits_are_guesses_or_estimates() -> None:
    sketch = line()
    sketch.elements["test"]["wait_time"]["source"] = "measured"
    provenance = what_if(sketch, people=stated(2)).predicted.provenance
    assert provenance.keys() == {"guess", "estimate"}


@pytest.mark.parametrize("make", [line, lambda: queued(items=12), checked])
def test_the_answer_travels_as_json(make: Callable[[], MapSketch]) -> None:
    sketch = make()
    element = "build" if "build" in sketch.elements else "test"
    data = json.loads(json.dumps(what_if(sketch, element, people=stated(2)).as_json(), allow_nan=False))
    assert data["variability"] == {"arrivals": 1, "service": 1}
    assert set(data) == {"method", "method_sentence", "variability", "waits", "notes", "problems"}
    assert set(data["waits"][0]) == {
        "element", "name", "stated_s", "predicted_s", "utilisation_today", "utilisation_then", "sentence"
    }  # fmt: skip
