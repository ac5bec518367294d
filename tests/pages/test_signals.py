"""The page of the signals, the ways in which their readings come, and the page of a promise."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from experiments.commands.experiments import decide_experiment
from experiments.commands.series import create_series
from experiments.models import Experiment, Reading, Series, SeriesFeed
from maps.commands.edit import submit
from maps.models import Map
from tests.cast import Cast, Person, client_of
from tests.experiments.conftest import fill_map
from tests.experiments.story import ready_experiment, today
from tests.pages.reading import text_of
from tests.pages.rows_signals import a_later_state, map_one_step


def page(cast: Cast, person: Person, **query: str) -> Any:
    return client_of(person).get(reverse("signals", args=[cast.workshop.id]), query)


def act(cast: Cast, person: Person, name: str, *arguments: object, **data: str) -> Any:
    address = reverse(f"signals_{name}", args=[cast.workshop.id, *arguments])
    return client_of(person).post(address, data, follow=True)


def read_from(cast: Cast, code: str) -> Series:
    return Series.objects.get(workshop=cast.workshop, signal=code)


def test_an_empty_page_says_what_to_do_next(cast: Cast) -> None:
    told = text_of(page(cast, cast.ben))
    assert "Whether it works is not known yet." in told
    assert told.count("not known yet") == 4
    assert "take it from a map" in told
    assert "write down each week how many there were" in told
    assert "map the stream again" in told


def test_those_who_read_get_no_forms(cast: Cast) -> None:
    act(cast, cast.ben, "choose", "people", source="new")
    for person in (cast.vic, cast.lea):
        assert re.findall(r"<form[^>]*method=.post", page(cast, person).content.decode()) == []


def test_ben_reads_the_lead_time_from_the_map(cast: Cast) -> None:
    map_one_step(cast)
    told = text_of(act(cast, cast.ben, "choose", "lead_time", source=f"map:{cast.map.id}"))
    assert f"fed by the map “{cast.map.title}”" in told
    assert SeriesFeed.objects.get().map_id == cast.map.id
    again = text_of(act(cast, cast.ben, "take", "lead_time"))
    assert "that reading stands and none was added" in again
    submit(map_id=cast.map.id, actor=cast.ben, op_id="two", edits=[wait("1d")])
    assert "The figure of today is in" in text_of(act(cast, cast.ben, "take", "lead_time"))
    assert read_from(cast, "lead_time").readings.count() == 2


def wait(time: str) -> dict[str, Any]:
    return {"do": "set", "id": "design", "fields": {"wait_time": time}}


def test_a_map_that_says_nothing_yet_is_said_so(cast: Cast) -> None:
    told = text_of(act(cast, cast.ben, "choose", "lead_time", source=f"map:{cast.map.id}"))
    assert "0 readings" in told
    assert "is not known yet, so nothing was added." in text_of(act(cast, cast.ben, "take", "lead_time"))


def test_readings_by_hand(cast: Cast) -> None:
    assert act(cast, cast.ben, "reading", "people", op_id="a", at="2026-03-02", value="8").status_code == 404
    act(cast, cast.ben, "choose", "people", source="new")
    told = text_of(act(cast, cast.ben, "reading", "people", op_id="a", at="2026-03-02", value="8"))
    assert "8 on 2026-03-02 is in “People in the stream”." in told
    assert "“many” is not a number" in text_of(
        act(cast, cast.ben, "reading", "people", op_id="b", at="2026-03-02", value="many")
    )
    assert list(Reading.objects.values_list("value", flat=True)) == [8.0]


def test_a_week_by_hand_and_several_from_a_table(cast: Cast) -> None:
    told = text_of(act(cast, cast.mia, "meetings", op_id="a", day="2026-03-02", count="4", minutes="150"))
    assert "The week is counted." in told
    table = "Week;Meetings;Minutes\n2026-03-09;3;100\n2026-03-16;2;1h"
    assert "2 weeks are counted." in text_of(act(cast, cast.mia, "meetings", op_id="b", text=table))
    assert list(read_from(cast, "meeting_time").readings.values_list("value", flat=True)) == [9_000.0, 6_000.0, 3_600.0]
    batches = read_from(cast, "meetings").batches.order_by("created_at").values_list("source", flat=True)
    assert list(batches) == ["hand", "paste"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"day": "2026-03-02", "count": "", "minutes": "150"}, "does not say how many there were"),
        ({"text": "2026-03-02; 4; 150\nlater; 3; 100"}, "line 2: “later” is not a day"),
    ],
)
def test_what_cannot_be_read_stays_written(cast: Cast, typed: dict[str, str], says: str) -> None:
    answer = act(cast, cast.mia, "meetings", op_id="a", **typed)
    assert answer.status_code == 400
    assert says in text_of(answer)
    for written in typed.values():
        assert written in answer.content.decode()
    assert not Reading.objects.exists()


def test_a_week_that_is_counted_already(cast: Cast) -> None:
    act(cast, cast.mia, "meetings", op_id="a", text="2026-03-02; 4; 150")
    answer = act(cast, cast.ben, "meetings", op_id="b", text="2026-03-04; 1; 15")
    assert "The week of 4 March 2026 is counted already" in text_of(answer)
    assert "2026-03-04; 1; 15" in answer.content.decode()


def test_another_series_is_chosen_and_dropped(cast: Cast) -> None:
    act(cast, cast.ben, "choose", "meetings", source="new")
    given = {"name": "Stand-ups", "measure": "count", "worse_when": "higher"}
    other = create_series(actor=cast.mia, given=given)
    assert "the series “Stand-ups”" in text_of(page(cast, cast.ben))
    act(cast, cast.ben, "choose", "meetings", source=f"series:{other.id}")
    assert read_from(cast, "meetings") == other
    assert act(cast, cast.ben, "choose", "meetings", source="series:none").status_code == 404
    act(cast, cast.ben, "drop", "meetings")
    assert not Series.objects.exclude(signal="").exists()


def test_since_which_change(cast: Cast) -> None:
    fill_map(cast)
    experiment = ready_experiment(cast)
    decide_experiment(actor=cast.ana, experiment=experiment, to=Experiment.State.RUNNING, reason="")
    starts_on = today() - timedelta(days=21)
    told = page(cast, cast.vic).content.decode()
    assert f'<option value="{starts_on}" selected>' in told
    assert f"Started: {experiment.change}" in told
    chosen = page(cast, cast.vic, since="2026-03-02").content.decode()
    assert '<option value="2026-03-02" selected>' in chosen
    assert page(cast, cast.vic, since="2026-02-31").status_code == 200


def test_what_became_of_a_promise(cast: Cast) -> None:
    a_later_state(cast)
    later = Map.objects.get(answers__isnull=False).id
    submit(map_id=later, actor=cast.ben, op_id="walked", edits=[wait("1d 4h")])
    told = text_of(client_of(cast.lea).get(reverse("promise", args=[later])))
    assert "Lead time: 3 d before, 2 d promised, 2.5 d now: a part of it came true (50 %" in told
    assert "Redesign for its own sake: it named no waste." in told
    assert "Nobody waits for a design." in told
    assert "by 31 March 2031" in told
    assert "A year later" in text_of(page(cast, cast.lea))
    refused = client_of(cast.lea).get(reverse("promise", args=[cast.map.id]))
    assert refused.status_code == 409
