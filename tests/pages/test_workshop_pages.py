"""Charter, people, invitation and settings, as Ana uses them."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from maps.models import Map
from maps.selectors import snapshot_of
from tests.cast import Cast, client_of
from tests.pages.reading import text_of
from workshops.commands.invitation import invitation_secrets
from workshops.forms import fields_of_charter
from workshops.models import Invitation, Participant, Workshop


def said_by(response: Any) -> str:
    """The latest message that the next page will show."""
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def form_of(cast: Cast) -> dict[str, object]:
    """What the charter's form sends when nothing was changed."""
    fields = fields_of_charter(Workshop.objects.get(pk=cast.workshop.pk).charter)
    return {name: "" if value is None else value for name, value in fields.items()}


def save_charter(cast: Cast, **changes: object) -> Any:
    form = form_of(cast) | changes
    return client_of(cast.ana).post(reverse("workshop", args=[cast.workshop.id]), form)


def charter_of(cast: Cast) -> dict[str, object]:
    return Workshop.objects.get(pk=cast.workshop.pk).charter


def test_saving_the_charter_unchanged_changes_nothing(cast: Cast) -> None:
    before = charter_of(cast)
    assert save_charter(cast).status_code == 302
    assert charter_of(cast) == before


def test_the_composed_scope_follows_the_parts_until_somebody_writes_their_own(cast: Cast) -> None:
    page = text_of(client_of(cast.ana).get(reverse("workshop", args=[cast.workshop.id])))
    ends = "from “Feature requested” to “Feature validated by users”."
    assert f"For product managers, who value a feature that users can try: {ends}" in page
    save_charter(cast, customer="Users")
    assert "scope" not in charter_of(cast)
    assert "For users, who value" in text_of(client_of(cast.ben).get(reverse("workshop", args=[cast.workshop.id])))
    save_charter(cast, scope="Everything that our users wait for.")
    save_charter(cast, customer="Somebody")
    assert charter_of(cast)["scope"] == "Everything that our users wait for."
    save_charter(cast, scope="")
    assert "scope" not in charter_of(cast)


def test_what_is_emptied_in_the_form_is_empty_in_the_charter(cast: Cast) -> None:
    save_charter(cast, demand_items="", customer="")
    assert "demand" not in charter_of(cast)
    assert charter_of(cast)["customer"] == ""


def test_parts_of_the_calendar_without_a_field_stay(cast: Cast) -> None:
    cast.workshop.calendar = {**cast.workshop.calendar, "time_zone": "Europe/Madrid", "working_days": [1, 2, 3]}
    cast.workshop.save()
    save_charter(cast, hours_per_day="7.5")
    calendar = charter_of(cast)["calendar"]
    assert calendar == {
        "hours_per_day": 7.5,
        "days_per_week": 5,
        "days_per_month": 20,
        "time_zone": "Europe/Madrid",
        "working_days": [1, 2, 3],
    }


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "This field is required"),
        ("hours_per_day", "25", "“hours_per_day” must be above 0 and at most 24."),
        ("demand_items", "0", "The demand must be a number of items above 0."),
        ("demand_items", "nan", "Enter a number"),
        ("queue_rule", "guess", "Select a valid choice"),
    ],
)
def test_a_problem_of_the_charter_stands_at_its_field_and_changes_nothing(
    cast: Cast, field: str, value: str, sentence: str
) -> None:
    before = charter_of(cast)
    response = save_charter(cast, **{"unit": "order", field: value})
    assert response.status_code == 400
    page = text_of(response)
    errors = page[page.index(f'id="{field}-errors"') :]
    assert errors.index(sentence) < 300
    assert charter_of(cast) == before


def test_the_preview_says_what_is_typed_means_and_saves_nothing(cast: Cast) -> None:
    client = client_of(cast.ana)
    typed = form_of(cast) | {"hours_per_day": "6", "customer": "Testers", "workshop": cast.workshop.id}
    page = text_of(client.post(reverse("charter_preview"), typed))
    assert "“3d” means 18 h of working time, “1w” 30 h." in page
    assert "Takt: one feature every 1 d of working time." in page
    assert "what was entered as 3 d (24 h) will read 4 d" in page
    assert "For testers, who value" in page
    assert charter_of(cast)["customer"] == "Product managers"
    assert "said here once" in text_of(client.post(reverse("charter_preview"), {"hours_per_day": "99"}))


