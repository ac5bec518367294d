"""Pre-work on pages: the link that leads there, the form of an item, and what it says of what was typed."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from facilitation.models import RealItem, StepVisit
from tests.cast import Cast, client_of, make_cast
from tests.facilitation.real_items import bring, draw_steps
from workshops.commands.invitation import invitation_secrets

pytestmark = pytest.mark.django_db
ROW = ("step", "name", "arrived_at", "started_at", "finished_at", "wait_time", "process_time", "reason")


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    draw_steps(cast)
    return cast


@pytest.fixture
def item(cast: Cast) -> RealItem:
    return bring(cast, cast.ben, state="draft", visits=[])


def rows(*said: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """Return what the form of an item sends."""
    columns = {name: [one.get(name, "") for one in said] for name in ROW}
    return {"name_of_item": "CHK-1412", "note": "", "act": "save", **columns, **more}


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


DESIGN = {"step": "a", "name": "Design", "arrived_at": "2024-05-06T09:00", "finished_at": "2024-05-06T12:00"}
BUILD = {"step": "b", "name": "Build", "started_at": "2024-05-07T09:00", "finished_at": "2024-05-08T09:00"}


def test_the_link_of_the_text_leads_to_the_pre_work_and_nowhere_else(cast: Cast) -> None:
    page = words(client_of(cast.ana).get(reverse("workshop_invitation", args=[cast.workshop.id])))
    prework = reverse("prework", args=[cast.workshop.id])
    link = reverse("join_by_link", args=[invitation_secrets(cast.workshop.invitation).token])
    assert f"{link}?next={prework}" in page
    assert client_of(None).post(f"{link}?next={prework}", {"name": "Noor"})["Location"] == prework
    assert client_of(cast.lea).get(f"{link}?next={prework}")["Location"] == prework
    elsewhere = client_of(None).post(f"{link}?next=//evil.example/", {"name": "Noor"})["Location"]
    assert elsewhere == reverse("workshop_board", args=[cast.workshop.id])


def test_the_page_says_what_to_prepare_and_who_may_bring(cast: Cast) -> None:
    bring(cast, cast.mia, "MIA-7", state="draft")
    bring(cast, cast.ben, "BEN-1")
    address = reverse("prework", args=[cast.workshop.id])
    for person, begins in ((cast.ben, True), (cast.lea, False), (cast.ana, True)):
        page = words(client_of(person).get(address))
        assert "Bring one real feature" in page
        assert "BEN-1" in page
        assert ("MIA-7" in page) == (person is cast.ana)
        assert ('name="name"' in page) == begins
        assert ("Before we meet" in page) == (person is cast.ana)
    client = client_of(cast.ben)
    begun = client.post(address, {"name": "BEN-2"})
    assert begun["Location"] == reverse("real_item", args=[RealItem.objects.get(name="BEN-2").id])
    refused = client.post(address, {"name": " "}, follow=True)
    assert "Give the item a name" in words(refused)


def test_the_form_has_a_row_for_every_step_and_keeps_what_was_said(cast: Cast, item: RealItem) -> None:
    client, address = client_of(cast.ben), reverse("real_item", args=[item.id])
    assert words(client.get(address)).count('class="panel visit') == 2
    sent = client.post(address, rows(DESIGN, BUILD | {"process_time": "2h"}, no_wait=["0"], act="share", revision="1"))
    assert sent["Location"] == address
    item.refresh_from_db()
    assert item.state == "shared"
    first, second = StepVisit.objects.filter(item=item)
    assert (first.wait_time_s, first.started_at, second.process_time_s) == (0, None, 7200)
    page = words(client.get(address))
    assert "no wait · worked on 3 h" in page
    assert 'value="2024-05-07T09:00"' in page
    assert "Shared: everybody in the workshop sees it." in page
    read = words(client_of(cast.vic).get(address))
    assert "worked on 3 h" in read
    assert "<form" not in read.split('id="content"')[1]


def test_what_is_wrong_stands_at_its_step_and_nothing_typed_is_lost(cast: Cast, item: RealItem) -> None:
    client, address = client_of(cast.ben), reverse("real_item", args=[item.id])
    wrong = rows(DESIGN, BUILD | {"started_at": "2024-05-06T11:00"})
    refused = client.post(address, wrong)
    assert refused.status_code == 400
    assert "At “Build” it was started 6 May 2024, 11:00, before it was finished at “Design”" in words(refused)
    assert 'value="2024-05-06T11:00"' in words(refused)
    assert not item.visits.exists()


def test_a_second_device_is_told_and_may_insist(cast: Cast, item: RealItem) -> None:
    client, address = client_of(cast.ben), reverse("real_item", args=[item.id])
    client.post(address, rows(DESIGN, revision="1"))
    late = client.post(address, rows(BUILD, revision="1"))
    assert late.status_code == 409
    assert "save again to keep it instead" in words(late)
    assert 'name="revision" value="2"' in words(late)
    client.post(address, rows(BUILD, revision="2"))
    assert [visit.step_id for visit in item.visits.all()] == ["b"]


def test_the_sums_answer_while_one_types_and_save_nothing(cast: Cast, item: RealItem) -> None:
    preview = reverse("real_item_preview", args=[item.id])
    page = words(client_of(cast.ben).post(preview, rows(DESIGN | {"started_at": "2024-05-06T10:00"}, BUILD)))
    assert "waited 1 h · worked on 2 h" in page
    assert "<strong>2 d</strong>" in page
    assert not item.visits.exists()
    wrong = words(client_of(cast.ben).post(preview, rows(DESIGN | {"arrived_at": "2024-05-07T10:00"})))
    assert "before it arrived" in wrong


def test_what_came_back_gets_its_way_again(cast: Cast, item: RealItem) -> None:
    client, address = client_of(cast.ben), reverse("real_item", args=[item.id])
    page = words(client.post(address, rows(DESIGN, BUILD, act="back:1", back_to=["0", "0"])))
    assert page.count('class="panel visit') == 4
    assert page.count('name="came_back" value="2" checked') == 1
    assert "Not saved yet." in page
    fewer = words(client.post(address, rows(DESIGN, BUILD, act="remove:0")))
    assert fewer.count('class="panel visit') == 1
    more = words(client.post(address, rows(DESIGN, act="add")))
    assert 'placeholder="Name of the stage"' in more


@pytest.mark.parametrize(
    "table",
    [
        "Step\tStarted\tFinished\tWhy\nDesign\t2024-05-06 09:00\t2024-05-06 12:00\tCriteria missing",
        "design;6.5.2024 8:00;6.5.2024 9:00;6.5.2024 12:00;;;Criteria missing",
        "| Step | Started | Done | Came back |\n|---|---|---|---|\n"
        "| Design | 2024/5/6 9:00 | 2024-05-06T12:00 | Criteria missing |",
    ],
)
def test_a_pasted_table_fills_the_rows(cast: Cast, item: RealItem, table: str) -> None:
    page = words(client_of(cast.ben).post(reverse("real_item", args=[item.id]), rows(act="paste", table=table)))
    assert 'name="step" value="a"' in page
    assert 'value="2024-05-06T09:00"' in page
    assert 'value="2024-05-06T12:00"' in page
    assert 'value="Criteria missing"' in page
    assert not item.visits.exists()


def test_an_empty_table_is_refused_and_the_rows_stay(cast: Cast, item: RealItem) -> None:
    page = words(client_of(cast.ben).post(reverse("real_item", args=[item.id]), rows(DESIGN, act="paste", table=" ")))
    assert "There is no visit in this table" in page
    assert 'value="2024-05-06T12:00"' in page


def test_before_the_map_is_drawn_stages_have_names(client: Client) -> None:
    cast = make_cast()
    item = bring(cast, cast.ben, visits=[])
    client, address = client_of(cast.ben), reverse("real_item", args=[item.id])
    assert words(client.get(address)).count('placeholder="Name of the stage"') == 4
    client.post(address, rows({"name": "Design", "wait_time": "1d"}, {"name": ""}))
    assert [visit.step_name for visit in item.visits.all()] == ["Design"]
    draw_steps(cast)
    page = words(client.get(address))
    assert 'name="step" value="a"' in page
    assert "waited 1 d" in page


def test_an_item_can_be_removed(cast: Cast, item: RealItem) -> None:
    client = client_of(cast.ben)
    gone = client.post(reverse("real_item", args=[item.id]), {"act": "drop"})
    assert gone["Location"] == reverse("prework", args=[cast.workshop.id])
    assert client.get(reverse("real_item", args=[item.id])).status_code == 404
