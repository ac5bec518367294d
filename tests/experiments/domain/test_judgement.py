"""What came of an experiment: evidence only with a signal, guards first, and “no evidence of change” as an answer."""

import json
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.domain.judgement import Judgement, Observed, SeriesJudgement, judge, judge_series
from metrics.variation import Better, Measure
from tests.experiments.domain.observed import CHANGED_AT, HALVED, SHIFTED, STEADY, WORSE, observed

DAY = 8 * 3600.0


def judged(
    before: Sequence[float | None], since: Sequence[float | None], measure: Measure = "number", better: Better = "lower"
) -> SeriesJudgement:
    series = observed(before, since, measure=measure, better=better)
    return judge_series(series, changed_at=CHANGED_AT, change_name="booking rule")


def outcome(metric: Observed, *guards: Observed, expected_percent: float | None = -50) -> Judgement:
    return judge(
        metric,
        guards,
        changed_at=CHANGED_AT,
        change_name="booking rule",
        expected_percent=expected_percent,
    )


@pytest.mark.parametrize(
    ("since", "better", "verdict", "suffers"),
    [
        pytest.param(HALVED, "lower", "improved", False, id="lower is better and it fell"),
        pytest.param(HALVED, "higher", "worse", True, id="higher is better and it fell"),
        pytest.param(WORSE, "lower", "worse", True, id="lower is better and it rose"),
        pytest.param(WORSE, "higher", "improved", False, id="higher is better and it rose"),
        pytest.param(SHIFTED, "lower", "no_evidence", False, id="a lower mean without a signal"),
        pytest.param([10.0, 30, 11, -10, 12], "lower", "mixed", False, id="far out on both sides"),
        pytest.param([10.0, 11, 30, 9, 12], "lower", "unclear", False, id="one reading far out on the worse side"),
        pytest.param([10.0, 11, -9, 9, 12], "lower", "unclear", False, id="one reading far out on the better side"),
        pytest.param([30.0], "higher", "unclear", False, id="a signal, too few readings for an interval"),
        pytest.param([], "lower", "not_known", None, id="no reading since"),
        pytest.param([None, None], "lower", "not_known", None, id="gaps alone since"),
        pytest.param([15.0] * 3 + [14.0], "lower", "worse", True, id="four near the upper limit"),
        pytest.param([13.0, 13, 12, 13, 13], "lower", "no_evidence", True, id="no signal, but on the worse side"),
    ],
)
def test_verdicts(since: list[float | None], better: Better, verdict: str, suffers: bool | None) -> None:
    judgement = judged(STEADY, since, better=better)
    assert (judgement.verdict, judgement.suffers) == (verdict, suffers)
    assert "“Wait before Staging test”" in judgement.sentence


def test_no_evidence_of_change_is_an_answer() -> None:
    judgement = judged(STEADY, SHIFTED)
    assert judgement.sentence == (
        "“Wait before Staging test” shows no evidence of change. Readings since are typically 0.5 lower than before "
        "(95 % interval: 1.5 lower to 0.5 higher), −5 % (−15 % to +5.6 %)."
    )
    assert judgement.effect is not None and judgement.notes == ()


def test_without_a_baseline_nothing_is_known() -> None:
    judgement = judged([], STEADY)
    assert judgement.verdict == "not_known" and judgement.effect is None
    assert judgement.sentence == (
        "Whether “Wait before Staging test” changed is not known: there is no reading from before."
    )
    one = judged([10.0], STEADY)
    assert one.verdict == "not_known" and "limits need at least two" in one.sentence
    apart = judged([10.0, None, 11.0], STEADY)
    assert apart.verdict == "not_known" and "without a gap between them" in apart.sentence
    unread = judged(STEADY, [])
    assert "There is no reading since “booking rule” yet." in unread.sentence


def test_notes_say_what_the_judgement_rests_on() -> None:
    few = judged(STEADY[:5], HALVED[:1])
    assert any("rest on 5 readings only" in note for note in few.notes)
    assert "An interval for the effect needs 4 readings since the change; there are 1." not in few.notes
    assert any("An interval for the effect needs 3 readings since the change" in note for note in few.notes)
    unsteady = judged([*STEADY, 40, *STEADY], HALVED)
    assert any("There are signals before the change already" in note for note in unsteady.notes)
    impossible = judged([*STEADY, -4], HALVED, measure="time_s")
    assert any("a time is not below 0" in note for note in impossible.notes)
    same = judged([5.0] * 9, [4.0] * 9)
    assert any("are all the same" in note for note in same.notes)


