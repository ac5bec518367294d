"""What people do on the pages of campaigns and of the lens without script."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from experiments.commands.campaigns import change_campaign, decide_campaign, plan_campaign
from experiments.models import Campaign, LensAssessment, Series
from tests.cast import Cast, client_of
from tests.experiments.campaign_story import (
    DOUBLED,
    HALVED,
    HANDLE_TIME,
    REOPENED,
    idea,
    read_since,
    ready_campaign,
    running_campaign,
)
from tests.experiments.conftest import fill_map
from tests.experiments.story import read_daily, series, today
from tests.pages.reading import text_of
from workshops.models import Workshop

LOCAL = {"reach": "local", "cause": "known", "teams": "one", "attempts": "none", "urgency": "soon"}
SYSTEMIC = {"reach": "systemic", "cause": "unknown", "teams": "several", "attempts": "failed", "urgency": "soon"}


@pytest.fixture
def mapped(cast: Cast) -> Cast:
    fill_map(cast)
    return cast


def page(cast: Cast, name: str, *args: Any, person: Any = None) -> str:
    return text_of(client_of(person or cast.ana).get(reverse(name, args=args)))


def began(**fields: str) -> dict[str, str]:
    """Return what a form sends whose writer saw these fields, and changed none yet."""
    return fields | {"base": json.dumps(fields)}


def test_without_campaigns_the_page_says_what_one_is_for(cast: Cast) -> None:
    told = page(cast, "campaigns", cast.workshop.id)
    assert "No campaign yet" in told
    assert reverse("campaign_new", args=[cast.workshop.id]) in told
    assert reverse("campaign_new", args=[cast.workshop.id]) not in page(
        cast, "campaigns", cast.workshop.id, person=cast.lea
    )


def test_the_constraint_of_the_map_is_offered_and_tied(mapped: Cast) -> None:
    address = reverse("campaign_new", args=[mapped.workshop.id])
    client = client_of(mapped.ben)
    told = text_of(client.get(address))
    assert "“Staging test” is the constraint of “Feature delivery”" in told
    tie = f"{mapped.map.id}:test"
    assert f"?tie={tie}" in told
    typed = {"name": "Tests start at once", "tie": tie, "series": "new", "new_series": "Staging wait"}
    answer = client.post(address, {**typed, "new_measure": "time_s", "new_worse": "higher"})
    campaign = Campaign.objects.get()
    assert answer["Location"] == reverse("campaign", args=[campaign.id])
    assert (campaign.element_name, campaign.series) == ("Staging test", Series.objects.get(name="Staging wait"))
    told = page(mapped, "campaign", campaign.id)
    assert f"{reverse('board', args=[mapped.map.id])}?select=test" in told
    assert "the campaign works there" in told


def test_a_series_is_not_begun_for_a_campaign_that_cannot_be(cast: Cast) -> None:
    series(cast, "Staging wait")
    typed = {"name": "A", "series": "new", "new_series": "Staging wait", "new_measure": "time_s"}
    answer = client_of(cast.ben).post(reverse("campaign_new", args=[cast.workshop.id]), typed)
    assert answer.status_code == 400
    assert "There is a series “Staging wait” in this workshop already." in text_of(answer)
    assert (Campaign.objects.count(), Series.objects.count()) == (0, 1)


def test_the_check_reads_what_is_typed_and_keeps_nothing(cast: Cast) -> None:
    campaign = plan_campaign(actor=cast.ben, given={"name": "Handle time down"})
    client = client_of(cast.ben)
    typed = {
        "name": "Handle time down",
        "series": "new",
        "new_series": "Handle time",
        "new_measure": "time_s",
        "place": "first answers",
        "harm_possible": "yes",
        "harm": "Tickets are closed too early",
        "new_guard": "Reopened tickets",
        "starts_on": "2031-03-02",
        "ends_on": "2031-02-02",
    }
    told = text_of(client.post(reverse("campaign_check", args=[campaign.id]), typed))
    assert "It is “Handle time” of first answers." in told
    assert "“Reopened tickets” would show it." in told
    campaign.refresh_from_db()
    assert (campaign.place, campaign.revision, Series.objects.count()) == ("", 1, 0)


def test_saving_begins_metric_and_guard_and_start_names_what_is_missing(cast: Cast) -> None:
    campaign = plan_campaign(actor=cast.ben, given={"name": "Handle time down", "owner": cast.ben.id})
    client = client_of(cast.ben)
    typed = began(name=campaign.name, owner=str(cast.ben.id)) | {"series": "new", "new_series": "Handle time"}
    typed |= {"harm_possible": "yes", "harm": "Tickets are closed too early", "new_guard": "Reopened tickets"}
    typed |= {"revision": "1"}
    typed |= {"new_measure": "time_s", "new_guard_measure": "share", "to": "running"}
    answer = client.post(reverse("campaign", args=[campaign.id]), typed)
    assert answer.status_code == 400
    assert "Say on which day it starts and ends." in text_of(answer)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.harm) == ("planned", "Tickets are closed too early")
    assert campaign.series == Series.objects.get(name="Handle time", measure="time_s")
    assert [guard.series.name for guard in campaign.guards.all()] == ["Reopened tickets"]


def test_save_and_start(cast: Cast) -> None:
    campaign = ready_campaign(cast, target=None)
    client = client_of(cast.ben)
    told = client.get(reverse("campaign", args=[campaign.id])).context["form"]
    typed = {name: told[name].value() or "" for name in told.fields}
    typed |= {"base": told.base, "revision": str(told.revision), "target": "6m", "to": "running"}
    answer = client.post(reverse("campaign", args=[campaign.id]), typed)
    assert answer.status_code == 302
    campaign.refresh_from_db()
    assert (campaign.state, campaign.target) == ("running", 360)


def test_who_may_not_start_it_has_saved_at_least(cast: Cast) -> None:
    campaign = plan_campaign(actor=cast.mia, given={"name": "Reviews"})
    typed = began(name="Reviews") | {"serves": "Customers", "revision": "1", "to": "running"}
    answer = client_of(cast.mia).post(reverse("campaign", args=[campaign.id]), typed, follow=True)
    assert "Saved. Only a facilitator or its owner can set the campaign “Reviews” to running" in text_of(answer)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.serves) == ("planned", "Customers")


def test_who_wrote_at_the_same_time_loses_nothing(cast: Cast) -> None:
    campaign = plan_campaign(actor=cast.ben, given={"name": "Reviews", "place": "the team"})
    client, address = client_of(cast.ben), reverse("campaign", args=[campaign.id])
    form = client.get(address).context["form"]
    mine = {"name": "Reviews", "place": "the team", "base": form.base, "revision": str(form.revision)}
    change_campaign(actor=cast.ana, campaign=campaign, given={"place": "the stream", "serves": "The customer"})
    answer = client.post(address, mine | {"harm": "Rubber stamps"})
    assert answer.status_code == 302
    campaign.refresh_from_db()
    assert (campaign.place, campaign.serves, campaign.harm) == ("the stream", "The customer", "Rubber stamps")
    answer = client.post(address, mine | {"place": "first reviews"})
    assert answer.status_code == 409
    told = text_of(answer)
    assert "the stream" in told and "first reviews" in told
    campaign.refresh_from_db()
    assert campaign.place == "the stream"


def test_the_guard_that_suffers_is_before_everything_else(cast: Cast) -> None:
    campaign = running_campaign(cast)
    read_since(cast, campaign, HALVED, DOUBLED)
    for name in ("campaign", "campaign_report"):
        told = page(cast, name, campaign.id, person=cast.vic)
        assert "Guard first: “Reopened tickets” got worse, while “Handle time” got better." in told
        rows = told[told.index("<tbody>") :]
        assert rows.index("Reopened tickets") < rows.index("Handle time")
        assert told.index('id="guard-0-data"') < told.index('id="metric-data"')
        assert "Whack-a-mole" in told
    assert "Guard first" in page(cast, "campaigns", cast.workshop.id)


def test_a_report_keeps_what_was_learnt_and_leads_to_the_next(cast: Cast) -> None:
    campaign = running_campaign(cast)
    read_since(cast, campaign, HALVED, DOUBLED)
    client = client_of(cast.ben)
    answer = client.post(reverse("campaign_state", args=[campaign.id]), {"to": "reported", "reason": " "})
    assert answer.status_code == 400
    learnt = {"to": "reported", "reason": "Handle time alone asks for closing early."}
    answer = client.post(reverse("campaign_state", args=[campaign.id]), learnt)
    assert answer["Location"] == reverse("campaign_report", args=[campaign.id])
    told = page(cast, "campaign_report", campaign.id, person=cast.lea)
    assert "Handle time alone asks for closing early." in told
    assert "+100 % (+77.8 % to +125 %)" in told
    assert "It is time to map" in page(cast, "campaigns", cast.workshop.id)
    assert "It is time to map" in page(cast, "workshop_lens", cast.workshop.id)
    client.post(reverse("campaign_next", args=[campaign.id]))
    assert Campaign.objects.get(follows=campaign).series == campaign.series


def test_interventions_are_written_down_and_taken_out(cast: Cast) -> None:
    campaign = running_campaign(cast)
    client = client_of(cast.ben)
    address = reverse("campaign_interventions", args=[campaign.id])
    early = (today() - timedelta(days=90)).isoformat()
    answer = client.post(address, {"text": "Pairs", "made_on": early})
    assert answer.status_code == 400
    assert "is before the campaign starts" in text_of(answer)
    client.post(address, {"text": "Pairs", "made_on": today().isoformat()})
    made = campaign.interventions.get(text="Pairs")
    client.post(reverse("campaign_intervention_out", args=[campaign.id, made.id]))
    assert not campaign.interventions.filter(text="Pairs").exists()


def test_one_more_guard_while_it_runs(cast: Cast) -> None:
    campaign = running_campaign(cast)
    client, address = client_of(cast.ben), reverse("campaign_guards", args=[campaign.id])
    assert client.post(address, {}).status_code == 400
    answer = client.post(address, {"new_guard": "Hard cases", "new_guard_measure": "count"})
    assert answer.status_code == 302
    assert [guard.series.name for guard in campaign.guards.all()] == ["Reopened tickets", "Hard cases"]


def test_of_a_running_campaign_only_owner_end_and_lead_time_are_in_the_form(cast: Cast) -> None:
    campaign = running_campaign(cast)
    form = client_of(cast.ana).get(reverse("campaign", args=[campaign.id])).context["form"]
    assert set(form.fields) == {"owner", "owner_name", "ends_on", "lead_time"}
    typed = began(ends_on=str(campaign.ends_on), owner=str(cast.ben.id)) | {"ends_on": "2031-01-01", "target": "1m"}
    typed |= {"revision": str(campaign.revision)}
    assert client_of(cast.ana).post(reverse("campaign", args=[campaign.id]), typed).status_code == 302
    campaign.refresh_from_db()
    assert (str(campaign.ends_on), campaign.target) == ("2031-01-01", 360)


def test_a_measurement_names_the_campaigns_that_rest_on_it(cast: Cast) -> None:
    campaign = running_campaign(cast)
    for of, how in ((campaign.series, "Measures"), (campaign.guards.get().series, "Guards")):
        assert of is not None
        told = page(cast, "series", of.id)
        assert f"{how} the campaign" in told
        assert reverse("campaign", args=[campaign.id]) in told


def test_the_lens_outside_keeps_nothing_until_it_starts_something(cast: Cast) -> None:
    client = client_of(cast.stan)
    assert "Nine questions" in text_of(client.get(reverse("lens")))
    told = text_of(client.get(reverse("lens"), SYSTEMIC))
    assert "Map the stream: see the whole flow" in told
    assert "It takes several teams: what one of them gains another may pay for." in told
    part = text_of(client.get(reverse("lens"), LOCAL, headers={"HX-Request": "true"}))
    assert "A focused campaign: choose one metric" in part
    assert "<html" not in part
    assert not LensAssessment.objects.exists()
    answer = client.post(reverse("lens_start"), {**SYSTEMIC, "name": "Support", "concern": "Tickets come back"})
    place = Workshop.objects.get(name="Support")
    assert answer["Location"] == reverse("board", args=[place.maps.get().id])
    assert LensAssessment.objects.get(workshop=place).concern == "Tickets come back"
    answer = client.post(reverse("lens_start"), {**LOCAL, "name": ""})
    assert answer.status_code == 400
    assert "name" in text_of(answer)


def test_a_guest_hears_the_recommendation_and_starts_nothing(cast: Cast) -> None:
    told = text_of(client_of(cast.ben).get(reverse("lens"), LOCAL))
    assert "A focused campaign" in told
    assert reverse("lens_start") not in told


def test_the_lens_in_a_workshop_marks_the_first_step(cast: Cast) -> None:
    client, address = client_of(cast.ben), reverse("workshop_lens", args=[cast.workshop.id])
    assert client.post(address, {}).status_code == 400
    assert client.post(address, {**LOCAL, "attempts": "failed", "concern": "Tickets come back"}).status_code == 302
    told = text_of(client.get(address))
    assert told.index("begin here") < told.index("A focused campaign</strong>")
    answer = client.post(reverse("lens_start_here", args=[cast.workshop.id]))
    assert answer["Location"] == address
    assert Campaign.objects.get().name == "Tickets come back"
    preview = text_of(client.get(reverse("lens_preview"), LOCAL))
    assert "Not kept yet" in preview


def test_the_dashboard_leads_to_the_lens(cast: Cast) -> None:
    assert reverse("lens") in page(cast, "dashboard")


def test_readings_that_are_missing_are_asked_for(cast: Cast) -> None:
    waits = series(cast, "Review wait")
    campaign = plan_campaign(actor=cast.ben, given={**idea(cast), "series": waits.id})
    assert "There is no reading of “Review wait” yet." in page(cast, "campaign", campaign.id)
    read_daily(cast, waits, HANDLE_TIME, ends_on=today() - timedelta(days=30))
    assert 'id="metric-data"' in page(cast, "campaign", campaign.id)


def test_steady_guards_do_not_warn(cast: Cast) -> None:
    campaign = running_campaign(cast)
    read_since(cast, campaign, HALVED, REOPENED)
    told = page(cast, "campaign", campaign.id)
    assert "“Handle time” got better." in told
    assert "Whack-a-mole" not in told
    decide_campaign(actor=cast.ben, campaign=campaign, to="reported", reason="It holds.")
    assert "It is time to map" not in page(cast, "campaigns", cast.workshop.id)
