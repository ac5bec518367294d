"""Readings come in by hand, as a table and from programs: all or none, every problem with its line, never twice."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from experiments.commands.readings import add_readings, add_readings_table, preview_readings, withdraw_readings
from experiments.commands.series import change_series, create_series, delete_series
from experiments.domain.reading_values import ReadingRules
from experiments.domain.readings_table import ROW_LIMIT, read_readings_table
from experiments.models import Reading, ReadingBatch
from metrics import Calendar
from metrics.variation import Measure
from tests.cast import Cast
from tests.experiments.story import ready_experiment, series
from workshops.errors import Conflict, InvalidInput, NotAllowed
from workshops.models import AuditEntry

NOW = datetime(2026, 4, 30, 12, tzinfo=UTC)


def rules(measure: Measure = "number", zone: str = "UTC", unit: str = "") -> ReadingRules:
    return ReadingRules(measure, Calendar(), ZoneInfo(zone), NOW, unit)


def sentences(text: str, **options: Any) -> dict[str, str]:
    return {problem.place: problem.sentence for problem in read_readings_table(text, rules=rules(**options)).problems}


def values(text: str, **options: Any) -> list[float]:
    table = read_readings_table(text, rules=rules(**options))
    assert not table.problems
    return [reading.value for reading in table.readings]


def test_a_table_with_tabs_commas_or_semicolons_and_with_or_without_header() -> None:
    assert values("2026-03-01\t3\n2026-03-02\t4,5") == [3, 4.5]
    assert values("2026-03-01,3,first\n2026-03-02,4.5,second") == [3, 4.5]
    table = read_readings_table("Ticket;Closed on;Team;Hours (h)\nA-1;2026-03-01;Blue 7;2\n", rules=rules("time_s"))
    assert [(reading.value, reading.note) for reading in table.readings] == [(7200, "A-1")]
    assert table.ignored == ["Team"]


def test_a_heading_that_is_not_known_is_the_value_by_its_unit_or_by_any_of_its_lines() -> None:
    found = sentences("Day\tWait (d)\n2026-03-01\tnine\n2026-03-02\t8", measure="time_s")
    assert list(found) == ["line 2, value"]
    assert "“nine”" in found["line 2, value"]
    assert list(sentences("Day;Reopened\n2026-03-01;none\n2026-03-02;8")) == ["line 2, value"]
    assert list(sentences("Day;Reopened\n2026-03-01;\n2026-03-02;8")) == ["line 2"]


def test_a_unit_in_the_header_or_of_the_series_holds_for_bare_numbers() -> None:
    assert values("Date\tValue (h)\n2026-03-01\t2\n2026-03-02\t1d", measure="time_s") == [7200, 8 * 3600]
    assert values("2026-03-01\t2", measure="time_s", unit="m") == [120]
    assert "line 1, value" in sentences("2026-03-01\t2", measure="time_s")


def test_shares_are_written_in_percent_or_as_parts() -> None:
    assert values("2026-03-01\t80 %\n2026-03-02\t0.8\n2026-03-03\t80", measure="share") == [0.8, 0.8, 0.8]
    assert "line 1, value" in sentences("2026-03-01\t180 %", measure="share")


def test_days_are_read_as_people_write_them_in_the_zone_of_the_workshop() -> None:
    text = "31.03.2026\t1\n2026-03-31 14:30\t2\n2026-03-31T14:30+00:00\t3"
    table = read_readings_table(text, rules=rules(zone="Europe/Madrid"))
    assert [reading.at.astimezone(UTC) for reading in table.readings] == [
        datetime(2026, 3, 30, 22, tzinfo=UTC),
        datetime(2026, 3, 31, 12, 30, tzinfo=UTC),
        datetime(2026, 3, 31, 14, 30, tzinfo=UTC),
    ]


def test_slashes_are_told_by_the_column_and_refused_where_both_could_be() -> None:
    table = read_readings_table("03/04/2026\t1\n25/04/2026\t2", rules=rules())
    assert [reading.at.day for reading in table.readings] == [3, 25]
    table = read_readings_table("03/04/2026\t1\n04/25/2026\t2", rules=rules())
    assert [reading.at.month for reading in table.readings] == [3, 4]
    assert "could be day or month first" in sentences("03/04/2026\t1")["line 1, day"]


def test_every_problem_is_named_with_its_line() -> None:
    text = "Date\tValue\n2026-03-01\t3\n2026-02-30\t4\n2026-03-03\tmany\n\n2027-01-01\t5\n2026-03-05\t"
    assert set(sentences(text)) == {"line 3, day", "line 4, value", "line 6, day", "line 7"}
    assert "lies in the future" in sentences(text)["line 6, day"]


@pytest.mark.parametrize(
    ("measure", "cell"), [("count", "-1"), ("number", "1,000"), ("number", "1e999"), ("number", "=1+1"), ("share", "x")]
)
def test_what_is_no_value_is_refused(measure: Measure, cell: str) -> None:
    assert "line 1, value" in sentences(f'2026-03-01\t"{cell}"', measure=measure)


def test_too_long_a_table_is_refused_as_a_whole() -> None:
    with pytest.raises(InvalidInput):
        read_readings_table("2026-03-01\t1\n" * (ROW_LIMIT + 1), rules=rules())
    assert set(sentences("")) == {"text"}


@given(st.text(max_size=200), st.sampled_from(["time_s", "count", "share", "number"]))
def test_any_text_is_read_or_refused_with_sentences(text: str, measure: Measure) -> None:
    table = read_readings_table(text, rules=rules(measure))
    assert all(problem.sentence.endswith((".", "?")) for problem in table.problems)
    for reading in table.readings:
        assert reading.at.tzinfo is not None
        assert measure == "number" or reading.value >= 0


def test_a_table_with_a_problem_adds_nothing(cast: Cast) -> None:
    of = series(cast)
    preview = preview_readings(actor=cast.mia, series=of, text="2026-03-01\t2h\n2026-03-02\tlong")
    assert (len(preview.readings), len(preview.problems)) == (1, 1)
    with pytest.raises(InvalidInput):
        add_readings_table(actor=cast.mia, series=of, op_id="a", text="2026-03-01\t2h\n2026-03-02\tlong", source="csv")
    assert (Reading.objects.count(), ReadingBatch.objects.count()) == (0, 0)
    assert not AuditEntry.objects.filter(act="add_readings").exists()


def test_a_resend_adds_nothing_twice(cast: Cast) -> None:
    of = series(cast)
    text = "2026-03-01\t2h\n2026-03-01\t2h"
    first = add_readings_table(actor=cast.mia, series=of, op_id="a", text=text, source="paste")
    again = add_readings_table(actor=cast.mia, series=of, op_id="a", text=text, source="paste")
    # Two items may take the same time on the same day: only a resend is told from that, not an equal line.
    assert (first.count, first.is_new, again.count, again.is_new, Reading.objects.count()) == (2, True, 2, False, 2)
    with pytest.raises(Conflict):
        add_readings_table(actor=cast.ben, series=of, op_id="a", text=text, source="paste")


def test_a_program_hears_every_problem_with_its_place(cast: Cast) -> None:
    of = series(cast, "Reopened", "share")
    tomorrow = (timezone.now() + timedelta(days=2)).isoformat()
    given = [{"at": "2026-03-01", "value": 0.5}, {"at": tomorrow, "value": 0.1}, {"at": "2026-03-01", "value": 5}]
    with pytest.raises(InvalidInput) as error:
        add_readings(actor=cast.ben, series=of, op_id="a", given=given, source="rest")
    assert [problem.place for problem in error.value.problems] == ["readings.1.at", "readings.2.value"]
    assert Reading.objects.count() == 0


def test_whoever_added_them_and_facilitators_withdraw(cast: Cast) -> None:
    of = series(cast)
    batches = [
        add_readings_table(actor=cast.mia, series=of, op_id=op_id, text="2026-03-01\t2h", source="hand").batch
        for op_id in ("a", "b")
    ]
    with pytest.raises(NotAllowed):
        withdraw_readings(actor=cast.ben, series=of, batch_id=batches[0].id)
    withdraw_readings(actor=cast.mia, series=of, batch_id=batches[0].id)
    withdraw_readings(actor=cast.ana, series=of, batch_id=batches[1].id)
    assert Reading.objects.count() == 0


def test_leaders_and_viewers_add_none(cast: Cast) -> None:
    of = series(cast)
    for person in (cast.lea, cast.vic):
        with pytest.raises(NotAllowed):
            add_readings_table(actor=person, series=of, op_id="a", text="2026-03-01\t2h", source="hand")


def test_a_series_on_which_an_experiment_rests_stays(cast: Cast) -> None:
    draft = ready_experiment(cast)
    assert draft.series is not None
    with pytest.raises(Conflict):
        delete_series(actor=cast.ana, series=draft.series)
    spare = series(cast, "Spare")
    with pytest.raises(NotAllowed):
        delete_series(actor=cast.mia, series=spare)
    delete_series(actor=cast.ben, series=spare)


def test_a_series_keeps_its_measure_and_its_name_is_its_own(cast: Cast) -> None:
    of = series(cast)
    with pytest.raises(InvalidInput):
        change_series(actor=cast.ben, series=of, given={"measure": "count"})
    with pytest.raises(InvalidInput):
        series(cast)
    with pytest.raises(InvalidInput) as error:
        create_series(actor=cast.ben, given={"unit": "h"})
    assert {problem.place for problem in error.value.problems} == {"name", "measure", "worse_when"}
    assert change_series(actor=cast.ben, series=of, given={"name": "Wait", "unit": "h"}).name == "Wait"
