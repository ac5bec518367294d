"""Comments: threads, replies, what is taken away, what mentions whom."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from facilitation.commands.comments import (
    CommentChanged,
    CommentGone,
    CommentIdTaken,
    edit_comment,
    read_mentions,
    resolve_thread,
    take_comment_away,
    write_comment,
)
from facilitation.models import Comment, Session
from facilitation.selectors.comments import mentions_of_me, thread_of, threads_of, unread_mentions
from facilitation.selectors.public import public_state
from maps.commands.edit import submit, undo
from maps.commands.workshop import copy_workshop
from maps.models import Map
from tests.cast import Cast, make_cast
from workshops.commands.people import remove_participant
from workshops.commands.workshop import delete_workshop
from workshops.errors import InvalidInput, NotAllowed, NotFound
from workshops.models import AuditEntry, Participant


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast's map has “Design” → “Build”, both of Ben."""
    cast = make_cast()
    edit(
        cast.ben,
        cast.map,
        [
            {"do": "add", "id": "design", "element": {"kind": "step", "name": "Design"}},
            {"do": "add", "id": "build", "element": {"kind": "step", "name": "Build"}},
            {
                "do": "add",
                "id": "f",
                "element": {"kind": "flow", "flow": "push", "source": "design", "target": "build"},
            },
        ],
    )
    return cast


def edit(actor: Participant, of: Map, edits: list[dict[str, Any]]) -> None:
    submit(map_id=of.id, actor=actor, op_id=str(uuid4()), edits=edits)


def say(actor: Participant, of: Map, text: str = "Why so long?", **more: Any) -> Comment:
    return write_comment(actor=actor, of=of, comment_id=uuid4(), text=text, **more)[0]


def reply(actor: Participant, to: Comment, text: str = "Because of staging", **more: Any) -> Comment:
    return say(actor, to.map, text, parent_id=to.id, **more)


def open_counts(cast: Cast) -> Any:
    return public_state(cast.workshop.id)["comments"]["maps"]


def comments_revision(cast: Cast) -> int:
    return int(public_state(cast.workshop.id)["comments"]["revision"])


def names_of_me(actor: Participant) -> list[UUID]:
    return [mention.comment.id for mention in mentions_of_me(actor=actor)]


def test_open_threads_are_counted_by_element_and_replies_are_not(cast: Cast) -> None:
    thread = say(cast.ben, cast.map, element_id="build")
    reply(cast.mia, thread)
    say(cast.lea, cast.map, element_id="build")
    say(cast.ana, cast.map)
    assert open_counts(cast) == {str(cast.map.id): {"whole": 1, "elements": {"build": 2}}}
    resolve_thread(actor=cast.lea, comment_id=thread.id, is_resolved=True)
    assert open_counts(cast) == {str(cast.map.id): {"whole": 1, "elements": {"build": 1}}}


def test_every_change_of_a_comment_is_told_by_both_revisions(cast: Cast) -> None:
    seen = [(comments_revision(cast), public_state(cast.workshop.id)["revision"])]

    def rises() -> bool:
        seen.append((comments_revision(cast), public_state(cast.workshop.id)["revision"]))
        return all(later > before for later, before in zip(seen[-1], seen[-2], strict=True))

    thread = say(cast.ben, cast.map)
    assert rises()
    edit_comment(actor=cast.ben, comment_id=thread.id, text="Why this long?", mentions=[], saw=thread.text)
    assert rises()
    resolve_thread(actor=cast.mia, comment_id=thread.id, is_resolved=True)
    assert rises()
    take_comment_away(actor=cast.ben, comment_id=thread.id)
    assert rises()


def test_a_resend_counts_once_even_after_it_was_taken_away(cast: Cast) -> None:
    comment_id = uuid4()
    said: dict[str, Any] = {"actor": cast.ben, "of": cast.map, "comment_id": comment_id, "text": "Why so long?"}
    assert write_comment(**said)[1] is True
    assert write_comment(**said)[1] is False
    take_comment_away(actor=cast.ana, comment_id=comment_id)
    assert write_comment(**said)[1] is False
    assert open_counts(cast) == {}
    assert Comment.objects.get().text == ""


def test_an_id_of_somebody_else_is_refused(cast: Cast) -> None:
    theirs = say(cast.mia, cast.map)
    with pytest.raises(CommentIdTaken):
        write_comment(actor=cast.ben, of=cast.map, comment_id=theirs.id, text="Mine")


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x07", "x" * 2_001])
def test_nothing_and_too_much_are_refused(cast: Cast, text: str) -> None:
    with pytest.raises(InvalidInput):
        say(cast.ben, cast.map, text)
    assert not Comment.objects.exists()


