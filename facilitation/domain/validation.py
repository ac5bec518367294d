"""Whether everybody finds a map right: who is asked, and what an answer may say."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from maps.domain.elements import Elements
from workshops.errors import InvalidInput, Problem

MESSAGE_LIMIT = 500
TEXT_LIMIT = 2_000
MOST_WRONG = 20
# Facilitators lead and need not answer; who only reads is not asked.
_ASKED_ROLES = frozenset({"member", "leader"})


class Person(Protocol):
    """What is asked of a participant here."""

    id: Any
    role: str
    joined_at: datetime
    removed_at: datetime | None


def is_asked(person: Person, at: datetime) -> bool:
    """Whether an answer of this person is waited for: of members and leaders who are in the workshop at that time."""
    is_here = person.joined_at <= at and (person.removed_at is None or person.removed_at > at)
    return is_here and person.role in _ASKED_ROLES


def read_message(message: str) -> str:
    """Return what the facilitator adds to the question; raises InvalidInput where it is too long."""
    text = " ".join(message.replace("\x00", "").split())
    if len(text) > MESSAGE_LIMIT:
        sentence = f"The message has {len(text)} characters; at most {MESSAGE_LIMIT} are sent. Nobody was asked."
        raise InvalidInput([Problem("message", sentence)])
    return text


def read_wrong(wrong: Sequence[Mapping[str, Any]], elements: Elements) -> list[dict[str, Any]]:
    """Return what is wrong as it is kept, empty where the map is right; `elements` are those that were asked about.

    Raises InvalidInput with every problem, by its place in the list.
    """
    if len(wrong) > MOST_WRONG:
        raise InvalidInput([Problem("wrong", f"At most {MOST_WRONG} things can be named; put some of them together.")])
    kept = [{"element": one.get("element") or None, "text": _clean(str(one.get("text", "")))} for one in wrong]
    problems = list(_problems(kept, elements))
    if problems:
        raise InvalidInput(problems)
    return kept


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _problems(kept: Sequence[Mapping[str, Any]], elements: Elements) -> Iterable[Problem]:
    for place, one in enumerate(kept):
        if not one["text"]:
            yield Problem(f"wrong.{place}.text", "Write in a few words what is wrong.")
        elif len(one["text"]) > TEXT_LIMIT:
            sentence = f"This has {len(one['text'])} characters; at most {TEXT_LIMIT} can be kept."
            yield Problem(f"wrong.{place}.text", sentence)
        if one["element"] is not None and one["element"] not in elements:
            yield Problem(f"wrong.{place}.element", "This is not on the map that you were asked about.")