def test_readings_that_cannot_be_count_on_neither_side() -> None:
    clean, dirty = judged(STEADY, HALVED, "time_s"), judged([*STEADY, -1e6], [*HALVED, float("nan")], "time_s")
    assert dirty.effect == clean.effect


def test_a_support_team_whose_handle_time_falls_while_reopened_tickets_rise() -> None:
    """The guard comes first, and what looks like success is not adopted as it is."""
    handle_time = observed(
        [600.0 + 10 * value for value in STEADY], [300.0 + 10 * value for value in STEADY], "Handle time", "time_s"
    )
    reopened = observed(
        [0.05 + value / 1000 for value in STEADY],
        [0.15 + value / 1000 for value in STEADY],
        "Reopened tickets",
        "share",
    )
    hard_cases = observed(STEADY, SHIFTED, "Unresolved hard cases", "count")
    judgement = outcome(handle_time, hard_cases, reopened)
    assert [guard.name for guard in judgement.guards] == ["Reopened tickets", "Unresolved hard cases"]
    assert judgement.metric.verdict == "improved"
    assert judgement.headline == "Guard first: “Reopened tickets” got worse, while “Handle time” got better."
    assert judgement.sentences[0].startswith("“Reopened tickets” got worse, and not by chance alone. ")
    assert "10 percentage points higher" in judgement.sentences[0]
    assert judgement.suggestion == "adapt"
    assert judgement.suggestion_sentence.startswith("Do not adopt it as it is: “Reopened tickets” pays for it.")


def test_a_staging_wait_that_halves_is_adopted() -> None:
    wait = observed([value * DAY for value in STEADY], [value * DAY for value in HALVED], measure="time_s")
    judgement = outcome(wait, observed(STEADY, SHIFTED, "Escaped defects", "count"))
    assert judgement.headline == "“Wait before Staging test” got better."
    assert judgement.suggestion == "adopt"
    assert judgement.expectation is not None and judgement.expectation.fulfilment == "compatible"
    assert judgement.expectation.sentence == (
        "The expected change of −50 % lies inside the interval (−55 % to −44.4 %): the readings bear it out."
    )
    assert judgement.sentences == (
        judgement.metric.sentence,
        judgement.expectation.sentence,
        judgement.guards[0].sentence,
    )


@pytest.mark.parametrize(
    ("metric", "guards", "suggestion", "says"),
    [
        pytest.param(HALVED, [], "adopt", "measured values on the map", id="better, no guards"),
        pytest.param(HALVED, [[]], "wait", "Read “Guard 1” before deciding", id="better, a guard nobody read"),
        pytest.param(HALVED, [SHIFTED, WORSE], "adapt", "“Guard 2” pays for it", id="better, a guard suffers"),
        pytest.param(
            SHIFTED, [WORSE, WORSE], "abandon", "“Guard 1”, “Guard 2” suffers", id="nothing won, guards suffer"
        ),
        pytest.param(WORSE, [HALVED], "abandon", "the metric itself got worse", id="worse"),
        pytest.param([], [], "wait", "nothing can be said yet", id="no readings"),
        pytest.param(STEADY[:3], [], "wait", "5 more readings: with 3", id="three readings"),
        pytest.param(STEADY[:7], [], "wait", "1 more reading: with 7", id="seven readings"),
        pytest.param(STEADY, [], "abandon", "can be ruled out", id="no change, the expected one ruled out"),
    ],
)
def test_suggestions(metric: list[float], guards: list[list[float]], suggestion: str, says: str) -> None:
    watched = [observed(STEADY, guard, f"Guard {number}") for number, guard in enumerate(guards, start=1)]
    judgement = outcome(observed(STEADY, metric), *watched)
    assert judgement.suggestion == suggestion
    assert says in judgement.suggestion_sentence


def test_an_effect_that_is_neither_shown_nor_ruled_out() -> None:
    judgement = outcome(observed(STEADY, SHIFTED), expected_percent=-10)
    assert judgement.expectation is not None and judgement.expectation.fulfilment == "compatible"
    assert judgement.expectation.sentence.endswith("it is neither shown nor ruled out.")
    assert judgement.suggestion == "adapt"


