"""The commands that prepare the sample and print the ways in, and the health of the installation."""

import re
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from maps.models import Map
from tests.pages.reading import text_of
from vsm_workshop.health import WORKER_KEY, note_worker_heartbeat
from workshops.models import User, Workshop

BASE_URL = "http://localhost:8123"


def output_of(*arguments: str) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def test_the_sample_is_loaded_once_and_silently(db: None) -> None:
    assert output_of("load_sample") == ""
    sample = Map.objects.get()
    assert sample.title == "Feature delivery today"
    assert sample.head_seq == 1
    assert output_of("load_sample") == ""
    assert Workshop.objects.count() == 1
    assert User.objects.count() == 1


def test_a_sample_that_was_put_away_is_replaced(db: None) -> None:
    output_of("load_sample")
    Workshop.objects.all().delete()
    output_of("load_sample")
    assert Workshop.objects.count() == 1
    assert User.objects.count() == 1


def test_the_three_lines_of_the_start(db: None) -> None:
    output_of("load_sample")
    lines = output_of("print_links", "--base-url", BASE_URL).splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["Facilitator", "Join", "Code"]
    facilitator, join, code = (line.partition(": ")[2] for line in lines)
    assert all(address.startswith(f"{BASE_URL}/") for address in (facilitator, join))
    assert re.fullmatch(r"[A-Z0-9]{6}", code)

    client = Client()
    path = facilitator.removeprefix(BASE_URL)
    assert "facilitator@example.org" in text_of(client.get(path))
    response = client.post(path, follow=True)
    assert response.request["PATH_INFO"] == f"/maps/{Map.objects.get().id}/"
    assert "Feature delivery" in text_of(Client().get(join.removeprefix(BASE_URL)))
    assert "Feature delivery" in text_of(Client().post("/join/", {"code": code}))


def test_links_before_the_sample_say_what_to_do(db: None) -> None:
    with pytest.raises(CommandError, match="load_sample"):
        output_of("print_links")


def test_a_sign_in_link_for_an_account(db: None) -> None:
    User.objects.create_user("ana@example.org", name="Ana")
    address = output_of("sign_in_link", "Ana@example.org", "--base-url", f"{BASE_URL}/").strip()
    assert address.startswith(f"{BASE_URL}/sign-in/")
    assert Client().post(address.removeprefix(BASE_URL))["Location"] == "/workshops/"
    with pytest.raises(CommandError, match="no active account with the address ben@"):
        output_of("sign_in_link", "ben@example.org")


def test_health_speaks_of_the_process_and_readiness_of_the_servers(db: None) -> None:
    cache.delete(WORKER_KEY)
    assert Client().get("/healthz").json() == {"status": "ok"}
    waiting = Client().get("/readyz")
    assert waiting.status_code == 503
    assert waiting.json() == {"status": "not ready", "database": "ok", "valkey": "ok", "worker": "no answer"}
    note_worker_heartbeat(sender=None)
    ready = Client().get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["worker"] == "ok"
