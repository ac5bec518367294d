"""Forty people go through a round of every kind on two real processes: each counts once, and nobody hears anybody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from tests.faults.people import Crowd
from tests.faults.site import Site, Workshop, wait_until
from tests.faults.voices import ASKED, Voice, ask_round, lead, mark_of, put_steps, voices, what_is_said

PEOPLE = 40
NOTES = 10
NAMES = [f"Member{number:02}" for number in range(PEOPLE)]


@pytest.fixture
def forty(site: Site, workshop: Workshop, crowd: Crowd) -> list[Voice]:
    """Forty people with a browser and a socket each, by turns at both processes."""
    put_steps(workshop)
    found = voices(workshop, NAMES, site.addresses)
    for voice in found:
        crowd.connect(voice.name, voice.browser, str(voice.browser.base_url))
    return found


def all_at_once(people: list[Voice], act: Callable[[Voice], None]) -> None:
    with ThreadPoolExecutor(max_workers=len(people)) as pool:
        for done in [pool.submit(act, voice) for voice in people]:
            done.result()


def all_see(crowd: Crowd, round_id: str, **wanted: object) -> bool:
    """Whether this is what everybody was told of the round last."""
    return all(wanted.items() <= member.round(round_id).items() for member in crowd.members)


def drafts(kind: str, voice: Voice) -> list[list[dict[str, Any]]]:
    """What a browser saves while somebody writes: each time all of it."""
    counts = (1, NOTES // 2, NOTES) if kind == "notes" else (1,)
    return [what_is_said(kind, voice.name, voice.number, notes=count) for count in counts]


def test_forty_people_are_counted_once_and_nobody_hears_anybody(
    workshop: Workshop, crowd: Crowd, forty: list[Voice]
) -> None:
    for kind in ASKED:
        of = ask_round(workshop, kind)

        def take_part(voice: Voice, of: str = of, kind: str = kind) -> None:
            assert voice.put(of, "part", {"done": False}).status_code == 200
            for draft in drafts(kind, voice):
                answer = voice.write(of, draft)
                assert answer.status_code == 200, answer.text
            # A resend, as after an answer that was lost, at the other process.
            voice.move()
            voice.say(of, drafts(kind, voice)[-1])

        all_at_once(forty, take_part)
        wait_until(partial(all_see, crowd, of, done=PEOPLE, of=PEOPLE), f"everybody is done with {kind}")
        heard = "\n".join(frame for member in crowd.members for frame in member.heard)
        assert not [name for name in NAMES if mark_of(name, kind) in heard]
        everywhere = str(forty[0].read(f"workshops/{workshop.id}/rounds/"))
        assert not [name for name in NAMES if mark_of(name, kind) in everywhere]
        result = lead(workshop, f"rounds/{of}/reveal/")["result"]
        assert result["people"] == PEOPLE
        check(kind, result)
        wait_until(partial(all_see, crowd, of, state="revealed"), f"everybody is told the reveal of {kind}")
    crowd.wait_until_alike()
    notes = [element for element in workshop.snapshot()["elements"].values() if element["kind"] == "note"]
    assert len(notes) == PEOPLE * NOTES


def check(kind: str, result: dict[str, Any]) -> None:
    """Everything that was said last is in the result, once."""
    if kind == "notes":
        texts = [note["text"] for note in result["notes"]]
        assert sorted(texts) == sorted(f"{mark_of(name, 'notes')} {index}" for name in NAMES for index in range(NOTES))
    elif kind == "votes":
        assert {one["target"]: one["count"] for one in result["targets"]} == {"build": 60, "test": 60}
    elif kind == "constraint":
        (step,) = [one for one in result["steps"] if one["count"]]
        assert (step["element"], step["count"]) == ("test", PEOPLE)
    else:
        assert next(step for step in result["steps"] if step["element"] == "test")