def test_the_preview_tells_strangers_nothing_of_a_workshop(cast: Cast) -> None:
    typed = form_of(cast) | {"hours_per_day": "6", "workshop": cast.workshop.id}
    assert "will read" not in text_of(client_of(cast.stan).post(reverse("charter_preview"), typed))


def test_roles_are_handed_over_and_the_last_facilitator_stays(cast: Cast) -> None:
    client = client_of(cast.ana)

    def role(person: Participant, role: str) -> Any:
        return client.post(reverse("person_role", args=[cast.workshop.id, person.id]), {"role": role})

    assert said_by(role(cast.ana, "member")) == "Ana is the only facilitator; make somebody else a facilitator first."
    assert "is not a role" in said_by(role(cast.mia, "owner"))
    role(cast.lea, "facilitator")
    assert said_by(role(cast.ana, "member")) == "Ana is a member now."
    cast.ana.refresh_from_db()
    assert cast.ana.role == "member"
    assert client.get(reverse("workshop_settings", args=[cast.workshop.id])).status_code == 403


def test_removed_people_are_out_and_can_be_let_in_again(cast: Cast) -> None:
    ana, ben = client_of(cast.ana), client_of(cast.ben)
    board = reverse("board", args=[cast.map.id])
    ana.post(reverse("person_remove", args=[cast.workshop.id, cast.ben.id]))
    refused = ben.get(board)
    assert refused.status_code == 403
    assert "You were removed from “Feature delivery”" in text_of(refused)
    assert "Let in again" in text_of(ana.get(reverse("workshop_people", args=[cast.workshop.id])))
    ana.post(reverse("person_let_in", args=[cast.workshop.id, cast.ben.id]))
    assert ben.get(board).status_code == 200


def test_my_name_and_my_return_link(cast: Cast) -> None:
    client = client_of(cast.ben)
    client.post(reverse("workshop_rename_me", args=[cast.workshop.id]), {"name": "Benjamin"})
    page = text_of(client.get(reverse("workshop_people", args=[cast.workshop.id])))
    assert "Benjamin" in page
    assert f"http://testserver/return/{cast.ben.id}." in page
    assert str(cast.mia.id) + "." not in page
    assert "has at most" not in page
    refused = client.post(reverse("workshop_rename_me", args=[cast.workshop.id]), {"name": "x" * 81})
    assert "81 characters long" in said_by(refused)


def test_a_member_sees_no_addresses_of_others(cast: Cast) -> None:
    page = text_of(client_of(cast.ben).get(reverse("workshop_people", args=[cast.workshop.id])))
    assert "@example.org" not in page


def test_names_are_shown_as_they_are_and_never_as_markup(cast: Cast) -> None:
    name = "<img src=x onerror=alert(1)>"
    Participant.objects.filter(pk=cast.ben.pk).update(name=name)
    Workshop.objects.filter(pk=cast.workshop.pk).update(name=name, customer=name)
    Map.objects.filter(pk=cast.map.pk).update(title="</script><script>alert(1)</script>")
    client = client_of(cast.ana)
    pages = ["workshop", "workshop_people", "workshop_invitation", "workshop_settings"]
    addresses = [reverse(page, args=[cast.workshop.id]) for page in pages]
    for address in (*addresses, reverse("dashboard"), reverse("myself"), reverse("board", args=[cast.map.id])):
        content = client.get(address).content
        assert b"<img src=x" not in content
        assert b"<script>alert" not in content


def test_the_invitation_shows_code_link_and_qr(cast: Cast) -> None:
    client = client_of(cast.ana)
    secrets = invitation_secrets(cast.workshop.invitation)
    page = text_of(client.get(reverse("workshop_invitation", args=[cast.workshop.id])))
    assert secrets.code in page
    assert f"http://testserver/join/{secrets.token}/" in page
    drawing = client.get(reverse("invitation_qr", args=[cast.workshop.id]))
    assert drawing["Content-Type"] == "image/svg+xml"
    assert drawing.content.startswith(b"<?xml")
    assert b"<script" not in drawing.content


