"""A4 Origin: a handshake without an Origin, or from another site, is refused."""

import pytest
from django.conf import LazySettings

from vsm_workshop.origin import is_own_origin


def headers(origin: str | None, host: str) -> dict[bytes, bytes]:
    own = {b"host": host.encode()}
    return own if origin is None else {**own, b"origin": origin.encode()}


@pytest.mark.parametrize(
    ("origin", "host", "expected"),
    [
        ("http://localhost:8000", "localhost:8000", True),
        ("http://127.0.0.1:8123", "127.0.0.1:8123", True),
        ("http://[::1]:8123", "[::1]:8123", True),
        ("https://vsm.example.org", "vsm.example.org", True),
        # Behind a proxy that does not pass the host on, the site's public address still counts.
        ("https://vsm.example.org", "127.0.0.1:8000", True),
        ("http://localhost:8001", "localhost:8000", False),
        ("https://evil.example", "vsm.example.org", False),
        ("https://vsm.example.org.evil.example", "vsm.example.org", False),
        # A name that leads to this machine, but that the site does not know (DNS rebinding).
        ("https://evil.example", "evil.example", False),
        ("null", "vsm.example.org", False),
        ("", "", False),
        ("http://[", "localhost", False),
        ("file://localhost:8000", "localhost:8000", False),
        (None, "localhost:8000", False),
    ],
)
def test_whose_page_may_open_a_socket(settings: LazySettings, origin: str | None, host: str, *, expected: bool) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "vsm.example.org"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://vsm.example.org"]
    assert is_own_origin(headers(origin, host)) is expected