def test_lines_stay_as_they_were_written(cast: Cast) -> None:
    assert say(cast.ben, cast.map, "  first\r\n\r\nsecond\x00 \n").text == "first\n\nsecond"


def test_a_removed_element_keeps_its_comments_and_its_last_name(cast: Cast) -> None:
    say(cast.ben, cast.map, element_id="build")
    say(cast.ben, cast.map, element_id="f")
    edit(cast.ana, cast.map, [{"do": "set", "id": "build", "fields": {"name": "Code review"}}])
    edit(cast.ana, cast.map, [{"do": "remove", "id": "f"}])
    edit(cast.ana, cast.map, [{"do": "remove", "id": "build"}])
    threads, _ = threads_of(actor=cast.vic, of=cast.map, is_open=True, limit=50)
    assert [(one.about.name, one.about.is_removed) for one in threads if one.about] == [
        ("Design → Code review", True),
        ("Code review", True),
    ]
    undo(map_id=cast.map.id, actor=cast.ana, op_id="back")
    (thread,), _ = threads_of(actor=cast.vic, of=cast.map, element_id="build", limit=50)
    assert thread.about is not None
    assert (thread.about.name, thread.about.is_removed) == ("Code review", False)


def test_what_was_removed_while_one_wrote_can_still_be_spoken_of_and_what_never_was_cannot(cast: Cast) -> None:
    edit(cast.ana, cast.map, [{"do": "remove", "id": "build"}])
    assert say(cast.ben, cast.map, element_id="build").element_id == "build"
    with pytest.raises(NotFound, match="never been such an element"):
        say(cast.ben, cast.map, element_id="nowhere")


def test_undo_and_restore_of_the_map_leave_comments_alone(cast: Cast) -> None:
    thread = say(cast.mia, cast.map, element_id="build")
    undo(map_id=cast.map.id, actor=cast.ben, op_id="back")
    assert thread_of(thread) is not None
    assert open_counts(cast) == {str(cast.map.id): {"whole": 0, "elements": {"build": 1}}}


def test_a_reply_opens_a_resolved_thread_again(cast: Cast) -> None:
    thread = say(cast.ben, cast.map)
    resolve_thread(actor=cast.ben, comment_id=thread.id, is_resolved=True)
    reply(cast.lea, thread, "It is not settled")
    thread.refresh_from_db()
    assert (thread.resolved_at, thread.resolved_by) == (None, None)


def test_replies_have_no_replies_and_are_not_resolved(cast: Cast) -> None:
    answer = reply(cast.mia, say(cast.ben, cast.map))
    with pytest.raises(NotFound):
        reply(cast.ben, answer)
    with pytest.raises(InvalidInput):
        resolve_thread(actor=cast.ben, comment_id=answer.id, is_resolved=True)


def test_a_thread_that_begins_with_nothing_stays_while_it_has_replies(cast: Cast) -> None:
    thread = say(cast.ben, cast.map, "Secret of Ben", element_id="build")
    answer = reply(cast.mia, thread)
    take_comment_away(actor=cast.ben, comment_id=thread.id)
    left = thread_of(thread)
    assert left is not None
    assert (left.comment.text, left.comment.taken_away_by) == ("", cast.ben)
    assert [one.id for one in left.replies] == [answer.id]
    assert open_counts(cast)[str(cast.map.id)]["elements"] == {"build": 1}
    take_comment_away(actor=cast.mia, comment_id=answer.id)
    assert thread_of(thread) is None
    assert open_counts(cast) == {}
    with pytest.raises(CommentGone, match="taken away by Ben, so your reply was not saved"):
        reply(cast.ana, thread)


def test_who_takes_what_away(cast: Cast) -> None:
    mine, theirs = say(cast.ben, cast.map), say(cast.mia, cast.map)
    with pytest.raises(NotAllowed):
        take_comment_away(actor=cast.ben, comment_id=theirs.id)
    with pytest.raises(NotAllowed):
        take_comment_away(actor=cast.lea, comment_id=theirs.id)
    take_comment_away(actor=cast.ben, comment_id=mine.id)
    take_comment_away(actor=cast.ana, comment_id=theirs.id)
    (entry,) = AuditEntry.objects.filter(act="take_comment_away")
    assert entry.details == {"author": "Mia", "map": cast.map.title}


def test_two_tabs_of_its_author_do_not_overwrite_each_other(cast: Cast) -> None:
    comment = say(cast.ben, cast.map, "one")
    changed = edit_comment(actor=cast.ben, comment_id=comment.id, text="two", mentions=[], saw="one")
    assert changed.edited_at is not None
    # A resend of the same change is done already.
    edit_comment(actor=cast.ben, comment_id=comment.id, text="two", mentions=[], saw="one")
    with pytest.raises(CommentChanged) as refused:
        edit_comment(actor=cast.ben, comment_id=comment.id, text="three", mentions=[], saw="one")
    assert refused.value.details == {"text": "two"}