def test_the_invitation_is_renewed_closed_limited_and_locked(cast: Cast) -> None:
    client = client_of(cast.ana)
    address = reverse("workshop_invitation", args=[cast.workshop.id])
    before = invitation_secrets(cast.workshop.invitation)

    def act(**data: str) -> Invitation:
        assert client.post(address, data)["Location"] == address
        return Invitation.objects.get(workshop=cast.workshop)

    assert invitation_secrets(act(act="renew")).code != before.code
    assert not act(act="close").is_open
    assert "The door is closed" in text_of(client.get(address))
    assert act(act="open").is_open
    assert act(act="passcode", passcode="coil 7").passcode_hash
    assert "coil 7" not in text_of(client.get(address))
    assert act(act="passcode", passcode="").passcode_hash == ""
    expires_at = act(act="expiry", lasts="week").expires_at
    assert expires_at is not None
    assert abs(expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    assert act(act="expiry", lasts="never").expires_at is None
    assert "Choose how long" in said_by(client.post(address, {"act": "expiry", "lasts": "century"}))
    assert "no act" in said_by(client.post(address, {"act": "explode"}))


def test_rename_archive_and_bring_back(cast: Cast) -> None:
    client = client_of(cast.ana)
    client.post(reverse("workshop_rename", args=[cast.workshop.id]), {"name": "Features"})
    client.post(reverse("map_rename", args=[cast.map.id]), {"title": "Features today"})
    page = text_of(client.get(reverse("dashboard")))
    assert "Features today" in page
    client.post(reverse("workshop_archive", args=[cast.workshop.id]))
    page = text_of(client.get(reverse("dashboard")))
    assert "Features today" not in page
    assert "Archived workshops" in page
    assert "Bring back" in text_of(client.get(reverse("dashboard"), {"archived": "1"}))
    client.post(reverse("workshop_archive", args=[cast.workshop.id]), {"archived": "no"})
    assert "Features today" in text_of(client.get(reverse("dashboard")))
    acts = text_of(client.get(reverse("workshop_settings", args=[cast.workshop.id])))
    for sentence in (
        "Ana created the workshop.",
        "Ana changed the charter: name.",
        "Ana renamed the map “Feature delivery” to “Features today”.",
        "Ana put the workshop into the archive.",
        "Ana brought the workshop back from the archive.",
    ):
        assert sentence in acts


def test_a_map_keeps_a_title(cast: Cast) -> None:
    refused = client_of(cast.ana).post(reverse("map_rename", args=[cast.map.id]), {"title": " "})
    assert said_by(refused) == "The map needs a title."
    refused = client_of(cast.ana).post(reverse("map_rename", args=[cast.map.id]), {"title": "x" * 201})
    assert "201 characters long" in said_by(refused)


def test_deleting_needs_the_name_typed(cast: Cast) -> None:
    client = client_of(cast.ana)
    address = reverse("workshop_delete", args=[cast.workshop.id])
    for typed in ("", "feature delivery", "Feature"):
        said = said_by(client.post(address, {"confirmation": typed}))
        assert said == "Nothing was deleted: type “Feature delivery” to confirm."
    assert Workshop.objects.filter(pk=cast.workshop.pk).exists()
    client.post(address, {"confirmation": " Feature  delivery "})
    assert not Workshop.objects.filter(pk=cast.workshop.pk).exists()
    assert client.get(reverse("board", args=[cast.map.id])).status_code == 404


def test_a_duplicate_has_charter_and_maps_but_neither_people_nor_history(cast: Cast) -> None:
    client = client_of(cast.ana)
    created = client.post(
        reverse("new_workshop_from", args=["feature-delivery"]), {"name": "Features", "unit": "feature"}
    )
    original = Map.objects.get(pk=created["Location"].split("/")[2])
    response = client.post(reverse("workshop_duplicate", args=[original.workshop_id]))
    copy = Workshop.objects.exclude(pk=original.workshop_id).exclude(pk=cast.workshop.pk).get()
    assert response["Location"] == reverse("workshop", args=[copy.id])
    assert copy.name == "Copy of Features"
    assert {**copy.charter, "name": ""} == {**original.workshop.charter, "name": ""}
    assert [person.name for person in copy.participants.all()] == ["Ana"]
    copied = copy.maps.get()
    assert snapshot_of(copied.id).elements == snapshot_of(original.id).elements
    assert copied.head_seq == 1
