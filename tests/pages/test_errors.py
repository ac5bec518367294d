"""What people see when something is not there, not allowed or broken."""

from django.test import Client, RequestFactory
from django.urls import reverse

from tests.cast import Cast, client_of
from tests.pages.reading import inline_code_of, text_of
from vsm_workshop.errors import server_error


def test_an_address_that_does_not_exist(db: None) -> None:
    response = Client().get("/nothing/")
    assert response.status_code == 404
    assert "There is nothing at this address." in text_of(response)
    assert inline_code_of(response) == []


def test_a_fault_of_ours_is_admitted_without_details() -> None:
    response = server_error(RequestFactory().get("/workshops/"))
    assert response.status_code == 500
    assert "Something went wrong on the server" in text_of(response)
    assert inline_code_of(response) == []


def test_a_workshop_of_others_looks_like_none(cast: Cast) -> None:
    client = client_of(cast.stan)
    page = text_of(client.get(reverse("workshop", args=[cast.workshop.id])))
    none = text_of(client.get(reverse("workshop", args=[cast.ana.id])))
    assert page == none
    assert "There is no such workshop, or you have not joined it." in page


def test_an_act_above_ones_role_says_whose_it_is(cast: Cast) -> None:
    response = client_of(cast.ben).post(reverse("workshop_archive", args=[cast.workshop.id]))
    assert response.status_code == 403
    assert "You are a member here, and only facilitators can archive the workshop." in text_of(response)
