"""One real item: what each visit took, what is missing, and what is wrong with what people said."""

from datetime import UTC, datetime
from typing import Any

import pytest

from facilitation.domain.real_item_input import VISIT_LIMIT, VisitReading, read_visits
from facilitation.domain.real_items import ItemTimes, place_on_map, times_of
from facilitation.domain.working_hours import working_hours
from maps.domain.elements import Reading
from metrics import Calendar
from workshops.errors import InvalidInput, Problem

HOUR = 3600.0
DAY = 8 * HOUR
HOURS = working_hours({})
NAMES = {"a": "Design", "b": "Build", "c": "Test"}
RULES = VisitReading(HOURS, Reading(Calendar(), "walked"), NAMES, datetime(2026, 6, 1, tzinfo=UTC))

Said = dict[str, Any]


def times(*visits: Said) -> ItemTimes:
    return times_of(read_visits(visits, RULES), HOURS)


def problems(*visits: Said) -> list[Problem]:
    with pytest.raises(InvalidInput) as refused:
        read_visits(visits, RULES)
    return list(refused.value.problems)


DESIGN = {
    "step": "a",
    "arrived_at": "2026-05-04T09:00",
    "started_at": "2026-05-05T09:00",
    "finished_at": "2026-05-05T13:00",
}
BUILD = {"step": "b", "started_at": "2026-05-07T09:00", "finished_at": "2026-05-08T17:00"}


def test_an_item_arrives_when_the_step_before_has_finished() -> None:
    found = times(DESIGN, BUILD)
    assert [(one.wait_time_s, one.process_time_s) for one in found.visits] == [(DAY, 4 * HOUR), (12 * HOUR, 2 * DAY)]
    assert (found.wait_time_s, found.process_time_s, found.lead_time_s) == (20 * HOUR, 20 * HOUR, 40 * HOUR)
    assert found.flow_efficiency == 0.5
    assert found.needs == ()


def test_what_people_state_wins_and_the_rest_lay_there() -> None:
    found = times(DESIGN, BUILD | {"process_time": "2h"})
    build = found.visits[1]
    assert (build.wait_time_s, build.process_time_s, build.idle_time_s) == (12 * HOUR, 2 * HOUR, 14 * HOUR)
    assert build.waited_s == 26 * HOUR
    assert found.lead_time_s == 40 * HOUR == (found.wait_time_s or 0) + (found.process_time_s or 0)


def test_no_wait_is_one_word_and_needs_no_start() -> None:
    found = times(DESIGN, {"step": "b", "wait_time": 0, "finished_at": "2026-05-06T11:00"})
    assert (found.visits[1].wait_time_s, found.visits[1].process_time_s) == (0, 6 * HOUR)


def test_durations_alone_tell_a_whole_way() -> None:
    found = times(
        {"step": "a", "wait_time": "2d", "process_time": "3h"},
        {"name": "Law", "wait_time": "1h-3h", "process_time": 60},
    )
    assert found.lead_time_s == 2 * DAY + 5 * HOUR + 60 == found.lower_bound_s
    assert [one.visit.step_id for one in found.visits] == ["a", ""]


def test_what_is_missing_is_said_and_is_not_zero() -> None:
    found = times({"step": "a", "started_at": "2026-05-05T09:00"}, {"step": "c", "process_time": "1h"})
    assert found.needs == (
        "needs when it arrived at “Design”",
        "needs when it was finished at “Design”",
        "needs when it arrived at “Test”",
    )
    assert (found.lead_time_s, found.wait_time_s, found.process_time_s) == (None, None, None)
    assert found.lower_bound_s == HOUR
    assert times().lead_time_s is None


def test_the_ends_tell_the_lead_time_although_something_between_is_forgotten() -> None:
    found = times(DESIGN, {"step": "b"}, {"step": "c", "finished_at": "2026-05-08T17:00"})
    assert found.lead_time_s == 5 * DAY
    assert found.wait_time_s is None


