"""The ways in: code, link, passcode, return link, one-time sign-in link."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast, client_of
from tests.pages.reading import text_of
from workshops.commands.invitation import change_invitation, invitation_secrets, renew_invitation
from workshops.commands.join_limit import TRIES_PER_ADDRESS
from workshops.commands.people import create_sign_in_link, remove_participant, return_token
from workshops.models import Participant, SignInLink, User
from workshops.secrets import derive_token


def code_of(cast: Cast) -> str:
    return invitation_secrets(cast.workshop.invitation).code


def link_of(cast: Cast) -> str:
    return reverse("join_by_link", args=[invitation_secrets(cast.workshop.invitation).token])


def signed_in_as(client: Client) -> User | None:
    user = get_user(client)
    return user if isinstance(user, User) else None


def test_a_code_and_a_name_lead_to_the_map(cast: Cast) -> None:
    client = Client()
    code = code_of(cast)
    asked = client.post(reverse("join"), {"code": f" {code[:3].lower()}-{code[3:]} "})
    assert asked.status_code == 200
    assert "You are invited to" in text_of(asked)
    response = client.post(reverse("join"), {"code": code, "name": "  Nora \t Nova "}, follow=True)
    assert response.request["PATH_INFO"] == reverse("board", args=[cast.map.id])
    joined = Participant.objects.get(workshop=cast.workshop, name="Nora Nova")
    assert joined.role == "member"
    assert signed_in_as(client) == joined.user


def test_a_link_asks_for_the_name_only_and_looking_joins_nobody(cast: Cast) -> None:
    before = Participant.objects.count()
    client = Client()
    page = client.get(link_of(cast))
    assert 'name="name"' in text_of(page)
    assert 'name="code"' not in text_of(page)
    assert Participant.objects.count() == before
    assert client.post(link_of(cast), {"name": ""}).status_code == 400
    assert client.post(link_of(cast), {"name": "Nora"}).status_code == 302
    assert Participant.objects.count() == before + 1


def test_a_wrong_code_is_named_and_counted_until_the_door_shuts(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="198.51.100.7")
    for _ in range(TRIES_PER_ADDRESS):
        refused = client.post(reverse("join"), {"code": "AAAAAA"})
        assert refused.status_code == 404
        assert "No workshop can be joined with the code “AAAAAA”" in text_of(refused)
    shut = client.post(reverse("join"), {"code": code_of(cast)})
    assert shut.status_code == 429
    assert 0 < int(shut["Retry-After"]) <= 15 * 60
    assert "too many wrong codes" in text_of(shut)
    # The link cannot be guessed and opens all the same, and so does the code from elsewhere.
    assert client.get(link_of(cast)).status_code == 200
    assert Client(REMOTE_ADDR="198.51.100.8").post(reverse("join"), {"code": code_of(cast)}).status_code == 200


def test_no_code_is_asked_for_kindly(db: None) -> None:
    assert "Type the code" in text_of(Client().post(reverse("join"), {"code": " "}))
    assert "Type the code" not in text_of(Client().get(reverse("join")))


def test_a_code_that_is_typed_cannot_become_markup(db: None) -> None:
    page = Client().post(reverse("join"), {"code": '"><script>x</script>'})
    assert b"<script>x" not in page.content


@pytest.mark.parametrize("way", ["closed", "expired", "renewed"])
def test_a_door_that_is_closed_says_why(cast: Cast, way: str) -> None:
    link = link_of(cast)
    if way == "closed":
        change_invitation(actor=cast.ana, is_open=False)
    elif way == "expired":
        change_invitation(actor=cast.ana, expires_at=timezone.now() - timedelta(minutes=1), keep_expiry=False)
    else:
        renew_invitation(actor=cast.ana)
    words = {"closed": "does not take in more people", "expired": "has expired", "renewed": "No workshop can be joined"}
    for response in (Client().get(link), Client().post(link, {"name": "Nora"})):
        assert response.status_code == 404
        assert words[way] in text_of(response)
    assert not Participant.objects.filter(name="Nora").exists()


def test_the_passcode_is_asked_for_only_where_there_is_one(cast: Cast) -> None:
    assert 'name="passcode"' not in text_of(Client().get(link_of(cast)))
    change_invitation(actor=cast.ana, passcode="coil 7")
    client = Client()
    assert 'name="passcode"' in text_of(client.get(link_of(cast)))
    wrong = client.post(link_of(cast), {"name": "Nora", "passcode": "coil 8"})
    assert wrong.status_code == 403
    assert "That is not the passcode" in text_of(wrong)
    assert 'value="Nora"' in text_of(wrong)
    assert not Participant.objects.filter(name="Nora").exists()
    assert client.post(link_of(cast), {"name": "Nora", "passcode": "coil 7"}).status_code == 302


def test_a_guest_who_comes_again_is_the_same_person_and_another_name_another_one(cast: Cast) -> None:
    client = client_of(cast.ben)
    assert "You are in already as Ben" in text_of(client.get(link_of(cast)))
    before = Participant.objects.count()
    client.post(link_of(cast), {"name": "Ben"})
    assert Participant.objects.count() == before
    assert signed_in_as(client) == cast.ben.user
    client.post(link_of(cast), {"name": "Olga"})
    assert Participant.objects.count() == before + 1
    assert signed_in_as(client) != cast.ben.user


def test_who_was_removed_is_told_so(cast: Cast) -> None:
    remove_participant(actor=cast.ana, participant_id=cast.lea.id)
    refused = client_of(cast.lea).post(link_of(cast), {"name": "Lea"})
    assert refused.status_code == 403
    assert "You were removed from “Feature delivery”" in text_of(refused)


def test_a_return_link_is_the_same_person_after_a_button(cast: Cast) -> None:
    address = reverse("return", args=[return_token(cast.ben)])
    client = Client()
    assert "Continue as Ben" in text_of(client.get(address))
    assert signed_in_as(client) is None
    assert client.post(address)["Location"] == reverse("workshop_board", args=[cast.workshop.id])
    assert signed_in_as(client) == cast.ben.user
    remove_participant(actor=cast.ana, participant_id=cast.ben.id)
    for token in (return_token(cast.ben), "nonsense", f"{cast.mia.id}.wrong"):
        refused = Client().post(reverse("return", args=[token]))
        assert refused.status_code == 404
        assert "does not work any more" in text_of(refused)


def test_an_account_has_no_lasting_link(cast: Cast) -> None:
    assert return_token(cast.ana) is None
    guessed = derive_token("return", str(cast.ana.id), cast.ana.return_version)
    assert Client().post(reverse("return", args=[f"{cast.ana.id}.{guessed}"])).status_code == 404
    assert Client().get(reverse("return", args=["ü.é"])).status_code == 404
    page = text_of(client_of(cast.ana).get(reverse("workshop_people", args=[cast.workshop.id])))
    assert "/return/" not in page


def test_a_sign_in_link_works_once_and_survives_previews(cast: Cast) -> None:
    token = create_sign_in_link(user=cast.ana.user)
    address = f"{reverse('sign_in', args=[token])}?next={reverse('board', args=[cast.map.id])}"
    for _ in range(3):
        assert Client().get(address).status_code == 200
        assert Client().head(address).status_code == 405
    client = Client()
    assert client.post(address)["Location"] == reverse("board", args=[cast.map.id])
    assert signed_in_as(client) == cast.ana.user
    again = Client().post(address)
    assert again.status_code == 404
    assert "used already or is too old" in text_of(again)
    # Who is signed in and opens the used link once more gets where it leads.
    assert client.get(address)["Location"] == reverse("board", args=[cast.map.id])


def test_an_old_sign_in_link_is_dead(cast: Cast) -> None:
    token = create_sign_in_link(user=cast.ana.user)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(reverse("sign_in", args=[token])).status_code == 404
    assert Client().post(reverse("sign_in", args=[token])).status_code == 404


@pytest.mark.parametrize(
    "elsewhere",
    ["https://e.example/", "//e.example/", r"/\e.example", "javascript:alert(1)", "\n//e.example", "/\t/e.example"],
)
def test_nobody_is_sent_elsewhere(cast: Cast, elsewhere: str) -> None:
    token = create_sign_in_link(user=cast.ana.user)
    response = Client().post(reverse("sign_in", args=[token], query={"next": elsewhere}))
    assert response["Location"] == reverse("dashboard")


def test_the_link_to_sign_in_first_comes_back_to_the_invitation(cast: Cast) -> None:
    page = text_of(Client().get(link_of(cast)))
    assert f"{reverse('account_login')}?next={link_of(cast)}" in page
