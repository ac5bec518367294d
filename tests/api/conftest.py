"""One workshop with its people for every test of the API, and counters that start at zero."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from tests.api.calls import add, call, step
from tests.cast import Cast, client_of, make_cast


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashing that is slow on purpose would be most of the time of tests that try many passwords."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def ben(cast: Cast) -> Client:
    """Ben's client, after he put a step with a burst on the map."""
    client = client_of(cast.ben)
    burst = {"kind": "note", "note": "burst", "text": "Slots for staging", "about": "test", "waste": "waiting"}
    edits = [add("test", step("Staging test", wait_time="8d", process_time="1d", people=2)), add("burst", burst)]
    call(client, "post", f"maps/{cast.map.id}/operations/", {"op_id": "begin", "edits": edits}, status=201)
    return client
