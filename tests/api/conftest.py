"""One workshop with its people for every test of the API, and counters that start at zero."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import override_settings

from tests.cast import Cast, make_cast


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
