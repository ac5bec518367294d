"""Status meetings as people write them down: a day of the week, how many there were, how long they took together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from experiments.domain.reading_values import ReadingError, ReadingRules, looks_like_moment, read_moment, read_value
from experiments.domain.readings_table import TEXT_LIMIT
from maps.domain.table_cells import Line, read_lines
from workshops.errors import InvalidInput, Problem

WEEKS_LIMIT = 520
_COLUMNS = ("the day", "how many there were", "how long they took")


@dataclass(frozen=True, slots=True)
class MeetingsOfWeek:
    """The status meetings of one week; `total_s` is their time together, in seconds."""

    at: datetime
    count: float
    total_s: float

    @property
    def week(self) -> tuple[int, int]:
        """The week by its year and number, by the clocks of `at`."""
        year, number, _ = self.at.isocalendar()
        return year, number


def read_meetings(text: str, *, rules: ReadingRules) -> tuple[MeetingsOfWeek, ...]:
    """Return the weeks of a table `day, meetings, minutes`, with or without a header; raises InvalidInput with every
    problem and its line.

    A bare number is in minutes; other times are written with their unit. A week stands there once.
    """
    if len(text) > TEXT_LIMIT:
        raise InvalidInput([Problem("text", f"The table is longer than {TEXT_LIMIT:,} characters; nothing was added.")])
    lines = read_lines(text)
    if lines and not any(looks_like_moment(cell) for cell in lines[0].cells):
        lines = lines[1:]
    if not lines:
        sentence = "There is no week in this text: write one a line, such as 2026-03-02; 4; 150."
        raise InvalidInput([Problem("text", sentence)])
    if len(lines) > WEEKS_LIMIT:
        raise InvalidInput(
            [Problem("text", f"The table has {len(lines):,} weeks; {WEEKS_LIMIT} can be added at once.")]
        )
    weeks, problems = [], list[Problem]()
    for line in lines:
        try:
            weeks.append(_read_line(line, rules))
        except ReadingError as error:
            problems.append(Problem(f"line {line.number}", str(error)))
    problems += _repeated(weeks)
    if problems:
        raise InvalidInput(problems)
    return tuple(weeks)


def _read_line(line: Line, rules: ReadingRules) -> MeetingsOfWeek:
    for place, what in enumerate(_COLUMNS):
        if place >= len(line.cells) or not line.cells[place]:
            raise ReadingError(f"This line does not say {what}: write day, meetings and minutes.")
    day, count, total = line.cells[:3]
    return MeetingsOfWeek(
        at=read_moment(day, rules),
        count=read_value(count, replace(rules, measure="count")),
        total_s=read_value(total, replace(rules, measure="time_s", unit="m")),
    )


def _repeated(weeks: Sequence[MeetingsOfWeek]) -> list[Problem]:
    seen, problems = set[tuple[int, int]](), []
    for of in weeks:
        if of.week in seen:
            sentence = (
                f"The week of {of.at:%-d %B %Y} stands there twice; write each week once, all its meetings together."
            )
            problems.append(Problem("text", sentence))
        seen.add(of.week)
    return problems
