"""The page of saved states: save, look, have documents made, take them, try again."""

import defusedxml.ElementTree
import pytest
from django.urls import reverse

from reviews import tasks
from reviews.commands.documents import request_document
from reviews.commands.leases import claim_job, fail_job, report_progress
from reviews.commands.states import save_state
from reviews.models import RenderJob, SavedState
from tests.cast import Cast, client_of
from tests.pages.reading import inline_code_of, text_of
from tests.reviews.conftest import fill_map


def states_page(cast: Cast) -> str:
    return reverse("states", args=[cast.map.id])


def test_a_facilitator_saves_and_sees_the_figures(cast: Cast) -> None:
    fill_map(cast)
    ana = client_of(cast.ana)
    assert "No state is saved yet" in text_of(ana.get(states_page(cast)))
    response = ana.post(states_page(cast), {"name": "As we <found> it"}, follow=True)
    text = text_of(response)
    state = SavedState.objects.get()
    assert "“As we <found> it” is saved; later edits of the map leave it as it is." in text
    assert "As we <found> it" not in response.content.decode()
    for words in ("27.8 d", "expected 36.5 d", "27.9 %", "Integration test on staging", state.checksum):
        assert words in text
    assert reverse("state_drawing", args=[state.id]) in response.content.decode()
    assert inline_code_of(response) == []


def test_a_name_that_cannot_be_kept_stays_in_its_field(cast: Cast) -> None:
    response = client_of(cast.ana).post(states_page(cast), {"name": " "})
    assert response.status_code == 400
    assert "Give the state a name" in text_of(response)
    long = client_of(cast.ana).post(states_page(cast), {"name": "x" * 201})
    assert "x" * 201 in text_of(long)


@pytest.mark.parametrize("name", ["ben", "lea", "vic"])
def test_the_others_read_and_have_documents_made(cast: Cast, saved: SavedState, name: str) -> None:
    client = client_of(getattr(cast, name))
    text = text_of(client.get(states_page(cast)))
    assert "Save this state" not in text
    assert "As we found it" in text
    assert client.post(reverse("state_document", args=[saved.id, "pdf"])).status_code == 302
    assert RenderJob.objects.get().format == "pdf"


def test_the_row_of_a_document_follows_it(cast: Cast, saved: SavedState) -> None:
    client = client_of(cast.vic)
    address = reverse("state_document", args=[saved.id, "csv"])
    assert "hx-trigger" not in text_of(client.get(address))
    asked = text_of(client.post(address, headers={"HX-Request": "true"}))
    assert 'hx-trigger="every 1s"' in asked
    assert "waiting for a worker" in asked
    job = RenderJob.objects.get()
    lease = claim_job(job.id)
    assert lease is not None
    report_progress(lease, progress=40, stage="writing the table of steps")
    running = text_of(client.get(address))
    assert 'value="40"' in running
    assert "writing the table of steps" in running
    fail_job(lease, "The disk is full.")
    failed = text_of(client.get(address))
    assert "The disk is full." in failed
    assert "every 1s" not in failed
    again = client.post(reverse("document_retry", args=[job.id]), headers={"HX-Request": "true"})
    assert "waiting for a worker" in text_of(again)
    tasks.render_document(str(job.id))
    done = text_of(client.get(address))
    assert reverse("document_file", args=[job.id]) in done
    assert "every 1s" not in done
    file = client.get(reverse("document_file", args=[job.id]))
    assert file["Content-Disposition"] == 'attachment; filename="feature-delivery-as-we-found-it.csv"'


def test_a_format_that_is_not_known_is_not_there(cast: Cast, saved: SavedState) -> None:
    client = client_of(cast.vic)
    assert client.get(reverse("state_document", args=[saved.id, "docx"])).status_code == 404
    assert client.post(reverse("state_document", args=[saved.id, "docx"])).status_code == 400


def test_a_file_that_is_not_there_yet_is_a_conflict(cast: Cast, saved: SavedState) -> None:
    job = request_document(actor=cast.vic, saved_state_id=saved.id, format="csv")
    response = client_of(cast.vic).get(reverse("document_file", args=[job.id]))
    assert response.status_code == 409
    assert "It is waiting for a worker." in text_of(response)


def test_the_drawing_is_an_image_that_can_do_nothing(cast: Cast, saved: SavedState) -> None:
    response = client_of(cast.vic).get(reverse("state_drawing", args=[saved.id]))
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert defusedxml.ElementTree.fromstring(response.content.decode(), forbid_dtd=True).tag.endswith("svg")


def test_many_states_come_in_pages(cast: Cast) -> None:
    for number in range(12):
        save_state(actor=cast.ana, map_id=cast.map.id, name=f"State {number}")
    client = client_of(cast.lea)
    first, second = (text_of(client.get(states_page(cast), {"page": page})) for page in (1, 2))
    assert ("State 11" in first, "State 1<" in first, "Older" in first) == (True, False, True)
    assert ("State 1<" in second, "Newer" in second) == (True, True)


def test_the_board_and_the_workshop_lead_here(cast: Cast) -> None:
    client = client_of(cast.ben)
    assert f'"states": "{states_page(cast)}"' in client.get(reverse("board", args=[cast.map.id])).content.decode()
    workshop = client.get(reverse("workshop", args=[cast.workshop.id])).content.decode()
    assert reverse("workshop_states", args=[cast.workshop.id]) in workshop
    assert client.get(reverse("workshop_states", args=[cast.workshop.id]))["Location"] == states_page(cast)
