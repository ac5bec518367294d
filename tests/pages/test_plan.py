"""The plan's pages as Ana, Ben and Lea use them, without script."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from experiments.commands.experiments import draft_experiment
from experiments.commands.improvements import change_improvement, decide_improvement, propose_improvement
from experiments.models import Improvement
from maps.commands.edit import submit
from maps.commands.future_state import create_future_state
from tests.cast import Cast, Person, client_of
from tests.experiments.conftest import fill_map
from tests.pages.reading import text_of
from tests.pages.test_workshop_pages import said_by


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """The cast with three steps and two bursts on their map."""
    fill_map(cast)
    return cast


def propose(cast: Cast, title: str = "A second staging", *, days: int | None = None, **given: Any) -> Improvement:
    if days is not None:
        given["due_on"] = timezone.now().date() + timedelta(days=days)
    return propose_improvement(actor=cast.ben, given={"title": title, **given})


def plan_as(person: Person, cast: Cast, query: str = "") -> str:
    return text_of(client_of(person).get(f"{reverse('plan', args=[cast.workshop.id])}{query}"))


def page_of(person: Person, entry: Improvement) -> str:
    return text_of(client_of(person).get(reverse("improvement", args=[entry.id])))


def titles_in(page: str) -> list[str]:
    """The titles of the cards, in the order of the columns."""
    return re.findall(r"<h3><a href=\"/improvements/[^>]*>([^<]*)</a></h3>", page)


def column(page: str, state: str) -> str:
    return page.split(f'id="column-{state}"')[1].split("</section>")[0]


def decide(person: Person, entry: Improvement, to: str, **others: str) -> Any:
    address = reverse("improvement_state", args=[entry.id])
    return client_of(person).post(address, {"to": to, **others})


def fields_seen(person: Person, entry: Improvement) -> dict[str, str]:
    """What the form of the page sends when nothing was changed."""
    response = client_of(person).get(reverse("improvement", args=[entry.id]))
    form = response.context["form"]
    written = {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}
    return {**written, "base": form.base, "revision": str(form.revision)}


def save(person: Person, entry: Improvement, seen: dict[str, str], **changes: str) -> Any:
    return client_of(person).post(reverse("improvement", args=[entry.id]), seen | changes)


def test_an_empty_plan_says_what_to_do_next_and_offers_the_bursts(filled: Cast) -> None:
    page = plan_as(filled.ben, filled)
    assert "Nothing is on the plan yet" in page
    assert "Put all 2 on the plan" in page
    assert "Put all 2" not in plan_as(filled.lea, filled)


def test_cards_stand_by_state_and_say_everything(filled: Cast) -> None:
    edits = [{"do": "set", "id": "test", "fields": {"wait_time": "6h"}}]
    entry = propose(
        filled, days=-3, waste="waiting", owner=filled.lea.id, milestone="Spring", map=filled.map.id,
        element_id="test", edits=edits,
    )  # fmt: skip
    decide_improvement(actor=filled.lea, improvement=entry, to="doing")
    draft_experiment(actor=filled.ben, given={"change": "Slots for staging", "improvement": entry.id})
    card = column(plan_as(filled.vic, filled), "doing")
    for words in (
        "A second staging", "3 days overdue", "waiting", "Lea", "Spring", "9.1 d shorter expected",
        "Slots for staging: a draft", f'href="/maps/{filled.map.id}/?select=test"', "“Staging test” on",
    ):  # fmt: skip
        assert words in card, words
    # Vic reads; only Lea, who owns it, and Ana can take it further.
    assert "<form" not in card
    assert ">Done<" in column(plan_as(filled.lea, filled), "doing")


def test_what_is_gone_from_the_map_is_said(filled: Cast) -> None:
    propose(filled, map=filled.map.id, element_id="burst")
    assert "Burst at “Staging test”" in plan_as(filled.vic, filled)
    submit(map_id=filled.map.id, actor=filled.ana, op_id="gone", edits=[{"do": "remove", "id": "burst"}])
    assert "what it came from is no longer on it" in plan_as(filled.vic, filled)


def test_what_a_future_state_does_without_is_shown_where_it_stands(filled: Cast) -> None:
    without = [{"do": "remove", "id": "test"}]
    future, _ = create_future_state(actor=filled.ana, of=filled.map, title="In a year", edits=without, op_id="future")
    propose(filled, map=future.id, element_id="test")
    card = plan_as(filled.vic, filled)
    assert "“Staging test”, which is not on In a year" in card
    assert f'href="/maps/{filled.map.id}/?select=test"' in card


def test_the_plan_begins_with_what_is_open(cast: Cast) -> None:
    propose(cast, "Late", days=-1)
    propose(cast, "An idea")
    page = plan_as(cast.vic, cast)
    opening = page.split('id="opening-heading"')[1].split("</section>")[0]
    assert "One action is overdue: begin with it." in opening
    assert "Late" in opening and "An idea" not in opening


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Late", "Ours", "Begun"]),
        ("?overdue=1", ["Late"]),
        ("?waste=defects", ["Ours"]),
        ("?state=doing", ["Begun"]),
        ("?owner=nobody", ["Late"]),
        ("?owner=Operations", ["Ours"]),
        ("?owner={ben}", ["Begun"]),
        ("?map={map}", ["Begun"]),
        ("?owner=nobody&waste=defects", []),
        ("?owner=Stan&waste=nothing&state=nothing&map=nothing", ["Late", "Ours", "Begun"]),
    ],
)
def test_filters_narrow_the_plan(filled: Cast, query: str, shown: list[str]) -> None:
    propose(filled, "Late", days=-1)
    propose(filled, "Ours", days=3, waste="defects", owner_name="Operations")
    begun = propose(filled, "Begun", owner=filled.ben.id, map=filled.map.id)
    decide_improvement(actor=filled.ana, improvement=begun, to="doing")
    page = plan_as(filled.vic, filled, query.format(ben=filled.ben.id, map=filled.map.id))
    assert titles_in(page) == shown
    assert ("show all" in page) == (len(shown) < 3)


def test_a_button_takes_a_card_on_and_leads_back_to_the_plan_as_it_was(cast: Cast) -> None:
    entry = propose(cast, owner=cast.lea.id)
    answer = decide(cast.lea, entry, "planned", plan="owner=nobody")
    assert answer["Location"] == f"{reverse('plan', args=[cast.workshop.id])}?owner=nobody&at={entry.id}"
    assert said_by(answer) == "“A second staging” is planned now."
    # Who works with the keyboard goes on where the card is now.
    assert "autofocus" in plan_as(cast.lea, cast, f"?at={entry.id}")


def test_a_reason_is_asked_for_where_it_is_needed(cast: Cast) -> None:
    entry = propose(cast, owner=cast.ben.id)
    answer = decide(cast.ben, entry, "dropped", plan="")
    assert "Say why" in said_by(answer)
    decide(cast.ben, entry, "dropped", reason="Staging goes away.")
    page = plan_as(cast.vic, cast)
    assert titles_in(page.split('<details class="plan-dropped')[1]) == ["A second staging"]
    assert "Dropped: Staging goes away." in page_of(cast.vic, entry)


def test_without_an_owner_the_way_leads_to_where_one_is_named(cast: Cast) -> None:
    entry = propose(cast)
    answer = decide(cast.ana, entry, "planned", plan="")
    assert answer["Location"] == reverse("improvement", args=[entry.id])
    assert "has no owner" in said_by(answer)


def test_a_button_that_came_too_late_changes_nothing(cast: Cast) -> None:
    entry = propose(cast, owner=cast.ben.id)
    decide(cast.ben, entry, "doing")
    answer = decide(cast.ana, entry, "planned", plan="") and decide(cast.ana, entry, "done", plan="")
    assert answer["Location"].startswith(reverse("plan", args=[cast.workshop.id]))
    assert "cannot become done" in said_by(answer)


def test_a_new_improvement_says_what_is_wrong_and_keeps_what_was_written(filled: Cast) -> None:
    address = reverse("improvement_new", args=[filled.workshop.id])
    both = {"title": "Slots", "owner": str(filled.lea.id), "owner_name": "Operations", "about": f"{filled.map.id}:test"}
    refused = client_of(filled.ben).post(address, both)
    assert refused.status_code == 400
    assert "Name one owner" in text_of(refused) and 'value="Operations"' in text_of(refused)
    assert not Improvement.objects.exists()
    client_of(filled.ben).post(address, both | {"owner": ""})
    made = Improvement.objects.get()
    assert (made.title, made.who, made.map_id, made.element_id) == ("Slots", "Operations", filled.map.id, "test")


def test_only_who_can_own_something_is_offered_as_owner(cast: Cast) -> None:
    page = text_of(client_of(cast.ana).get(reverse("improvement_new", args=[cast.workshop.id])))
    assert all(f">{name}</option>" in page for name in ("Ana", "Ben", "Lea", "Mia"))
    assert ">Vic</option>" not in page


def test_two_who_change_different_fields_both_stand(cast: Cast) -> None:
    entry = propose(cast, owner=cast.mia.id)
    seen = fields_seen(cast.ana, entry)
    change_improvement(actor=cast.ben, improvement=entry, given={"milestone": "Spring"})
    assert save(cast.ana, entry, seen, waste="waiting").status_code == 302
    entry.refresh_from_db()
    assert (entry.milestone, entry.waste, entry.revision) == ("Spring", "waiting", 3)


def test_two_who_change_the_same_see_both_texts_and_nothing_is_lost(cast: Cast) -> None:
    entry = propose(cast, owner=cast.mia.id)
    seen = fields_seen(cast.ana, entry)
    change_improvement(actor=cast.ben, improvement=entry, given={"title": "Slots", "milestone": "Spring"})
    answer = save(cast.ana, entry, seen, title="Two stagings", waste="waiting")
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Ben saved this while you wrote" in page
    assert "<td>Slots</td><td>Two stagings</td>" in page
    entry.refresh_from_db()
    assert (entry.title, entry.waste) == ("Slots", "")
    # What the page holds now, sent again, is mine where I wrote and theirs elsewhere.
    form = answer.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    save(cast.ana, entry, again | {"base": form.base, "revision": str(form.revision)})
    entry.refresh_from_db()
    assert (entry.title, entry.waste, entry.milestone) == ("Two stagings", "waiting", "Spring")


def test_owner_and_invited_person_are_one_answer(cast: Cast) -> None:
    entry = propose(cast)
    seen = fields_seen(cast.ana, entry)
    change_improvement(actor=cast.ben, improvement=entry, given={"owner": cast.mia.id})
    answer = save(cast.ana, entry, seen, owner_name="Operations")
    assert answer.status_code == 409
    entry.refresh_from_db()
    assert entry.owner == cast.mia


def test_the_engine_is_asked_about_one_value(filled: Cast) -> None:
    entry = propose(filled, map=filled.map.id, element_id="burst")
    address = reverse("improvement_effect", args=[entry.id])
    asked = {"step": f"{filled.map.id}:test", "field": "complete_accurate", "value": "many", "revision": "1"}
    refused = client_of(filled.ben).post(address, asked)
    assert refused.status_code == 400 and "must be a number" in text_of(refused)
    client_of(filled.ben).post(address, asked | {"field": "wait_time", "value": "6h"})
    entry.refresh_from_db()
    assert entry.element_id == "burst"
    assert entry.expected_effect_s == pytest.approx((6 - 64) * 3600 / 0.8)
    assert "9.1 d shorter" in page_of(filled.vic, entry)
    client_of(filled.ben).post(address, asked | {"value": "90 %", "revision": "2"})
    entry.refresh_from_db()
    assert entry.edits is not None and entry.edits[0]["fields"]["complete_accurate"]["value"] == 0.9


def test_the_timeline_lists_what_it_cannot_draw(cast: Cast) -> None:
    propose(cast, "Soon", days=9)
    propose(cast, "In another decade", days=4_000)
    propose(cast, "Some day")
    page = plan_as(cast.vic, cast, "?view=timeline")
    drawn = page.split("<tbody>")[1].split("</tbody>")[0]
    assert "Soon" in drawn and "due in 9 days" in drawn and "another decade" not in drawn
    assert "In another decade" in page.split('id="outside-heading"')[1].split("</section>")[0]
    assert "Some day" in page.split('id="undated-heading"')[1].split("</section>")[0]


def test_changes_of_a_future_state_are_one_click_from_the_plan(filled: Cast) -> None:
    edits = [{"do": "set", "id": "test", "fields": {"wait_time": "2d"}}]
    future, _ = create_future_state(actor=filled.ana, of=filled.map, title="In a year", edits=edits, op_id="future")
    sources = reverse("plan_sources", args=[filled.workshop.id])
    assert "“Staging test”: wait time 8 d" in text_of(client_of(filled.ben).get(sources))
    answer = client_of(filled.ben).post(reverse("plan_changes", args=[future.id]), {"element": "test"})
    assert answer["Location"] == sources and "is on the plan" in said_by(answer)
    (made,) = Improvement.objects.all()
    assert "shorter" in page_of(filled.vic, made)
    page = text_of(client_of(filled.ben).get(sources))
    assert f'href="/improvements/{made.id}/">On the plan: proposed' in page
    stale = client_of(filled.ben).post(reverse("plan_changes", args=[future.id]), {"element": "nowhere"})
    assert "There is no change" in said_by(stale)


def test_the_plan_reads_as_often_however_long_it_is(filled: Cast, django_assert_max_num_queries: Any) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            entry = propose(filled, f"Number {number}", days=number, owner=filled.ben.id, map=filled.map.id)
            draft_experiment(actor=filled.ben, given={"change": "Slots", "improvement": entry.id})

    fill(2)
    client = client_of(filled.ana)
    address = reverse("plan", args=[filled.workshop.id])
    with django_assert_max_num_queries(100) as few:
        client.get(address)
    fill(10)
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_the_dashboard_says_what_is_open(cast: Cast) -> None:
    assert "overdue" not in text_of(client_of(cast.vic).get(reverse("dashboard")))
    propose(cast, days=-1)
    page = text_of(client_of(cast.vic).get(reverse("dashboard")))
    assert f'<a href="{reverse("plan", args=[cast.workshop.id])}">One action is overdue: begin with it.</a>' in page


def test_nobody_reaches_an_improvement_of_another_workshop(cast: Cast) -> None:
    entry = propose(cast)
    nothing = UUID(int=0)
    strange = client_of(cast.stan)
    for address in (reverse("improvement", args=[entry.id]), reverse("improvement", args=[nothing])):
        assert strange.get(address).status_code == 404