def test_whoever_is_mentioned_is_told_until_they_have_read_it(cast: Cast) -> None:
    comment = say(cast.ben, cast.map, "@Mia @Ben @Vic look", mentions=[cast.mia.id, cast.ben.id, cast.vic.id])
    assert names_of_me(cast.mia) == [comment.id] == names_of_me(cast.vic)
    assert names_of_me(cast.ben) == []
    assert unread_mentions(cast.mia.user) == [(cast.workshop.id, cast.map.id, comment.id)]
    read_mentions(actor=cast.mia, comment_ids=[comment.id])
    assert names_of_me(cast.mia) == []
    assert unread_mentions(cast.mia.user) == []
    assert names_of_me(cast.vic) == [comment.id]


def test_a_change_tells_who_is_mentioned_anew_and_nobody_twice(cast: Cast) -> None:
    comment = say(cast.ben, cast.map, "@Mia look", mentions=[cast.mia.id])
    read_mentions(actor=cast.mia, comment_ids=[comment.id])
    both = [cast.mia.id, cast.lea.id]
    edit_comment(actor=cast.ben, comment_id=comment.id, text="@Mia @Lea look", mentions=both, saw="@Mia look")
    assert (names_of_me(cast.mia), names_of_me(cast.lea)) == ([], [comment.id])
    edit_comment(actor=cast.ben, comment_id=comment.id, text="look", mentions=[], saw="@Mia @Lea look")
    assert names_of_me(cast.lea) == []


def test_what_was_taken_away_mentions_nobody(cast: Cast) -> None:
    comment = say(cast.ben, cast.map, "@Mia look", mentions=[cast.mia.id])
    take_comment_away(actor=cast.ana, comment_id=comment.id)
    assert names_of_me(cast.mia) == []


def test_people_of_elsewhere_and_those_who_were_removed_cannot_be_mentioned(cast: Cast) -> None:
    other = make_cast()
    with pytest.raises(InvalidInput):
        say(cast.ben, cast.map, "@Mia", mentions=[other.mia.id])
    remove_participant(actor=cast.ana, participant_id=cast.mia.id)
    with pytest.raises(InvalidInput):
        say(cast.ben, cast.map, "@Mia", mentions=[cast.mia.id])
    assert not Comment.objects.exists()
    assert Session.objects.filter(workshop=cast.workshop, comments_revision__gt=0).count() == 0


def test_a_comment_of_another_workshop_does_not_exist(cast: Cast) -> None:
    other = make_cast()
    theirs = say(other.ben, other.map)
    with pytest.raises(NotFound):
        resolve_thread(actor=cast.ana, comment_id=theirs.id, is_resolved=True)
    with pytest.raises(NotFound):
        take_comment_away(actor=cast.ana, comment_id=theirs.id)
    with pytest.raises(NotFound):
        say(cast.ben, cast.map, parent_id=theirs.id)


def test_pages_of_threads_meet_without_gap_or_overlap(cast: Cast) -> None:
    written = [say(cast.ben, cast.map, f"Comment {number}").id for number in range(7)]
    found: list[UUID] = []
    before, has_more = None, True
    while has_more:
        threads, has_more = threads_of(actor=cast.vic, of=cast.map, before=before, limit=3)
        found += [thread.comment.id for thread in threads]
        before = found[-1]
    assert found == written[::-1]


def test_reading_threads_takes_as_many_statements_for_one_as_for_many(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        thread = say(cast.ben, cast.map, f"@Mia {number}", element_id="build", mentions=[cast.mia.id])
        reply(cast.mia, thread, "@Ben", mentions=[cast.ben.id])
    with django_assert_max_num_queries(10):
        threads, _ = threads_of(actor=cast.vic, of=cast.map, limit=50)
        spoken = [
            [mention.name for one in (thread.comment, *thread.replies) for mention in one.mentions.all()]
            for thread in threads
        ]
    assert spoken == [["Mia", "Ben"]] * 12


def test_a_copy_of_a_workshop_has_none_of_its_comments(cast: Cast) -> None:
    say(cast.ben, cast.map)
    copied = copy_workshop(actor=cast.ana).place
    assert open_counts(cast) != {}
    assert public_state(copied.workshop_id)["comments"] == {"revision": 0, "maps": {}}


def test_a_workshop_is_deleted_with_its_comments(cast: Cast) -> None:
    thread = say(cast.ben, cast.map, "@Mia look", mentions=[cast.mia.id])
    resolve_thread(actor=cast.lea, comment_id=thread.id, is_resolved=True)
    delete_workshop(actor=cast.ana)
    assert not Comment.objects.exists()
