"""Join codes cannot be guessed: long enough for the limit on tries, spread over all codes, dead once renewed."""

from collections import Counter

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.api.calls import send
from tests.cast import Cast
from workshops.commands import join_limit
from workshops.commands.invitation import invitation_secrets
from workshops.models import Invitation
from workshops.secrets import CODE_ALPHABET, CODE_LENGTH, derive_code

OPEN_WORKSHOPS = 100
WINDOWS_A_DAY = 24 * 4


def test_a_code_is_long_enough_for_the_limit_on_tries() -> None:
    codes = len(CODE_ALPHABET) ** CODE_LENGTH
    tries_a_day = join_limit.TRIES_OF_EVERYBODY * WINDOWS_A_DAY
    assert codes / OPEN_WORKSHOPS / tries_a_day > 7, "one of a hundred open workshops would be met within a week"


def test_codes_are_spread_and_tell_nothing_of_each_other() -> None:
    codes = [derive_code("code", str(number), 1) for number in range(2_000)]
    assert all(len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET) for code in codes)
    assert len(set(codes)) == len(codes)
    for place in range(CODE_LENGTH):
        seen = Counter(code[place] for code in codes)
        # 80 are expected of each; six standard deviations more or less are left to chance.
        assert all(25 < seen[sign] < 135 for sign in CODE_ALPHABET)
    assert derive_code("code", "1", 2) != derive_code("code", "1", 1)
    with override_settings(SECRET_KEY="a-key-for-tests-of-guessing"):
        assert derive_code("code", "1", 1) != codes[1]


def test_guessing_from_many_addresses_shuts_the_codes_and_not_the_links(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join_limit, "TRIES_OF_EVERYBODY", 5)
    for number in range(5):
        guesser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        assert send(guesser, "post", "/api/join/", {"code": f"WRONG{number}", "name": "Stan"}).status_code == 404
    way_in = invitation_secrets(Invitation.objects.get(workshop=cast.workshop))
    newcomer = Client(REMOTE_ADDR="203.0.113.9")
    shut = send(newcomer, "post", "/api/join/", {"code": way_in.code, "name": "Noa"})
    assert (shut.status_code, shut.json()["code"]) == (429, "too_many_tries")
    assert "use the link or the QR code" in shut.json()["message"]
    link = reverse("join_by_link", args=[way_in.token])
    assert newcomer.post(link, {"name": "Noa"}).status_code == 302
