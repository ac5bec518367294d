"""Measurements as people use them without script: begun, filled by hand, paste and file, withdrawn, deleted."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from experiments.commands.experiments import draft_experiment
from experiments.commands.readings import add_readings_table
from experiments.models import ReadingBatch, Series
from tests.cast import Cast, Person, client_of
from tests.experiments.story import read_daily, series
from tests.pages.reading import text_of
from workshops.commands.workshop import change_charter
from workshops.models import ApiToken

TABLE = "Day\tWait (h)\n2026-03-02\t6\n2026-03-03\t1d 2h\n"


def page_of(person: Person, of: Series) -> str:
    return text_of(client_of(person).get(reverse("series", args=[of.id])))


def post(person: Person, address: str, of: Series, **data: Any) -> Any:
    return client_of(person).post(reverse(address, args=[of.id]), data, follow=True)


def test_a_first_measurement(cast: Cast) -> None:
    address = reverse("measurements", args=[cast.workshop.id])
    assert "Nothing is measured yet" in text_of(client_of(cast.ben).get(address))
    assert "Begin a measurement" not in text_of(client_of(cast.vic).get(address))
    given = {"name": "Staging wait", "measure": "time_s", "worse_when": "higher", "unit": "h"}
    said = text_of(client_of(cast.ben).post(address, given, follow=True))
    assert "“Staging wait” has begun" in said
    assert "There is no reading yet." in said
    again = client_of(cast.ben).post(address, given)
    assert again.status_code == 400
    assert "There is a series “Staging wait” in this workshop already." in text_of(again)


def test_a_table_is_looked_at_then_added_once(cast: Cast) -> None:
    wait = series(cast)
    looked = text_of(post(cast.ben, "series_preview", wait, text=TABLE))
    assert "2 readings</strong> are read like this" in looked
    assert "2 Mar 2026" in looked and "1.3 d" in looked
    assert not wait.readings.exists()
    for _ in range(2):
        assert "2 readings are in the series." in text_of(
            post(cast.ben, "series_readings", wait, text=TABLE, op_id="a")
        )
    assert sorted(wait.readings.values_list("value", flat=True)) == [6 * 3600.0, 10 * 3600.0]
    assert "2 of them are in the series already" in text_of(post(cast.ben, "series_preview", wait, text=TABLE))


def test_problems_stand_by_line_and_the_text_is_kept(cast: Cast) -> None:
    wait = series(cast)
    text = "2026-03-02\t6h\n2026-13-03\t2h\n2026-03-04\tlong"
    answer = post(cast.ben, "series_readings", wait, text=text, op_id="a")
    page = text_of(answer)
    assert answer.status_code == 400
    assert "2 lines need a look; nothing is added while they do." in page
    assert "line 2, day" in page and "line 3, value" in page
    assert "2026-13-03" in page.split("<textarea")[1].split("</textarea>")[0]
    assert not wait.readings.exists()


def test_a_file_from_a_spreadsheet(cast: Cast) -> None:
    wait = series(cast)
    file = SimpleUploadedFile("waits.csv", "Day;Value;Note\n2026-03-02;6,5h;Prüfung\n".encode("cp1252"))
    assert "1 reading is in the series." in text_of(post(cast.ben, "series_readings", wait, file=file, op_id="f"))
    reading = wait.readings.select_related("batch").get()
    assert (reading.value, reading.note, reading.batch.source) == (6.5 * 3600, "Prüfung", "csv")


def test_one_reading_by_hand(cast: Cast) -> None:
    wait = series(cast)
    refused = post(cast.ben, "series_reading", wait, at="2026-03-02", value="soon", op_id="h")
    assert refused.status_code == 400
    assert 'value="soon"' in text_of(refused)
    assert "is in the series" in text_of(post(cast.ben, "series_reading", wait, at="2026-03-02", value="2d", op_id="h"))
    assert wait.readings.get().value == 2 * 8 * 3600


def test_who_added_readings_withdraws_them(cast: Cast) -> None:
    wait = series(cast)
    add_readings_table(actor=cast.ben, series=wait, op_id="a", text=TABLE, source="paste")
    batch = ReadingBatch.objects.get(series=wait)
    address = reverse("series_withdraw", args=[wait.id, batch.id])
    assert address not in page_of(cast.mia, wait)
    assert client_of(cast.mia).post(address).status_code == 403
    assert address in page_of(cast.ben, wait)
    assert "The readings are withdrawn" in text_of(client_of(cast.ben).post(address, follow=True))
    assert not wait.readings.exists()
    assert "withdrawn already" in text_of(client_of(cast.ben).post(address, follow=True))


def test_it_is_renamed_and_stays_while_something_rests_on_it(cast: Cast) -> None:
    wait = series(cast)
    draft_experiment(actor=cast.ben, given={"change": "Slots", "metric": "wait_time", "series": wait.id})
    said = text_of(post(cast.ben, "series_change", wait, name="Wait before staging", worse_when="higher", unit="d"))
    assert "“Wait before staging” is changed." in said
    assert "It stays as long as something rests on it." in said
    assert "so it stays; nothing was deleted" in text_of(post(cast.ben, "series_delete", wait))
    assert "Slots" in page_of(cast.vic, wait)
    free = series(cast, "Reopened", "count")
    assert "“Reopened” and its readings are deleted." in text_of(post(cast.ben, "series_delete", free))
    assert not Series.objects.filter(pk=free.pk).exists()


@pytest.fixture
def in_auckland(cast: Cast) -> Cast:
    calendar = {**cast.workshop.calendar, "time_zone": "Pacific/Auckland"}
    changed = change_charter(actor=cast.ana, changes={"calendar": calendar})
    cast.ben.workshop = cast.vic.workshop = changed
    return cast


def test_the_chart_is_a_table_too_and_its_days_are_the_workshops(in_auckland: Cast) -> None:
    wait = series(in_auckland)
    read_daily(in_auckland, wait, [7200.0, 3600, 7200], ends_on=date(2026, 3, 4))
    page = page_of(in_auckland.vic, wait)
    # Nine in the evening in Auckland is still the morning in UTC.
    assert '<time datetime="2026-03-04">4 Mar 2026</time></th><td>2 h</td>' in page
    told = json.loads(re.search(r'<script id="series-[^"]*-data" type="application/json">(.*?)</script>', page)[1])  # type: ignore[index]
    assert [point["value"] for point in told["chart"]["readings"]] == [7200.0, 3600.0, 7200.0]
    assert told["time_zone"] == "Pacific/Auckland"


def test_a_token_is_shown_once_and_ended(cast: Cast) -> None:
    address = reverse("my_tokens")
    made = text_of(client_of(cast.ben).post(address, {"name": "Ticket export"}))
    secret = re.search(r'id="secret" value="([^"]+)"', made)
    assert secret is not None
    token = ApiToken.objects.get()
    assert token.user == cast.ben.user and secret[1].endswith(token.ending)
    assert secret[1] not in text_of(client_of(cast.ben).get(address))
    end = reverse("my_token_end", args=[token.id])
    client_of(cast.mia).post(end)
    assert ApiToken.objects.exists()
    client_of(cast.ben).post(end)
    assert not ApiToken.objects.exists()
