"""A round until it is revealed, by commands: who may lead it and write in it, and what is kept."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from facilitation.commands.entries import save_entry, take_part
from facilitation.commands.reveal import reveal_round
from facilitation.commands.rounds import (
    cancel_round,
    close_overdue_rounds,
    close_round,
    extend_round,
    open_round,
    prepare_round,
)
from facilitation.domain.rounds import GRACE
from facilitation.models import Entry, Round, Session, TakingPart
from facilitation.selectors.public import public_state
from facilitation.selectors.rounds import my_part
from maps.models import Operation
from tests.cast import Cast, make_cast
from tests.facilitation.rounds.conftest import brief, code_of, fill_map, key_of, opened, prepared, write
from workshops.commands.people import change_role, remove_participant
from workshops.errors import InvalidInput, NotAllowed, NotFound
from workshops.models import AuditEntry

SECOND = timedelta(seconds=1)


def end_at(of: Round, ends_at: Any) -> None:
    Round.objects.filter(pk=of.id).update(ends_at=ends_at)


# ------------------------------------------------------------------------------------------------ leading


def test_a_round_is_prepared_once_however_often_it_is_sent(cast: Cast) -> None:
    made = prepared(cast, "notes")
    again = prepare_round(
        actor=cast.ana,
        map_id=cast.map.id,
        kind="notes",
        prompt="What do you think?",
        is_anonymous=True,
        options={},
        round_id=made.id,
    )
    assert again.id == made.id
    assert Round.objects.count() == 1
    assert [entry.act for entry in AuditEntry.objects.filter(act__contains="round")] == ["prepare_round"]


def test_an_id_of_another_workshop_is_refused(cast: Cast) -> None:
    made, other = prepared(cast, "notes"), make_cast()
    refused = code_of(
        lambda: prepare_round(
            actor=other.ana,
            map_id=other.map.id,
            kind="notes",
            prompt="Mine?",
            is_anonymous=True,
            options={},
            round_id=made.id,
        )
    )
    assert refused == "id_taken"


@pytest.mark.parametrize("name", ["ben", "lea", "vic"])
def test_facilitators_alone_lead_rounds(cast: Cast, name: str) -> None:
    person, of = getattr(cast, name), opened(cast, "notes")
    for act in (close_round, reveal_round, cancel_round, open_round):
        with pytest.raises(NotAllowed):
            act(actor=person, round_id=of.id)
    with pytest.raises(NotAllowed):
        extend_round(actor=person, round_id=of.id, minutes=1)


def test_a_round_of_another_workshop_does_not_exist(cast: Cast) -> None:
    of, other = opened(cast, "notes"), make_cast()
    with pytest.raises(NotFound):
        close_round(actor=other.ana, round_id=of.id)
    with pytest.raises(NotFound):
        write(other.ben, of, {"text": "Hello"})


def test_every_public_act_raises_the_revision_of_the_session(cast: Cast) -> None:
    of = prepared(cast, "notes")
    revisions = [Session.objects.get().revision]
    for act in (
        lambda: open_round(actor=cast.ana, round_id=of.id, minutes=3),
        lambda: take_part(actor=cast.ben, round_id=of.id, is_done=False),
        lambda: take_part(actor=cast.ben, round_id=of.id, is_done=True),
        lambda: extend_round(actor=cast.ana, round_id=of.id, minutes=3),
        lambda: close_round(actor=cast.ana, round_id=of.id),
        lambda: reveal_round(actor=cast.ana, round_id=of.id),
    ):
        act()
        revisions.append(Session.objects.get().revision)
    assert revisions == sorted(set(revisions))


def test_what_is_written_raises_no_revision_that_others_could_watch(cast: Cast) -> None:
    of = opened(cast, "notes")
    take_part(actor=cast.ben, round_id=of.id, is_done=False)
    before = Session.objects.get().revision
    write(cast.ben, of, {"text": "One"})
    write(cast.ben, of, {"text": "Two"})
    take_part(actor=cast.ben, round_id=of.id, is_done=False)
    assert Session.objects.get().revision == before


def test_time_is_given_once_although_it_is_asked_for_twice(cast: Cast) -> None:
    of = opened(cast, "notes", minutes=3)
    seen = of.ends_at
    longer = extend_round(actor=cast.ana, round_id=of.id, minutes=2, saw_ends_at=seen)
    again = extend_round(actor=cast.ana, round_id=of.id, minutes=2, saw_ends_at=seen)
    assert again.ends_at == longer.ends_at
    assert seen is not None and longer.ends_at == seen + timedelta(minutes=2)


def test_a_closed_round_can_go_on_until_it_is_revealed(cast: Cast) -> None:
    of = opened(cast, "notes", minutes=1)
    end_at(of, timezone.now() - GRACE - SECOND)
    assert code_of(lambda: write(cast.ben, of, {"text": "Late"})) == "round_state"
    extend_round(actor=cast.ana, round_id=of.id, minutes=1)
    write(cast.ben, of, {"text": "In time"})
    reveal_round(actor=cast.ana, round_id=of.id, although_few=True)
    assert code_of(lambda: extend_round(actor=cast.ana, round_id=of.id, minutes=1)) == "round_state"


def test_the_clock_writes_down_that_a_round_is_over_and_tells_it(cast: Cast) -> None:
    of, going_on = opened(cast, "notes", minutes=1), opened(cast, "votes", minutes=9)
    end_at(of, timezone.now() - SECOND)
    assert brief(cast, of)["state"] == "closed"
    before = Session.objects.get().revision
    assert close_overdue_rounds() == 1
    assert close_overdue_rounds() == 0
    assert Session.objects.get().revision == before + 1
    assert Round.objects.get(pk=of.id).state == "closed"
    assert Round.objects.get(pk=going_on.id).state == "open"


def test_what_is_under_way_when_the_time_is_up_still_counts(cast: Cast) -> None:
    of = opened(cast, "notes", minutes=1)
    end_at(of, timezone.now() - SECOND)
    close_overdue_rounds()
    write(cast.ben, of, {"text": "Just in time"})
    assert Entry.objects.count() == 1


def test_two_facilitators_who_do_the_same_are_both_right(cast: Cast) -> None:
    mia = change_role(actor=cast.ana, participant_id=cast.mia.id, role="facilitator")
    mia.workshop = cast.workshop
    of = opened(cast, "notes", anonymous=False)
    write(cast.ben, of, {"text": "We wait"})
    for actor in (cast.ana, mia):
        close_round(actor=actor, round_id=of.id)
    for actor in (mia, cast.ana):
        reveal_round(actor=actor, round_id=of.id)
    assert Operation.objects.filter(op_id=f"reveal-{of.id}").count() == 1
    assert AuditEntry.objects.filter(act="reveal_round").get().actor_name == "Mia"
    assert code_of(lambda: cancel_round(actor=cast.ana, round_id=of.id)) == "round_state"


def test_a_cancelled_round_leaves_nothing_that_anybody_wrote(cast: Cast) -> None:
    of = opened(cast, "notes")
    write(cast.ben, of, {"text": "We wait"})
    cancel_round(actor=cast.ana, round_id=of.id)
    assert not Entry.objects.exists()
    assert not TakingPart.objects.exists()
    assert brief(cast, of)["state"] == "cancelled"
    assert code_of(lambda: write(cast.ben, of, {"text": "Again"})) == "round_state"


# ------------------------------------------------------------------------------------------------ writing


def test_what_i_write_replaces_what_i_wrote_and_counts_once(cast: Cast) -> None:
    for anonymous in (True, False):
        of = opened(cast, "notes", anonymous=anonymous)
        write(cast.ben, of, {"text": "One"})
        write(cast.ben, of, {"text": "One"})
        write(cast.ben, of, {"text": "Two"}, {"text": "Three"})
        write(cast.mia, of, {"text": "Mine"})
        assert sorted(len(entry.content) for entry in Entry.objects.filter(round=of)) == [1, 2]
        mine = my_part(actor=cast.ben, of=of, key=key_of(cast.ben))
        assert mine.contribution == [{"text": "Two"}, {"text": "Three"}]


def test_what_was_taken_back_is_gone_and_can_be_said_anew(cast: Cast) -> None:
    of = opened(cast, "notes")
    write(cast.ben, of, {"text": "One"})
    write(cast.ben, of)
    assert not Entry.objects.exists()
    assert not my_part(actor=cast.ben, of=of, key=key_of(cast.ben)).has_written
    save_entry(actor=cast.ben, round_id=of.id, contribution=[{"text": "Two"}], key="another-" + "k" * 40)
    assert Entry.objects.get().content == [{"text": "Two"}]


def test_a_second_key_does_not_give_a_second_voice(cast: Cast) -> None:
    of = opened(cast, "votes")
    write(cast.ben, of, {"target": "build"})
    other = "another-" + "k" * 40
    for contribution in ([{"target": "test"}], []):
        refused = code_of(
            lambda said=contribution: save_entry(actor=cast.ben, round_id=of.id, contribution=said, key=other)
        )
        assert refused == "wrote_elsewhere"
    assert Entry.objects.get().content == [{"target": "build", "dots": 1}]
    assert my_part(actor=cast.ben, of=of, key=other).contribution == []
    assert my_part(actor=cast.ben, of=of, key=other).has_written


@pytest.mark.parametrize("key", ["", "short", "k" * 129, "k" * 31 + " "])
def test_an_anonymous_round_needs_a_key(cast: Cast, key: str) -> None:
    of = opened(cast, "notes")
    with pytest.raises(InvalidInput):
        save_entry(actor=cast.ben, round_id=of.id, contribution=[{"text": "One"}], key=key)


def test_nobody_reads_what_another_wrote(cast: Cast) -> None:
    for anonymous in (True, False):
        of = opened(cast, "notes", anonymous=anonymous)
        write(cast.ben, of, {"text": "One"})
        for person in (cast.ana, cast.mia, cast.lea, cast.vic):
            assert my_part(actor=person, of=of, key=key_of(person)).contribution == []


def test_the_count_is_of_those_who_are_in_the_round_and_never_who(cast: Cast) -> None:
    of = opened(cast, "notes")
    assert (brief(cast, of)["done"], brief(cast, of)["of"]) == (0, 0)
    take_part(actor=cast.ben, round_id=of.id, is_done=False)
    write(cast.mia, of, {"text": "One"})
    assert (brief(cast, of)["done"], brief(cast, of)["of"]) == (0, 2)
    take_part(actor=cast.mia, round_id=of.id, is_done=True)
    take_part(actor=cast.mia, round_id=of.id, is_done=True)
    assert (brief(cast, of)["done"], brief(cast, of)["of"]) == (1, 2)
    take_part(actor=cast.mia, round_id=of.id, is_done=False)
    assert (brief(cast, of)["done"], brief(cast, of)["of"]) == (0, 2)
    told = str(public_state(cast.workshop.id)["rounds"])
    assert str(cast.mia.id) not in told and str(cast.ben.id) not in told


def test_who_was_removed_is_not_counted_but_what_they_said_stays(cast: Cast) -> None:
    of = opened(cast, "notes", anonymous=False)
    write(cast.ben, of, {"text": "Before I went"})
    take_part(actor=cast.ben, round_id=of.id, is_done=True)
    take_part(actor=cast.mia, round_id=of.id, is_done=False)
    remove_participant(actor=cast.ana, participant_id=cast.ben.id)
    assert (brief(cast, of)["done"], brief(cast, of)["of"]) == (0, 1)
    cast.ben.refresh_from_db()
    with pytest.raises(NotAllowed):
        write(cast.ben, of, {"text": "Afterwards"})
    shown = reveal_round(actor=cast.ana, round_id=of.id)
    assert shown.result is not None
    assert [note["text"] for note in shown.result["notes"]] == ["Before I went"]


def test_whoever_comes_late_can_write_while_it_is_open(cast: Cast) -> None:
    of = opened(cast, "notes", minutes=5)
    write(cast.mia, of, {"text": "Early"})
    late = change_role(actor=cast.ana, participant_id=cast.vic.id, role="member")
    late.workshop = cast.workshop
    write(late, of, {"text": "Late"})
    assert brief(cast, of)["of"] == 2


@pytest.mark.parametrize("kind", ["notes", "votes"])
def test_leaders_write_only_where_the_round_lets_them_vote(cast: Cast, kind: str) -> None:
    of = opened(cast, kind)
    with pytest.raises(NotAllowed):
        take_part(actor=cast.lea, round_id=of.id, is_done=False)
    voting = opened(cast, "votes", leaders_vote=True)
    write(cast.lea, voting, {"target": "test"})
    with pytest.raises(NotAllowed):
        write(cast.vic, voting, {"target": "test"})


def test_nothing_is_written_before_it_is_open(cast: Cast) -> None:
    of = prepared(cast, "notes")
    assert code_of(lambda: write(cast.ben, of, {"text": "Early"})) == "round_state"


def test_a_workshop_is_deleted_with_its_rounds(cast: Cast) -> None:
    write(cast.ben, opened(cast, "notes"), {"text": "One"})
    cast.workshop.delete()
    assert not Round.objects.exists()


def test_a_workshop_has_rounds_of_its_own_alone(cast: Cast) -> None:
    opened(cast, "notes")
    other = make_cast()
    fill_map(other)
    assert public_state(other.workshop.id)["rounds"] == []
    assert (
        code_of(
            lambda: prepare_round(
                actor=cast.ana,
                map_id=other.map.id,
                kind="notes",
                prompt="Whose map?",
                is_anonymous=True,
                options={},
                round_id=uuid4(),
            )
        )
        == "invalid"
    )
