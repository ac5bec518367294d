"""The three signals over REST: what they are read from, status meetings week by week, verdicts since a change."""

from datetime import date, timedelta
from typing import Any

import pytest

from experiments.commands.experiments import decide_experiment
from experiments.commands.series import create_series
from experiments.models import Experiment, Reading, Series, SeriesFeed
from maps.commands.edit import submit
from maps.models import Map
from tests.api.calls import add, send, step
from tests.cast import CHARTER, Cast, client_of, make_cast
from tests.experiments.story import read_daily, ready_experiment, today
from workshops.audit_sentences import sentence_of
from workshops.models import AuditEntry

WAITS = {"wait_time": "2d", "process_time": "1d", "value_class": "adding"}


def signals(cast: Cast, since: str = "") -> Any:
    address = f"/api/workshops/{cast.workshop.id}/signals/"
    return client_of(cast.vic).get(f"{address}?since={since}" if since else address).json()


def choose(cast: Cast, code: str, **source: object) -> Any:
    return send(client_of(cast.ben), "put", f"/api/workshops/{cast.workshop.id}/signals/{code}/", source)


def count(cast: Cast, text: str, op_id: str = "weeks") -> Any:
    body = {"op_id": op_id, "text": text}
    return send(client_of(cast.ben), "post", f"/api/workshops/{cast.workshop.id}/meetings/", body)


def read_from(cast: Cast, code: str) -> Series:
    return Series.objects.get(workshop=cast.workshop, signal=code)


def works(told: Any) -> dict[str, bool | None]:
    return {signal["code"]: signal["works"] for signal in told["signals"]}


def filled(of: Map, cast: Cast, wait: str = "2d") -> Map:
    element = step("Design", **{**WAITS, "wait_time": wait})
    submit(map_id=of.id, actor=cast.ben, op_id="one", edits=[add("design", element)])
    return of


def test_nothing_is_known_before_anything_is_read(cast: Cast) -> None:
    told = signals(cast)
    assert works(told) == {"lead_time": None, "value_added_ratio": None, "meetings": None}
    assert told["sentence"] == "Whether it works is not known yet."
    assert (told["since"], told["events"], set(told["series"].values())) == (None, [], {None})


def test_a_signal_is_read_from_the_map_and_goes_on_with_the_next_one(cast: Cast) -> None:
    filled(cast.map, cast)
    assert choose(cast, "lead_time", map=str(cast.map.id)).status_code == 200
    series = read_from(cast, "lead_time")
    assert [reading.value for reading in Reading.objects.filter(series=series)] == [3 * 8 * 3600.0]
    # The stream is mapped again on another map: the same series goes on, and keeps what it has.
    later = filled(Map.objects.create(workshop=cast.workshop, title="A year later"), cast, wait="1d")
    assert choose(cast, "lead_time", map=str(later.id)).json()["series"] == str(series.id)
    assert [reading.value for reading in Reading.objects.filter(series=series)] == [86_400.0, 57_600.0]
    assert SeriesFeed.objects.get(series=series).map_id == later.id
    acts = [sentence_of(entry) for entry in AuditEntry.objects.filter(act="choose_signal")]
    assert acts == [f"Ben chose “{series.name}” as a signal of whether it works."] * 2


def test_a_map_that_does_not_say_it_is_not_taken(cast: Cast) -> None:
    filled(cast.map, cast)
    choose(cast, "lead_time", map=str(cast.map.id))
    later = Map.objects.create(workshop=cast.workshop, title="A year later")
    refused = choose(cast, "lead_time", map=str(later.id))
    assert (refused.status_code, refused.json()["code"]) == (409, "figure_not_known")
    assert SeriesFeed.objects.get().map_id == cast.map.id
    assert choose(cast, "people", map=str(cast.map.id)).status_code == 400


def test_a_series_is_chosen_once_and_only_where_it_fits(cast: Cast) -> None:
    given = {"name": "Meetings", "measure": "count", "worse_when": "higher"}
    fitting = create_series(actor=cast.mia, given=given)
    assert choose(cast, "meetings").status_code == 200
    begun = read_from(cast, "meetings")
    assert choose(cast, "meetings", series=str(fitting.id)).json() == {
        "code": "meetings",
        "series": str(fitting.id),
        "name": "Meetings",
    }
    begun.refresh_from_db()
    assert begun.signal == ""
    for code in ("lead_time", "value_added_ratio"):
        assert choose(cast, code, series=str(fitting.id)).json()["code"] == "invalid"
    other_side = create_series(actor=cast.mia, given={**given, "name": "Demos", "worse_when": "lower"})
    assert "worse when lower" in choose(cast, "meetings", series=str(other_side.id)).json()["message"]
    assert choose(cast, "weather").status_code == 404
    assert choose(cast, "meetings", series=str(fitting.id), map=str(cast.map.id)).status_code == 400
    # Begun again, its own series has another name.
    choose(cast, "meetings")
    assert read_from(cast, "meetings").name == "Status meetings a week (2)"


