"""Everybody on every page and form: what each person of the cast is answered, and no page without a row."""

import pytest
from django.conf import settings
from django.urls import URLPattern, reverse

from experiments import urls as experiment_urls
from facilitation import urls as facilitation_urls
from maps import urls as map_urls
from reviews import urls as review_urls
from reviews.commands.leases import Lease, claim_job, fail_job, finish_job
from reviews.commands.states import save_state
from reviews.models import RenderJob, SavedState
from tests.cast import Cast, Person, client_of
from tests.pages.reading import inline_code_of
from tests.pages.rows import (
    ACCOUNTS,
    ANYBODY,
    FACILITATORS,
    FACILITATORS_ACT,
    INSIDE,
    INSIDE_ACT,
    INSIDE_REDIRECTED,
    PEOPLE,
    SIGNED_IN,
    Row,
    nothing,
    the_map,
    workshop,
)
from tests.pages.rows_campaigns import CAMPAIGN_ROWS
from tests.pages.rows_experiments import EXPERIMENT_ROWS
from tests.pages.rows_plan import PLAN_ROWS
from tests.pages.rows_real_items import REAL_ITEM_ROWS
from tests.pages.rows_results import RESULT_ROWS
from tests.pages.rows_session import SESSION_ROWS
from tests.pages.rows_signals import SIGNALS_ROWS
from tests.pages.rows_validation import VALIDATION_ROWS
from workshops import urls as workshop_urls
from workshops.commands.invitation import invitation_secrets
from workshops.commands.people import create_sign_in_link, remove_participant, return_token


def mia(cast: Cast) -> list[object]:
    return [cast.workshop.id, cast.mia.id]


def invitation(cast: Cast) -> list[object]:
    return [invitation_secrets(cast.workshop.invitation).token]


def return_of_ben(cast: Cast) -> list[object]:
    return [return_token(cast.ben)]


def sign_in_of_ana(cast: Cast) -> list[object]:
    return [create_sign_in_link(user=cast.ana.user)]


def saved_state(cast: Cast) -> SavedState:
    return save_state(actor=cast.ana, map_id=cast.map.id, name="As we found it")


def a_state(cast: Cast) -> list[object]:
    return [saved_state(cast).id]


def a_document_of_a_state(cast: Cast) -> list[object]:
    return [*a_state(cast), "csv"]


def claimed_document(cast: Cast) -> Lease:
    lease = claim_job(RenderJob.objects.create(saved_state=saved_state(cast), format="csv").id)
    assert lease is not None
    return lease


def a_failed_document(cast: Cast) -> list[object]:
    lease = claimed_document(cast)
    fail_job(lease, "It could not be made.")
    return [lease.job_id]


def a_finished_document(cast: Cast) -> list[object]:
    lease = claimed_document(cast)
    finish_job(lease, b"Step")
    return [lease.job_id]


