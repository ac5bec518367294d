"""One workshop with its people, and counters of wrong tries that start at zero."""

import pytest
from django.core.cache import cache

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cache.clear()
    return make_cast()
