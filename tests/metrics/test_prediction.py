"""What a what-if makes of waits and figures, by the rules of the method."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metrics import Stream, measure, stream_from_elements
from metrics.prediction import PredictedWait, Prediction, Variability, mean_wait_s, predict
from tests.metrics.build import DAY, HOUR, MapSketch, demand, stated

FEATURE_DELIVERY = Path(__file__).resolve().parent.parent / "fixtures" / "formats" / "feature-delivery.vsm.json"


def line(**test: Any) -> MapSketch:
    """Design, then Test, at 4 items a day: Test has a load of 0.75 and a stated wait of 3 days."""
    sketch = MapSketch(demand=demand(4))
    fields = {"wait": 3 * DAY, "work": 1.5 * HOUR, "people": 1, **test}
    sketch.chain(sketch.step("design", wait=DAY, work=HOUR, people=1), sketch.step("test", **fields))
    return sketch


def change(sketch: MapSketch, element: str = "test", **fields: Any) -> Stream:
    """The stream of the sketch with other values of one element."""
    elements = {**sketch.elements, element: {**sketch.elements[element], **fields}}
    present = {name: value for name, value in elements[element].items() if value is not None}
    return stream_from_elements(sketch.charter, {**elements, element: present})


def what_if(sketch: MapSketch, element: str = "test", **fields: Any) -> Prediction:
    return predict(sketch.stream(), change(sketch, element, **fields))


def wait_of(prediction: Prediction, element: str = "test") -> PredictedWait:
    (found,) = [wait for wait in prediction.waits if wait.element == element]
    return found


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


def test_a_batch_adds_collecting_and_work_on_the_others() -> None:
    """(5 − 1) ÷ 2 ÷ 4 a day, and (5 − 1) ÷ 2 · 1.5 h."""
    prediction = what_if(line(), batch_size=stated(5))
    assert wait_of(prediction).predicted_s == pytest.approx(3 * DAY + DAY / 2 + 3 * HOUR)
    assert "a batch of 5 adds 7 h" in wait_of(prediction).sentence
    assert prediction.method is None


def test_a_smaller_batch_takes_off_what_the_stated_wait_held_of_it() -> None:
    wait = wait_of(what_if(line(batch_size=5), batch_size=stated(3)))
    assert wait.predicted_s == pytest.approx(3 * DAY - (DAY / 2 + 3 * HOUR) / 2)
    assert "7 h of the stated wait come from the batch of 5, a batch of 3 makes 3.5 h" in wait.sentence


def test_a_batch_that_explains_more_than_the_wait_leaves_nothing_of_it() -> None:
    wait = wait_of(what_if(line(batch_size=50), batch_size=stated(1)))
    assert wait.predicted_s == 0
    assert "which is more than the stated wait" in wait.sentence


def test_people_shorten_the_queueing_and_not_the_batch() -> None:
    """Of the stated 3 days 7 hours are the batch of 5; only the rest goes with the load."""
    wait = wait_of(what_if(line(batch_size=5), people=stated(2)))
    ratio = mean_wait_s(2, 0.375, 1.0, Variability()) / mean_wait_s(1, 0.75, 1.0, Variability())
    assert wait.predicted_s == pytest.approx((3 * DAY - 7 * HOUR) * ratio + 7 * HOUR)
    assert "7 h come from the batch of 5 and stay" in wait.sentence


def test_a_batch_of_a_way_that_few_items_take_collects_longer() -> None:
    sketch = line()
    sketch.step("special", wait=DAY, work=0, people=1)
    sketch.elements["push-design-test"]["share"] = stated(0.75)
    sketch.flow("design", "special", 0.25)
    prediction = what_if(sketch, "special", batch_size=stated(3))
    assert wait_of(prediction, "special").predicted_s == pytest.approx(2 * DAY)


def test_what_a_batch_does_needs_the_demand() -> None:
    sketch = line()
    sketch.charter.clear()
    wait = wait_of(what_if(sketch, batch_size=stated(5)))
    assert wait.predicted_s == 3 * DAY
    assert wait.sentence == "3 d stand as stated: what the batch of “Test” does to it needs the demand."


def queued(**queue: Any) -> MapSketch:
    """Design, a queue of which Test lives, Test; as `line` otherwise."""
    sketch = MapSketch(demand=demand(4))
    first = sketch.step("design", wait=DAY, work=HOUR, people=1)
    sketch.chain(first, sketch.queue("pile", **queue), sketch.step("test", work=1.5 * HOUR, people=1))
    return sketch


@pytest.mark.parametrize("queue", [{"wait_time": 3 * DAY}, {"items": 12}])
def test_a_queue_before_the_step_responds_as_its_wait_does(queue: dict[str, float]) -> None:
    prediction = what_if(queued(**queue), process_time=stated(HOUR))
    wait = wait_of(prediction, "pile")
    assert wait.stated_s == pytest.approx(3 * DAY)
    assert wait.predicted_s == pytest.approx(3 * DAY / 4.5)
    assert prediction.predicted.queues["pile"].wait_time_s == wait.predicted_s
    assert wait.name == "the queue before “Test”"


def test_queues_in_a_row_respond_all() -> None:
    sketch = MapSketch(demand=demand(4))
    ids = [sketch.queue("outer", wait_time=9 * DAY), sketch.queue("inner", wait_time=4.5 * DAY)]
    sketch.chain(*ids, sketch.step("test", work=1.5 * HOUR, people=1))
    prediction = what_if(sketch, process_time=stated(HOUR))
    assert [wait.predicted_s for wait in prediction.waits] == pytest.approx([2 * DAY, DAY])


def test_the_batch_of_a_step_without_own_wait_is_in_the_queue_before_it() -> None:
    wait = wait_of(what_if(queued(wait_time=3 * DAY), batch_size=stated(5)), "pile")
    assert wait.predicted_s == pytest.approx(3 * DAY + 7 * HOUR)


@pytest.mark.parametrize("queue", [{"wait_time": 3 * DAY}, {"items": 12}])
def test_a_queue_before_too_much_load_has_no_time(queue: dict[str, float]) -> None:
    prediction = what_if(queued(**queue), process_time=stated(3 * HOUR))
    assert wait_of(prediction, "pile").predicted_s is prediction.predicted.lead_time_s is None
    assert "needs a load of “Test” below 100 %: at 150 % its queue grows without end" in {
        entry.sentence for entry in prediction.predicted.missing
    }


def test_a_queue_whose_wait_was_changed_by_hand_stands_but_never_hides_an_endless_wait() -> None:
    sketch = queued(wait_time=3 * DAY)
    by_hand = {**sketch.elements, "pile": {**sketch.elements["pile"], "wait_time": stated(DAY)}}

    def predicted(**test: Any) -> Prediction:
        elements = {**by_hand, "test": {**by_hand["test"], **test}}
        return predict(sketch.stream(), stream_from_elements(sketch.charter, elements))

    assert wait_of(predicted(process_time=stated(HOUR)), "pile").predicted_s == DAY
    sketch.elements["test"]["wait_time"] = by_hand["test"]["wait_time"] = stated(HOUR)
    assert predicted(process_time=stated(3 * HOUR)).predicted.lead_time_s is None


def test_counted_items_say_nothing_about_another_flow() -> None:
    """Half the items take another way then: the items counted today would pretend twice the time."""
    sketch = queued(items=12)
    del sketch.elements["test"]["people"]
    elements = {
        **sketch.elements,
        "other": {"kind": "step", "x": 99, "name": "Other", "wait_time": stated(0), "process_time": stated(0)},
        "way": {"kind": "flow", "flow": "push", "source": "design", "target": "other"},
    }
    prediction = predict(sketch.stream(), stream_from_elements(sketch.charter, elements))
    wait = wait_of(prediction, "pile")
    assert wait.predicted_s == pytest.approx(3 * DAY)
    assert prediction.predicted.queues["pile"].wait_time_s == pytest.approx(3 * DAY)


def test_counts_beside_predicted_waits_are_left_out_and_said() -> None:
    sketch = line()
    sketch.queue("tray", items=9, counts_only=True, about="test")
    prediction = what_if(sketch, people=stated(2))
    assert (prediction.today.wip_counted, prediction.predicted.wip_counted) == (9, None)
    assert any("Items were counted today" in note for note in prediction.notes)


def checked() -> MapSketch:
    """Build, then Check, which sends 20 % back; 2 items a day, so Build has a load of 2 · 1.25 · 2 h ÷ 8 h."""
    sketch = MapSketch(demand=demand(2))
    sketch.chain(
        sketch.step("build", wait=DAY, work=2 * HOUR, people=1, complete_accurate=0.8),
        sketch.step("check", wait=HOUR, work=0, complete_accurate=1),
    )
    sketch.rework("check", "build", 0.2)
    return sketch


def test_shares_change_visits_and_so_the_load() -> None:
    prediction = what_if(checked(), "rework-check-build", share=stated(0))
    wait = wait_of(prediction, "build")
    assert (wait.utilisation_today, wait.utilisation_then) == pytest.approx((0.625, 0.5))
    assert wait.predicted_s == pytest.approx(DAY * 1 / (0.625 / 0.375))
    assert prediction.notes == ()


def test_better_quality_brings_less_back() -> None:
    prediction = what_if(checked(), "build", complete_accurate=stated(0.9))
    assert wait_of(prediction, "build").utilisation_then == pytest.approx(0.5 / 0.9)
    assert prediction.predicted.steps["build"].visits == pytest.approx(1 / 0.9)
    assert "“Check” is taken to send back 10 % to “Build” instead of 20 %" in prediction.notes[0]


def test_a_share_that_was_set_by_hand_does_not_follow_quality() -> None:
    sketch = checked()
    changed = change(sketch, "build", complete_accurate=stated(0.9))
    by_hand = tuple(flow for flow in change(sketch, "rework-check-build", share=stated(0.15)).flows)
    mixed = Stream(changed.calendar, changed.demand, changed.queue_rule, changed.steps, changed.queues, by_hand)
    prediction = predict(sketch.stream(), mixed)
    assert prediction.predicted.steps["build"].visits == pytest.approx(1 / 0.85)
    assert prediction.notes == ()


def test_quality_that_nothing_gets_through_leaves_the_share() -> None:
    sketch = checked()
    sketch.elements["build"]["complete_accurate"] = stated(0.99)
    prediction = what_if(sketch, "build", complete_accurate=stated(0.5))
    assert prediction.predicted.steps["build"].visits == pytest.approx(1.25)
    assert "would send everything back" in prediction.notes[0]


def test_quality_of_all_today_cannot_be_scaled() -> None:
    sketch = checked()
    sketch.elements["build"]["complete_accurate"] = stated(1)
    prediction = what_if(sketch, "build", complete_accurate=stated(0.9))
    assert prediction.predicted.steps["build"].visits == pytest.approx(1.25)
    assert "has 100 % C/A today" in prediction.notes[0]


def test_rework_into_the_queue_before_a_step_follows_its_quality() -> None:
    sketch = MapSketch(demand=demand(1))
    sketch.queue("tray", wait_time=HOUR)
    sketch.step("build", work=HOUR, people=1, complete_accurate=0.8)
    sketch.step("check", wait=0, work=0)
    sketch.chain("tray", "build", "check")
    sketch.rework("check", "tray", 0.2)
    prediction = what_if(sketch, "build", complete_accurate=stated(0.9))
    assert prediction.predicted.steps["build"].visits == pytest.approx(1 / 0.9)


def test_a_wip_limit_says_what_it_means_and_what_it_cannot_do() -> None:
    prediction = what_if(line(), wip_limit=6)
    assert prediction.waits == ()
    assert prediction.predicted.lead_time_s == prediction.today.lead_time_s
    (note,) = prediction.notes
    assert note.startswith("A limit of 6 items in “Test” means at most 1.5 d in it at 4 a day (Little's law).")
    assert "makes nobody faster" in note


def test_nobody_works_on_what_a_limit_does_not_let_in() -> None:
    limited = what_if(line(people=3), wip_limit=1)
    fewer = what_if(line(people=3), people=stated(1))
    assert wait_of(limited).predicted_s == wait_of(fewer).predicted_s
    assert limited.predicted.throughput_per_day == fewer.predicted.throughput_per_day


def test_a_limit_that_is_lifted_is_said() -> None:
    assert "Without its WIP limit" in what_if(line(wip_limit=2), wip_limit=None).notes[0]


def test_what_a_limit_means_needs_the_demand() -> None:
    sketch = line()
    sketch.charter.clear()
    assert what_if(sketch, wip_limit=1).notes == (
        "What a limit of 1 item in “Test” means in time needs the demand and how often items come.",
    )


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