def test_steps_worked_on_at_once_are_counted_once_in_the_lead_time() -> None:
    both = BUILD | {"step": "c", "arrived_at": "2026-05-05T13:00"}
    found = times(DESIGN, BUILD, both)
    assert found.lead_time_s == 40 * HOUR
    assert found.process_time_s == 36 * HOUR


def test_a_second_visit_is_rework() -> None:
    again = {"step": "a", "wait_time": 0, "process_time": "1h", "came_back": True, "reason": "No criteria"}
    found = times(DESIGN, BUILD, again)
    assert [one.is_again for one in found.visits] == [False, False, True]
    assert (found.rework_visits, found.rework_time_s) == (1, HOUR)


def test_work_outside_of_the_hours_is_remarked() -> None:
    found = times({"step": "b", "wait_time": 0, "started_at": "2026-05-05T18:00", "finished_at": "2026-05-05T20:00"})
    assert found.visits[0].process_time_s == 0
    assert found.visits[0].remark == "At “Build” it was worked on outside of the working hours: say how long."
    assert times(DESIGN).visits[0].remark == ""


def test_a_wrong_order_names_the_step_and_both_moments() -> None:
    (found,) = problems(DESIGN | {"finished_at": "2026-05-05T08:00"})
    assert found.place == "visits.0.finished_at"
    assert found.sentence == (
        "At “Design” it was finished 5 May 2026, 08:00, before it was started (5 May 2026, 09:00). Correct one of them."
    )
    (found,) = problems(DESIGN, BUILD | {"started_at": "2026-05-05T12:00"})
    assert found.place == "visits.1.started_at"
    assert found.sentence == (
        "At “Build” it was started 5 May 2026, 12:00, before it was finished at “Design” (5 May 2026, 13:00). Correct "
        "one of them; if both were worked on at once, say when it arrived at “Build”."
    )


@pytest.mark.parametrize(
    ("visit", "place", "sentence"),
    [
        ({"step": "gone"}, "visits.0.step", "This step is not on the map any more; choose another one."),
        ({}, "visits.0.name", "Say which step the 1st row is about."),
        ({"step": "a", "by": "Ben"}, "visits.0.by", "A visit has no field “by”."),
        ({"step": "a", "came_back": "yes"}, "visits.0.came_back", "“came_back” must be true or false."),
        ({"name": "x" * 201}, "visits.0.name", "The name is 201 characters long; 200 are allowed."),
        (
            {"step": "a", "arrived_at": "soon"},
            "visits.0.arrived_at",
            "“Design”: write day and time such as 2026-05-04T09:30.",
        ),
        (
            {"step": "a", "arrived_at": 5},
            "visits.0.arrived_at",
            "“Design”: write day and time such as 2026-05-04T09:30.",
        ),
        (
            {"step": "a", "arrived_at": "2026-07-01T09:00"},
            "visits.0.arrived_at",
            "“Design”: 1 Jul 2026, 09:00 is still to come.",
        ),
        ({"step": "a", "process_time": "-2h"}, "visits.0.process_time", None),
        ({"step": "a", "process_time": "3"}, "visits.0.process_time", None),
    ],
)
def test_what_is_wrong_has_its_place(visit: Said, place: str, sentence: str | None) -> None:
    (found,) = problems(visit)
    assert found.place == place
    assert found.sentence == sentence if sentence else "“Design”" in found.sentence


def test_an_item_has_its_limits() -> None:
    assert problems(*[{"step": "a"}] * (VISIT_LIMIT + 1))[0].place == "visits"
    (found,) = problems(DESIGN | {"arrived_at": "2019-05-04T09:00"})
    assert "more than five years" in found.sentence


def test_stages_find_their_step_by_name_when_it_comes_onto_the_map() -> None:
    said = read_visits([{"name": " code  review"}, {"step": "a"}, {"name": "Law"}], RULES)
    placed = place_on_map(said, {"r": "Code Review", "b": "Build"})
    assert [(visit.step_id, visit.step_name) for visit in placed] == [("r", "Code Review"), ("", "Design"), ("", "Law")]
