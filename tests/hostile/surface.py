"""Everything that one person can read of the site: every address there is, tried with what exists."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import Person, client_of

_PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_NOTHING: Mapping[str, object] = {
    "uuid": UUID("00000000-0000-4000-8000-000000000000"),
    "int": 1,
    "slug": "nothing",
    "str": "nothing",
    "path": "nothing",
}
ABOUT_THE_PROCESS = frozenset({"/healthz", "/readyz", "/metrics"})
# What differs between two answers to the same question: tokens and ids of forms, and the server's time.
_VOLATILE = re.compile(
    r'name="(?:csrfmiddlewaretoken|op_id|new_id)" value="[^"]*"|"(?:csrf|X-CSRFToken)": ?"[^"]*"'
    r'|"now": ?"[^"]*"|"left_s": ?-?[0-9.]+|^Expires: .*$',
    re.MULTILINE,
)


def addresses(things: Mapping[str, object]) -> list[str]:
    """Return every address of the site, its parameters filled from `things` by their names."""
    return sorted({_filled(route, things) for route in _routes(get_resolver().url_patterns, "")})


def surface(people: Mapping[str, Person | None], at: list[str]) -> dict[tuple[str, str], str]:
    """Return what each of these people is answered at each address, whatever the status."""
    found = {}
    for name, person in people.items():
        client = client_of(person)
        cache.clear()
        for address in at:
            answer: Any = client.get(address)
            # No worker runs beside a test, and the site says that it is not ready.
            assert answer.status_code < 500 or address in ABOUT_THE_PROCESS, (name, address, answer.status_code)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = body.decode(errors="replace")
            headers = "\n".join(f"{key}: {value}" for key, value in answer.items() if key != "X-Request-ID")
            found[name, address] = _VOLATILE.sub("", f"{answer.status_code}\n{headers}\n{text}")
    return found


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def _filled(route: str, things: Mapping[str, object]) -> str:
    # Of a pattern that is an expression, its plain words: the one that answers where nothing is, and the libraries'.
    plain = re.sub(r"\(\?P<\w+>[^)]*\)", "nothing", route)
    plain = re.sub(r"[\^$?\\]", "", plain)
    return "/" + _PARAMETER.sub(
        lambda match: str(things.get(match["name"], _NOTHING[match["kind"] or "str"])),
        route if _PARAMETER.search(route) and "(?P" not in route else plain,
    ).lstrip("/")
