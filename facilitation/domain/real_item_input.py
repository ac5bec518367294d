"""What people say of a real item, read into visits: every problem with its place, in sentences that name the step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from facilitation.domain.real_items import Visit, moments_of
from facilitation.domain.working_hours import WorkingHours, read_clock_time
from maps.domain.elements import FieldError, Reading, read_field
from workshops.errors import InvalidInput, Problem

VISIT_LIMIT = 100
NAME_LIMIT = 120
NOTE_LIMIT = 1_000
TEXT_LIMITS: Mapping[str, int] = {"name": 200, "reason": 300, "note": 500}
MOMENTS: Mapping[str, str] = {
    "arrived_at": "arrived",
    "started_at": "was started",
    "finished_at": "was finished",
}
TIMES = ("wait_time", "process_time")
LONGEST = timedelta(days=5 * 366)
_FIELDS = {"step", "came_back", *TEXT_LIMITS, *MOMENTS, *TIMES}
# Clocks of people and of the server differ, and so do their zones.
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class VisitReading:
    """By what visits are read: the working hours, what “3d” means, which steps there are by id, and the time now."""

    hours: WorkingHours
    durations: Reading
    step_names: Mapping[str, str]
    now: datetime


def read_text(value: object, label: str, limit: int, place: str, problems: list[Problem]) -> str:
    """Return a text without surrounding blanks; what is wrong with it goes to the problems."""
    if value is None:
        return ""
    if not isinstance(value, str):
        problems.append(Problem(place, f"The {label} must be a text."))
        return ""
    # PostgreSQL holds neither NUL nor half of a surrogate pair.
    text = value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
    if len(text) > limit:
        problems.append(Problem(place, f"The {label} is {len(text):,} characters long; {limit:,} are allowed."))
    return text


def read_visits(given: Sequence[Mapping[str, Any]], rules: VisitReading) -> list[Visit]:
    """Return the visits in their order.

    Raises InvalidInput with every problem at `visits.<place>.<field>`, among others for moments in a wrong order.
    """
    if len(given) > VISIT_LIMIT:
        raise InvalidInput([Problem("visits", f"An item can have {VISIT_LIMIT} visits of steps, not {len(given):,}.")])
    problems: list[Problem] = []
    visits = [_read_visit(one, f"visits.{place}", rules, problems) for place, one in enumerate(given)]
    if not problems:
        problems = _order_problems(visits, rules)
    if problems:
        raise InvalidInput(problems)
    return visits


def say_moment(moment: datetime, hours: WorkingHours) -> str:
    """Return “4 May 2026, 09:00” by the clocks of the workshop."""
    local = moment.astimezone(hours.zone)
    return f"{local.day} {local:%b %Y, %H:%M}"


def _read_visit(given: Mapping[str, Any], place: str, rules: VisitReading, problems: list[Problem]) -> Visit:
    for name in sorted(set(given) - _FIELDS):
        problems.append(Problem(f"{place}.{name}", f"A visit has no field “{name}”."))
    texts = {
        name: read_text(given.get(name), name, limit, f"{place}.{name}", problems)
        for name, limit in TEXT_LIMITS.items()
    }
    step_id = given.get("step") or ""
    if step_id and step_id not in rules.step_names:
        problems.append(Problem(f"{place}.step", "This step is not on the map any more; choose another one."))
        step_id = ""
    name = rules.step_names.get(step_id, texts["name"])
    if not name and not problems:
        problems.append(Problem(f"{place}.name", f"Say which step the {_ordinal(place)} row is about."))
    came_back = given.get("came_back", False)
    if not isinstance(came_back, bool):
        problems.append(Problem(f"{place}.came_back", "“came_back” must be true or false."))
    moments = {field: _read_moment(given.get(field), name, f"{place}.{field}", rules, problems) for field in MOMENTS}
    times = {field: _read_time(given.get(field), field, name, f"{place}.{field}", rules, problems) for field in TIMES}
    return Visit(
        step_name=name,
        step_id=step_id,
        arrived_at=moments["arrived_at"],
        started_at=moments["started_at"],
        finished_at=moments["finished_at"],
        wait_time_s=times["wait_time"],
        process_time_s=times["process_time"],
        came_back=bool(came_back),
        reason=texts["reason"],
        note=texts["note"],
    )


def _read_moment(value: object, name: str, place: str, rules: VisitReading, problems: list[Problem]) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        moment = read_clock_time(value if isinstance(value, str) else "", rules.hours.zone)
    except (ValueError, OverflowError):
        problems.append(Problem(place, f"“{name}”: write day and time such as 2026-05-04T09:30."))
        return None
    if moment > rules.now + _AHEAD:
        problems.append(Problem(place, f"“{name}”: {say_moment(moment, rules.hours)} is still to come."))
    return moment


def _read_time(
    value: object, field: str, name: str, place: str, rules: VisitReading, problems: list[Problem]
) -> float | None:
    if value is None or value == "":
        return None
    try:
        return float(read_field("step", field, value, rules.durations)["value"])
    except FieldError as error:
        problems.append(Problem(place, f"“{name}”: {error}"))
        return None


def _order_problems(visits: Sequence[Visit], rules: VisitReading) -> list[Problem]:
    problems = []
    before: Visit | None = None
    for number, visit in enumerate(visits):
        problem = _order_problem(visit, before, f"visits.{number}", rules.hours)
        if problem is not None:
            problems.append(problem)
        before = visit
    moments = [moment for visit in visits for moment in moments_of(visit)]
    if moments and max(moments) - min(moments) > LONGEST:
        sentence = f"From {say_moment(min(moments), rules.hours)} to {say_moment(max(moments), rules.hours)} are more "
        problems.append(Problem("visits", f"{sentence}than five years; one of the days has a wrong year."))
    return problems


def _order_problem(visit: Visit, before: Visit | None, place: str, hours: WorkingHours) -> Problem | None:
    """Return what is wrong with the order of a visit's moments, also against the finish of the visit before it."""
    known = [(field, moment) for field in MOMENTS if (moment := getattr(visit, field)) is not None]
    at = f"At “{visit.step_name}” it"
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            said = f"{MOMENTS[later]} {say_moment(second, hours)}, before it {MOMENTS[earlier]}"
            return Problem(f"{place}.{later}", f"{at} {said} ({say_moment(first, hours)}). Correct one of them.")
    if before is None or before.finished_at is None or visit.arrived_at is not None or not known:
        return None
    field, moment = known[0]
    if moment >= before.finished_at:
        return None
    sentence = (
        f"{at} {MOMENTS[field]} {say_moment(moment, hours)}, before it was finished at “{before.step_name}” "
        f"({say_moment(before.finished_at, hours)}). Correct one of them; if both were worked on at once, say when it "
        f"arrived at “{visit.step_name}”."
    )
    return Problem(f"{place}.{field}", sentence)


def _ordinal(place: str) -> str:
    number = int(place.rpartition(".")[2]) + 1
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
