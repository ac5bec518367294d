"""What arrives at once: many who write, two facilitators, a reveal amid it. Nothing is lost or doubled."""

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connections

from facilitation.commands.entries import take_part
from facilitation.commands.reveal import reveal_round
from facilitation.domain.rounds import RoundStateError
from facilitation.models import Entry, Round, TakingPart
from maps.models import Operation
from tests.cast import Cast, make_cast
from tests.facilitation.rounds.conftest import fill_map, opened, write
from workshops.commands.people import add_participant
from workshops.models import Participant, Role, User

PEOPLE = 8


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast()
    fill_map(cast)
    return cast


@pytest.fixture
def crowd(cast: Cast) -> list[Participant]:
    users = [User.objects.create_guest(f"Member {number}") for number in range(PEOPLE)]
    return [add_participant(workshop=cast.workshop, user=user, name=user.name, role=Role.MEMBER) for user in users]


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Return what each act returned or raised, all begun at the same moment."""
    answers: list[object] = []
    gate = threading.Barrier(len(acts))

    def work(act: Callable[[], object]) -> None:
        try:
            gate.wait()
            answers.append(act())
        except RoundStateError as refused:
            answers.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_many_who_write_and_are_done_at_once_all_count(cast: Cast, crowd: list[Participant]) -> None:
    of = opened(cast, "notes")

    def writes(person: Participant) -> Callable[[], object]:
        def act() -> None:
            write(person, of, {"text": "A draft"})
            write(person, of, {"text": person.name})
            take_part(actor=person, round_id=of.id, is_done=True)

        return act

    at_once([writes(person) for person in crowd])
    said = sorted(entry.content[0]["text"] for entry in Entry.objects.filter(round=of))
    assert said == sorted(person.name for person in crowd)
    rows = TakingPart.objects.filter(round=of, is_done=True, has_written=True)
    assert {row.participant_id for row in rows} == {person.id for person in crowd}


def test_what_arrives_with_the_reveal_is_in_it_or_refused(cast: Cast, crowd: list[Participant]) -> None:
    of = opened(cast, "votes", anonymous=False)
    for person in crowd[:4]:
        write(person, of, {"target": "build"})
    late = [lambda person=person: write(person, of, {"target": "test"}) for person in crowd[4:]]
    answers = at_once([*late, lambda: reveal_round(actor=cast.ana, round_id=of.id)])
    refused = sum(1 for answer in answers if isinstance(answer, RoundStateError))
    result = Round.objects.get(pk=of.id).result
    assert result is not None
    assert result["people"] == PEOPLE - refused
    assert Entry.objects.filter(round=of).count() == PEOPLE - refused


def test_two_reveals_at_once_put_the_notes_onto_the_map_once(cast: Cast) -> None:
    of = opened(cast, "notes", anonymous=False)
    write(cast.ben, of, {"text": "We wait"})
    at_once([lambda: reveal_round(actor=cast.ana, round_id=of.id) for _ in range(4)])
    operations = Operation.objects.filter(map=cast.map, op_id=f"reveal-{of.id}")
    assert operations.count() == 1