ROWS = (
    Row("landing", "get", nothing, (200, *(302,) * 6)),
    Row("dashboard", "get", nothing, SIGNED_IN),
    Row("myself", "get", nothing, SIGNED_IN),
    Row("myself", "post", nothing, (302,) * 7, {"name": "Somebody else"}),
    Row("my_tokens", "get", nothing, SIGNED_IN),
    Row("my_tokens", "post", nothing, SIGNED_IN, {"name": "Ticket export"}),
    Row("my_token_end", "post", lambda cast: [1], (302,) * 7),
    Row("join", "get", nothing, ANYBODY),
    Row("join", "post", nothing, (404,) * 7, {"code": "AAAAAA"}),
    # People with an account who are in already are led to the map.
    Row("join_by_link", "get", invitation, (200, 200, 200, 200, 302, 200, 302)),
    Row("join_by_link", "post", invitation, (302, 302, 302, 302, 302, 302, 302), {"name": "New"}),
    Row("return", "get", return_of_ben, ANYBODY),
    Row("return", "post", return_of_ben, (302,) * 7),
    Row("sign_in", "get", sign_in_of_ana, ANYBODY),
    Row("sign_in", "post", sign_in_of_ana, (302,) * 7),
    Row("charter_preview", "post", nothing, SIGNED_IN, {"name": "Bugs"}),
    Row("new_workshop", "get", nothing, ACCOUNTS),
    Row("new_workshop", "post", nothing, (302, 400, 403, 403, 400, 403, 400)),
    Row("new_workshop_from", "get", lambda cast: ["blank"], ACCOUNTS),
    Row("new_workshop_from", "post", lambda cast: ["blank"], (302, 302, 403, 403, 302, 403, 302), {"name": "Bugs"}),
    Row("workshop", "get", workshop, INSIDE),
    Row("workshop", "post", workshop, FACILITATORS_ACT, {"name": "Bugs"}),
    Row("workshop_board", "get", workshop, INSIDE_REDIRECTED),
    Row("workshop_people", "get", workshop, INSIDE),
    Row("workshop_rename_me", "post", workshop, INSIDE_ACT, {"name": "Renamed"}),
    Row("person_role", "post", mia, FACILITATORS_ACT, {"role": "leader"}),
    Row("person_remove", "post", mia, FACILITATORS_ACT),
    Row("person_let_in", "post", mia, FACILITATORS_ACT),
    Row("workshop_invitation", "get", workshop, FACILITATORS),
    Row("workshop_invitation", "post", workshop, FACILITATORS_ACT, {"act": "renew"}),
    Row("invitation_qr", "get", workshop, FACILITATORS),
    Row("workshop_settings", "get", workshop, FACILITATORS),
    Row("workshop_rename", "post", workshop, FACILITATORS_ACT, {"name": "Bugs"}),
    Row("workshop_duplicate", "post", workshop, FACILITATORS_ACT),
    Row("workshop_archive", "post", workshop, FACILITATORS_ACT),
    Row("workshop_delete", "post", workshop, FACILITATORS_ACT, {"confirmation": "Feature delivery"}),
    Row("board", "get", the_map, INSIDE),
    Row("map_rename", "post", the_map, FACILITATORS_ACT, {"title": "Bugs today"}),
    Row("workshop_states", "get", workshop, INSIDE_REDIRECTED),
    Row("states", "get", the_map, INSIDE),
    Row("states", "post", the_map, FACILITATORS_ACT, {"name": "As we found it"}),
    Row("state_drawing", "get", a_state, INSIDE),
    Row("state_document", "get", a_document_of_a_state, INSIDE),
    Row("state_document", "post", a_document_of_a_state, INSIDE_ACT),
    Row("document_retry", "post", a_failed_document, INSIDE_ACT),
    Row("document_file", "get", a_finished_document, INSIDE),
    # Every section of improvement has a table of its own.
    *PLAN_ROWS,
    *EXPERIMENT_ROWS,
    *CAMPAIGN_ROWS,
    *RESULT_ROWS,
    *SIGNALS_ROWS,
    *SESSION_ROWS,
    *VALIDATION_ROWS,
    *REAL_ITEM_ROWS,
)


def person_called(name: str, cast: Cast) -> Person | None:
    if name == "nobody":
        return None
    if name == "removed":
        remove_participant(actor=cast.ana, participant_id=cast.vic.id)
        return cast.vic
    person: Person = getattr(cast, name)
    return person


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method}-{row.name}")
def test_everybody_on_every_page(cast: Cast, row: Row, name: str) -> None:
    client = client_of(person_called(name, cast))
    address = reverse(row.name, args=row.arguments(cast))
    response = client.post(address, row.data) if row.method == "post" else client.get(address)
    assert response.status_code == row.expected[PEOPLE.index(name)], response.content[:500]
    if name == "nobody" and row.expected[1:3] in {(404, 403), (200, 403), (400, 403)}:
        assert response["Location"].startswith(reverse(settings.LOGIN_URL))
    if response["Content-Type"].startswith("text/html"):
        assert inline_code_of(response) == []


def test_every_page_has_a_row() -> None:
    apps = (workshop_urls, map_urls, experiment_urls, facilitation_urls, review_urls)
    patterns = [pattern for app in apps for pattern in app.urlpatterns]
    assert all(isinstance(pattern, URLPattern) for pattern in patterns)
    assert {pattern.name for pattern in patterns} == {row.name for row in ROWS}


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "post"], ids=lambda row: row.name)
def test_forms_need_the_token_of_their_page(cast: Cast, row: Row) -> None:
    client = client_of(cast.ana)
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse(row.name, args=row.arguments(cast)), row.data)
    assert response.status_code == 403
    assert "Please send that again" in response.content.decode()


@pytest.mark.parametrize(
    "name", ["workshop_delete", "workshop_archive", "workshop_duplicate", "workshop_rename", "workshop_rename_me"]
)
def test_looking_at_an_act_does_nothing(cast: Cast, name: str) -> None:
    assert client_of(cast.ana).get(reverse(name, args=[cast.workshop.id])).status_code == 405