def test_what_belongs_to_another_workshop_is_not_read(cast: Cast) -> None:
    other = make_cast({**CHARTER, "name": "Bugs"})
    series = create_series(actor=other.ana, given={"name": "Theirs", "measure": "count", "worse_when": "higher"})
    address = f"/api/workshops/{cast.workshop.id}/signals/"
    ana = client_of(cast.ana)
    assert send(ana, "put", f"{address}meetings/", {"series": str(series.id)}).status_code == 404
    filled(other.map, other)
    assert send(ana, "put", f"{address}lead_time/", {"map": str(other.map.id)}).status_code == 404
    assert not Series.objects.exclude(signal="").exists()


def test_a_dropped_signal_keeps_its_readings(cast: Cast) -> None:
    count(cast, "2026-03-02; 4; 150")
    series = read_from(cast, "meetings")
    answer = send(client_of(cast.mia), "delete", f"/api/workshops/{cast.workshop.id}/signals/meetings/")
    assert answer.status_code == 204
    series.refresh_from_db()
    assert (series.signal, series.readings.count()) == ("", 1)


def test_status_meetings_week_by_week(cast: Cast) -> None:
    added = count(cast, "Week\tMeetings\tMinutes\n2026-03-02\t4\t150\n09.03.2026\t3\t1h 40m\n")
    assert (added.status_code, added.json()) == (201, {"weeks": 2})
    assert list(read_from(cast, "meetings").readings.values_list("value", flat=True)) == [4.0, 3.0]
    assert list(read_from(cast, "meeting_time").readings.values_list("value", flat=True)) == [9_000.0, 6_000.0]
    again = count(cast, "2026-03-02; 4; 150\n2026-03-09; 3; 100")
    assert (again.status_code, Reading.objects.count()) == (200, 4)
    # A week is counted once, whatever day it is told by.
    twice = count(cast, "2026-03-06; 1; 15", op_id="friday")
    assert (twice.status_code, twice.json()["code"]) == (409, "week_counted")
    assert "“Status meetings a week”" in twice.json()["message"]
    assert Reading.objects.count() == 4


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("2026-03-02; 4", "line 1", "how long they took"),
        ("2026-03-02; many; 150", "line 1", "“many” is not a number"),
        ("2026-03-02; 4; 150\nMarch; 3; 100", "line 2", "not a day"),
        ("2026-03-02; 4; 150\n2026-03-04; 3; 100", "text", "twice"),
        ("Week; Meetings; Minutes", "text", "no week"),
        ("2126-03-02; 4; 150", "line 1", "future"),
    ],
)
def test_weeks_that_cannot_be_read_add_nothing(cast: Cast, text: str, place: str, says: str) -> None:
    refused = count(cast, text)
    (problem,) = refused.json()["details"]["problems"]
    assert (refused.status_code, problem["place"]) == (400, place)
    assert says in problem["sentence"]
    assert not Reading.objects.exists()
    assert not Series.objects.exists()


def test_verdicts_since_the_first_change_and_since_a_day(cast: Cast) -> None:
    elements = {"test": step("Staging test", people=1, **WAITS)}
    submit(map_id=cast.map.id, actor=cast.ana, op_id="map", edits=[add(key, of) for key, of in elements.items()])
    experiment = ready_experiment(cast, guard_absence="Nothing else waits.")
    decide_experiment(actor=cast.ana, experiment=experiment, to=Experiment.State.RUNNING, reason="")
    starts_on = today() - timedelta(days=21)
    choose(cast, "lead_time")
    lead = read_from(cast, "lead_time")
    before = [20.0, 22, 19, 21, 20, 23, 20, 21, 19, 22, 20, 21]
    read_daily(cast, lead, [86_400 * value for value in before], ends_on=starts_on - timedelta(days=1), op_id="before")
    read_daily(cast, lead, [43_200 * value for value in before], ends_on=starts_on + timedelta(days=11), op_id="since")
    told = signals(cast)
    assert (told["since"], told["change"]) == (str(starts_on), f"Started: {experiment.change}")
    assert [event["what"] for event in told["events"]] == [f"Started: {experiment.change}"]
    (signal,) = [one for one in told["signals"] if one["code"] == "lead_time"]
    assert (signal["works"], "count them before and since" in signal["sentence"]) == (None, True)
    # Once people are counted it is known: nobody was added, so the lead time fell by itself.
    choose(cast, "people")
    for day, op_id in ((starts_on - timedelta(days=5), "a"), (starts_on + timedelta(days=5), "b")):
        read_daily(cast, read_from(cast, "people"), [8.0], ends_on=day, op_id=op_id)
    assert works(signals(cast))["lead_time"] is True
    chosen = signals(cast, since=str(starts_on + timedelta(days=11)))
    assert chosen["since"] == str(starts_on + timedelta(days=11))
    assert works(chosen)["lead_time"] is not True
    assert date.fromisoformat(told["since"]) == starts_on
