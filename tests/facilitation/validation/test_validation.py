"""Everybody is asked whether a map is right, as it was after one operation."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from facilitation.commands.validation import (
    VALIDATIONS_LIMIT,
    AnotherIsOpen,
    TooManyValidations,
    ValidationEnded,
    ValidationIdTaken,
    ask_for_validation,
    end_validation,
)
from facilitation.models import Session, Validation, ValidationAnswer
from facilitation.selectors.public import public_state
from facilitation.selectors.validation import (
    Counts,
    changes_since,
    fates_of,
    moment_of,
    my_answers,
    standings_of,
    unanswered,
    validations_of,
)
from tests.cast import Cast, make_cast
from tests.facilitation.validation.conftest import answer, ask, edit
from workshops.commands.people import change_role, remove_participant
from workshops.commands.workshop import change_charter
from workshops.errors import InvalidInput, NotAllowed, NotFound
from workshops.models import AuditEntry, Participant


def names(people: list[Participant]) -> list[str]:
    return [person.name for person in people]


def counts(cast: Cast, of: Validation) -> Counts:
    return standings_of(actor=cast.ana, of=[of])[of.id].counts


def test_people_are_asked_about_the_map_as_it_was_whatever_is_changed_later(cast: Cast) -> None:
    asked = ask(cast, message="  Look at your own\nsteps.  ")
    assert (asked.seq, asked.message, asked.title) == (1, "Look at your own steps.", "Feature delivery")
    then = moment_of(actor=cast.ben, of=asked)
    assert edit(cast, {"do": "set", "id": "test", "fields": {"wait_time": "1d"}}, {"do": "remove", "id": "build"}) == 2
    change_charter(actor=cast.ana, changes={"calendar": {"hours_per_day": 24, "days_per_week": 7}})
    asked.refresh_from_db()
    assert moment_of(actor=cast.ben, of=asked) == then
    assert then.figures["lead_time_s"] == 12 * 8 * 3600
    assert set(then.elements) == {"build", "test", "f1", "back"}


def test_an_earlier_moment_can_be_asked_about_and_one_that_never_was_cannot(cast: Cast) -> None:
    edit(cast, {"do": "remove", "id": "test"})
    assert ask(cast, seq=1).seq == 1
    for seq in (0, 3):
        with pytest.raises(InvalidInput, match=f"has had 2 operations; there is no moment {seq}"):
            ask(cast, seq=seq)


@pytest.mark.django_db
def test_of_an_empty_map_nobody_is_asked() -> None:
    with pytest.raises(InvalidInput, match="Nothing is on “Feature delivery” yet"):
        ask(make_cast())
    assert not Validation.objects.exists()


def test_a_question_that_is_sent_again_is_asked_once(cast: Cast) -> None:
    one = uuid4()
    assert ask(cast, validation_id=one) == ask(cast, validation_id=one, message="Again")
    assert Validation.objects.get().message == ""
    other = make_cast()
    with pytest.raises(ValidationIdTaken):
        ask_for_validation(actor=other.ana, map_id=other.map.id, validation_id=one)


def test_only_what_the_asker_saw_is_ended_by_a_new_question(cast: Cast) -> None:
    first = ask(cast)
    for instead_of in (None, uuid4()):
        with pytest.raises(AnotherIsOpen, match="Everybody is asked about “Feature delivery” already"):
            ask(cast, instead_of=instead_of)
    second = ask(cast, instead_of=first.id)
    first.refresh_from_db()
    assert (first.ended_by, second.ended_at) == (cast.ana, None)
    assert validations_of(actor=cast.ben, of=cast.map) == [second, first]
    # The database holds it too.
    with pytest.raises(IntegrityError, match="validation_one_open_on_a_map"), transaction.atomic():
        Validation.objects.filter(pk=first.pk).update(ended_at=None, ended_by=None)


def test_an_answer_can_be_changed_until_the_question_is_ended(cast: Cast) -> None:
    asked = ask(cast)
    wrong = {"element": "test", "text": "  We wait two weeks.\r\nNot days. "}
    assert answer(cast.ben, asked, wrong).wrong == [{"element": "test", "text": "We wait two weeks.\nNot days."}]
    assert counts(cast, asked) == Counts(asked=3, answered=1, right=0)
    answer(cast.ben, asked)
    assert counts(cast, asked) == Counts(asked=3, answered=1, right=1)
    assert ValidationAnswer.objects.count() == 1
    end_validation(actor=cast.ana, validation_id=asked.id)
    with pytest.raises(ValidationEnded, match="was ended, so your answer was not saved"):
        answer(cast.ben, asked, {"text": "All of it."})
    assert my_answers(actor=cast.ben, of=[asked])[asked.id].wrong == []


def test_every_problem_of_an_answer_is_named_by_its_place(cast: Cast) -> None:
    asked = ask(cast)
    edit(cast, {"do": "add", "id": "late", "element": {"kind": "step", "name": "Later"}})
    with pytest.raises(InvalidInput) as refused:
        answer(
            cast.ben,
            asked,
            {"element": "late", "text": "It was not there yet."},
            {"text": " \x00 "},
            {"element": "build", "text": "x" * 2_001},
        )
    assert [problem.place for problem in refused.value.problems] == ["wrong.0.element", "wrong.1.text", "wrong.2.text"]
    with pytest.raises(InvalidInput, match="At most 20 things"):
        answer(cast.ben, asked, *({"text": "No."} for _ in range(21)))
    assert not ValidationAnswer.objects.exists()


def test_facilitators_see_who_said_what_and_who_has_not_answered(cast: Cast) -> None:
    asked = ask(cast)
    answer(cast.mia, asked)
    answer(cast.lea, asked, {"element": None, "text": "A step is missing."})
    standing = standings_of(actor=cast.ana, of=[asked])[asked.id]
    assert [(given.participant.name, bool(given.wrong)) for given in standing.answers] == [
        ("Mia", False),
        ("Lea", True),
    ]
    assert names(list(standing.waiting)) == ["Ben"]
    # A facilitator need not answer, and counts once she has.
    answer(cast.ana, asked)
    assert counts(cast, asked) == Counts(asked=4, answered=3, right=2)
    for person in (cast.ben, cast.lea, cast.vic):
        with pytest.raises(NotAllowed):
            standings_of(actor=person, of=[asked])


def test_who_comes_late_is_asked_too_and_who_leaves_is_waited_for_no_longer(cast: Cast) -> None:
    asked = ask(cast)
    change_role(actor=cast.ana, participant_id=cast.vic.id, role="member")
    remove_participant(actor=cast.ana, participant_id=cast.ben.id)
    standing = standings_of(actor=cast.ana, of=[asked])[asked.id]
    assert names(list(standing.waiting)) == ["Lea", "Mia", "Vic"]
    answer(cast.mia, asked)
    remove_participant(actor=cast.ana, participant_id=cast.mia.id)
    assert counts(cast, asked) == Counts(asked=3, answered=1, right=1)


def test_what_is_ended_keeps_who_was_waited_for(cast: Cast) -> None:
    asked = ask(cast)
    end_validation(actor=cast.ana, validation_id=asked.id)
    remove_participant(actor=cast.ana, participant_id=cast.ben.id)
    Participant.objects.filter(pk=cast.lea.pk).update(joined_at=timezone.now())
    asked.refresh_from_db()
    waiting = standings_of(actor=cast.ana, of=[asked])[asked.id].waiting
    assert names(list(waiting)) == ["Ben", "Mia"]


def test_ending_twice_changes_nothing(cast: Cast) -> None:
    asked = ask(cast)
    ended = end_validation(actor=cast.ana, validation_id=asked.id).ended_at
    assert end_validation(actor=cast.ana, validation_id=asked.id).ended_at == ended
    acts = AuditEntry.objects.filter(workshop_id=cast.workshop.id).values_list("act", flat=True)
    assert list(acts).count("end_validation") == 1


@pytest.mark.parametrize("who", ["ben", "lea", "vic"])
def test_only_facilitators_ask_and_end(cast: Cast, who: str) -> None:
    asked = ask(cast)
    with pytest.raises(NotAllowed):
        ask(cast, actor=getattr(cast, who))
    with pytest.raises(NotAllowed):
        end_validation(actor=getattr(cast, who), validation_id=asked.id)


def test_who_only_reads_cannot_answer_and_nobody_answers_elsewhere(cast: Cast) -> None:
    asked = ask(cast)
    with pytest.raises(NotAllowed):
        answer(cast.vic, asked)
    with pytest.raises(NotFound):
        answer(make_cast().ben, asked)


def test_it_is_said_how_often_and_where_the_map_was_changed_since(cast: Cast) -> None:
    asked = ask(cast)
    assert changes_since(asked) == 0
    edit(cast, {"do": "set", "id": "test", "fields": {"wait_time": "8d"}})
    assert changes_since(asked) == 0, "what changes nothing does not count"
    edit(cast, {"do": "set", "id": "test", "fields": {"wait_time": "9d"}})
    edit(cast, {"do": "remove", "id": "build"})
    assert changes_since(asked) == 2
    fates = fates_of(asked, moment_of(actor=cast.ana, of=asked))
    assert fates == {"test": "changed", "build": "removed", "f1": "removed", "back": "removed"}


def test_everybody_hears_how_many_have_answered_and_never_what(cast: Cast) -> None:
    asked = ask(cast)
    revision = Session.objects.get(pk=cast.workshop.id).revision
    answer(cast.ben, asked, {"element": "test", "text": "We wait two weeks there."})
    state = public_state(cast.workshop.id)
    assert state["revision"] == revision + 1
    assert state["validations"] == [
        {
            "id": str(asked.id),
            "map": str(cast.map.id),
            "seq": 1,
            "is_open": True,
            "by": str(cast.ana.id),
            "answered": 1,
            "of": 3,
        }
    ]
    again = ask(cast, instead_of=asked.id)
    assert [one["id"] for one in public_state(cast.workshop.id)["validations"]] == [str(again.id)]


def test_members_and_leaders_are_reminded_until_they_answer(cast: Cast) -> None:
    asked = ask(cast)
    workshop = cast.workshop.id
    assert unanswered([cast.ben]) == unanswered([cast.lea]) == {workshop: [asked]}
    assert unanswered([cast.ana]) == unanswered([cast.vic]) == {}
    answer(cast.ben, asked)
    assert unanswered([cast.ben]) == {}
    assert unanswered([cast.lea]) == {workshop: [asked]}
    end_validation(actor=cast.ana, validation_id=asked.id)
    assert unanswered([cast.lea]) == {}


def test_too_many_questions_are_refused(cast: Cast) -> None:
    now = timezone.now()
    old = {"workshop": cast.workshop, "map": cast.map, "seq": 1, "charter": {}, "title": "Old"}
    ended = {"asked_by": cast.ana, "asked_at": now, "ended_by": cast.ana, "ended_at": now}
    Validation.objects.bulk_create([Validation(**old, **ended) for _ in range(VALIDATIONS_LIMIT)])
    with pytest.raises(TooManyValidations):
        ask(cast)