@pytest.mark.parametrize(
    ("since", "better", "expected", "fulfilment"),
    [
        (HALVED, "lower", -10, "exceeded"),
        (HALVED, "lower", -50, "compatible"),
        (HALVED, "lower", -90, "short"),
        (WORSE, "higher", 20, "exceeded"),
        (WORSE, "higher", 100, "compatible"),
        (WORSE, "higher", 400, "short"),
    ],
)
def test_what_was_expected(since: list[float], better: Better, expected: float, fulfilment: str) -> None:
    expectation = outcome(observed(STEADY, since, better=better), expected_percent=expected).expectation
    assert expectation is not None and expectation.fulfilment == fulfilment


def test_without_an_interval_nothing_is_said_of_what_was_expected() -> None:
    assert outcome(observed(STEADY, [30.0])).expectation is None
    assert outcome(observed(STEADY, [])).expectation is None
    assert outcome(observed(STEADY, HALVED), expected_percent=None).expectation is None
    assert outcome(observed([0.0] * 9, [0.0] * 9)).expectation is None


def test_chance_alone_is_seldom_called_an_improvement() -> None:
    """Series without any change, skewed as times are: with the interval about one in twenty, as its level says."""
    rng = Random(11)
    verdicts = [
        judged([rng.expovariate(1) for _ in range(12)], [rng.expovariate(1) for _ in range(12)], "time_s").verdict
        for _ in range(400)
    ]
    assert verdicts.count("no_evidence") > 200
    assert verdicts.count("unclear") > 80
    assert verdicts.count("improved") + verdicts.count("worse") <= 32


def test_a_guard_without_any_change_seldom_suffers() -> None:
    rng = Random(12)
    suffering = 0
    for _ in range(400):
        before, since = ([rng.expovariate(1) for _ in range(12)] for _ in range(2))
        suffering += judged(before, since, "time_s").suffers is True
    assert suffering <= 20


def test_a_guard_with_a_signal_alone_is_looked_at_before_adopting() -> None:
    odd = observed([10.0, *STEADY], [10.0, 11, 30, 9, 12], "Second rounds")
    judgement = outcome(observed(STEADY, HALVED), observed(STEADY, SHIFTED, "Hard cases"), odd)
    assert [guard.name for guard in judgement.guards] == ["Second rounds", "Hard cases"]
    assert "shows a signal towards the worse side" in judgement.guards[0].sentence
    assert judgement.suggestion == "adopt"
    assert judgement.suggestion_sentence.endswith("Look first at the signals of “Second rounds”.")


_VALUES = st.lists(
    st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.integers(0, 20).map(float)), max_size=16
)


@given(
    st.lists(st.tuples(_VALUES, _VALUES), min_size=1, max_size=3),
    st.sampled_from(["time_s", "count", "share", "number"]),
    st.sampled_from(["lower", "higher"]),
    st.none() | st.floats(-100, 1000),
)
def test_any_readings_are_judged(
    series: list[tuple[list[float | None], list[float | None]]],
    measure: Measure,
    better: Better,
    expected_percent: float | None,
) -> None:
    metric, *guards = [
        observed(before, since, f"Series {number}", measure, better) for number, (before, since) in enumerate(series)
    ]
    judgement = outcome(metric, *guards, expected_percent=expected_percent)
    text = json.dumps(judgement.as_json(), allow_nan=False)
    assert json.loads(text) == judgement.as_json()
    assert {guard.name for guard in judgement.guards} == {guard.name for guard in guards}
    ranks = [
        {True: 0, None: 1, False: 3 - (guard.verdict in ("mixed", "unclear"))}[guard.suffers]
        for guard in judgement.guards
    ]
    assert ranks == sorted(ranks)
    if ranks and ranks[0] == 0:
        assert judgement.sentences[0] == judgement.guards[0].sentence
        assert judgement.suggestion in ("adapt", "abandon")
    assert judgement.metric.verdict in judgement.as_json()["metric"]["verdict"]
    assert (judgement.suggestion == "adopt") <= (judgement.metric.verdict == "improved")
    for one in (judgement.metric, *judgement.guards):
        change = one.chart.changes[-1] if one.chart.changes else None
        assert (one.verdict in ("no_evidence", "not_known")) == (change is None or not change.evidence)


@given(
    st.lists(st.integers(0, 40).map(float), min_size=4, max_size=12),
    st.lists(st.integers(0, 40).map(float), min_size=4, max_size=12),
)
def test_a_mirrored_series_has_the_mirrored_verdict(before: list[float], since: list[float]) -> None:
    here = judged(before, since, "number", "lower")
    there = judged([-value for value in before], [-value for value in since], "number", "higher")
    assert (here.verdict, here.suffers) == (there.verdict, there.suffers)
