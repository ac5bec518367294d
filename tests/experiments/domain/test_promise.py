"""What became of a future state's promise, on a map that was copied and on one that was drawn anew."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.domain.comparison import figures_of
from experiments.domain.differences import find_differences
from experiments.domain.promise import Answer, State, answer_promise
from experiments.domain.reasons import Reason, reason_changes
from metrics.calendar import Calendar
from tests.experiments.domain.sketch import DAY, Map, arrow, chain, changed, stated, step, without

CHARTER: dict[str, Any] = {"name": "Delivery", "calendar": {}}
BEFORE = chain(
    refine=step("Refinement", 1, 1),
    approve=step("Approval", 3, 1),
    dev=step("Development", 2, 1),
    test=step("Test", 4, 1),
)


def promised() -> Map:
    """The approval is gone, a check is new, the test waits a day."""
    shorter = without(changed(BEFORE, "refine-approve", target="dev"), "approve", "approve-dev")
    shorter = changed(shorter, "test", wait_time=stated(DAY))
    checked = changed({**shorter, "check": step("Check", 0, 0.5)}, "dev-test", source="check")
    return {**checked, "dev-check": arrow("dev", "check")}


def answered(later: Map, wanted: Map | None = None) -> Answer:
    future = promised() if wanted is None else wanted
    differences = find_differences(BEFORE, future)
    reasoned = reason_changes(differences, {"test": Reason("waiting", "A second environment")})
    before, then, now = (State(elements, figures_of("", CHARTER, elements)) for elements in (BEFORE, future, later))
    return answer_promise(before, then, now, differences=differences, reasoned=reasoned, calendar=Calendar())


def redrawn(elements: Map) -> Map:
    """The same map with other ids, as somebody draws it who begins with a blank one."""

    def other(key: str) -> str:
        return f"new-{key}"

    return {
        other(key): {**element, **{end: other(element[end]) for end in ("source", "target") if end in element}}
        for key, element in elements.items()
    }


def fates(answer: Answer) -> dict[str, str]:
    return {fate.change.difference.key: fate.fate for fate in answer.changes}


@pytest.mark.parametrize("draw", [dict, redrawn], ids=["copied", "drawn anew"])
def test_a_promise_that_came_true(draw: Any) -> None:
    answer = answered(draw(promised()))
    assert answer.share == pytest.approx(1)
    assert fates(answer) == {"approve": "came_true", "check": "came_true", "test": "came_true"}
    assert answer.besides == ()
    assert answer.sentence == (
        "Lead time: 14 d before, 7.5 d promised, 7.5 d now: the promise was kept (100 % of the promised change). "
        "Of 3 changes 3 are on the map."
    )


@pytest.mark.parametrize("draw", [dict, redrawn], ids=["copied", "drawn anew"])
def test_nothing_was_done(draw: Any) -> None:
    answer = answered(draw(BEFORE))
    assert answer.share == 0
    assert set(fates(answer).values()) == {"not_done"}
    assert [fate.sentence for fate in answer.changes if fate.change.difference.kind == "removed"] == [
        "“Approval” is removed: it is still there."
    ]
    assert answer.sentence.endswith("nothing of it came true. Of 3 changes 0 are on the map.")


@pytest.mark.parametrize("draw", [dict, redrawn], ids=["copied", "drawn anew"])
def test_a_part_of_it_and_what_nobody_promised(draw: Any) -> None:
    later = changed(changed(BEFORE, "test", wait_time=stated(2 * DAY, "measured")), "dev", wait_time=stated(DAY))
    answer = answered(draw(later))
    assert fates(answer) == {"approve": "not_done", "check": "not_done", "test": "partly"}
    told = next(fate for fate in answer.changes if fate.change.difference.key == "test")
    assert told.change.waste == "waiting"
    assert told.sentence == "“Test”: wait time 4 d (estimate) → 1 d (estimate); now 2 d (measured)."
    assert [found.key for found in answer.besides] == ["dev"]
    assert answer.sentence.endswith(
        "Of 3 changes 0 are on the map, 1 in part. 1 thing differs that no change promised."
    )


def test_a_step_that_was_to_change_and_is_gone() -> None:
    later = without(changed(BEFORE, "dev-test", target="done"), "test") | {"done": step("Done", 0, 1)}
    answer = answered(later)
    told = next(fate for fate in answer.changes if fate.change.difference.key == "test")
    assert (told.fate, told.sentence.endswith("it is not on the map any more.")) == ("not_done", True)


def test_an_arrow_that_was_to_lead_elsewhere() -> None:
    wanted = changed(BEFORE, "approve-dev", target="test")
    assert fates(answered(wanted, wanted)) == {"approve-dev": "came_true"}
    assert answered(wanted, wanted).sentence.endswith("The one change is on the map as promised.")
    assert fates(answered(redrawn(wanted), wanted)) == {"approve-dev": "came_true"}
    assert fates(answered(BEFORE, wanted)) == {"approve-dev": "not_done"}


def test_a_map_that_is_not_filled_says_what_it_needs() -> None:
    later = changed(promised(), "test", wait_time=None)
    assert answered(later).share is None
    assert answered(later).sentence.startswith("The lead time is not known yet: it needs the wait")
    assert answered({}).sentence.startswith("The lead time is not known yet")


_WAITS = st.integers(0, 12).map(float)


@given(st.tuples(_WAITS, _WAITS, _WAITS), st.tuples(_WAITS, _WAITS, _WAITS))
def test_any_later_map_can_be_held_against_any_promise(wanted: tuple[float, ...], now: tuple[float, ...]) -> None:
    def waiting(days: tuple[float, ...]) -> Map:
        elements = BEFORE
        for key, wait in zip(("refine", "dev", "test"), days, strict=True):
            elements = changed(elements, key, wait_time=stated(wait * DAY))
        return elements

    copied, anew = answered(waiting(now), waiting(wanted)), answered(redrawn(waiting(now)), waiting(wanted))
    assert fates(copied) == fates(anew)
    assert copied.share == (None if anew.share is None else pytest.approx(anew.share))
    if wanted == now:
        assert set(fates(copied).values()) <= {"came_true"}
        assert copied.besides == ()
