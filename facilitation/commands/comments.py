"""Comments: written, changed, taken away; threads resolved and opened again; mentions read.

All of them change under the lock of the workshop's session, so no two of them meet.
"""

from collections.abc import Iterable, Sequence
from typing import NoReturn
from uuid import UUID

from django.utils import timezone

from facilitation.commands.changes import record, session_changing
from facilitation.domain.comments import read_text
from facilitation.models import Comment, Mention
from facilitation.permissions import SessionAct, require
from maps.models import Map, Operation
from maps.selectors import snapshot_of
from workshops.errors import Conflict, InvalidInput, NotAllowed, NotFound, Problem
from workshops.models import Participant

COMMENTS_LIMIT = 2_000
REPLIES_LIMIT = 200
MENTIONS_LIMIT = 40


class TooManyComments(Conflict):
    """The map or the thread holds as many comments as it may."""

    code = "too_many_comments"


class CommentIdTaken(Conflict):
    """The id that a client chose belongs to another comment."""

    code = "id_taken"


class CommentGone(Conflict):
    """The comment was taken away, so there is nothing to answer or to change any more."""

    code = "comment_gone"


class CommentChanged(Conflict):
    """The comment says something else than its author saw when they began to change it."""

    code = "comment_changed"


def write_comment(
    *,
    actor: Participant,
    of: Map,
    comment_id: UUID,
    text: str,
    mentions: Sequence[UUID] = (),
    element_id: str = "",
    parent_id: UUID | None = None,
) -> tuple[Comment, bool]:
    """Say something about an element, the whole map (no element), or in reply to a comment, which opens its thread
    again; returns the comment and whether it is new: the same `comment_id` of the same person counts once.

    Raises InvalidInput, NotFound for an element that never was, CommentGone for a parent that was taken away.
    """
    require(actor, SessionAct.COMMENT)
    said = read_text(text)
    if parent_id is None and element_id:
        _require_element(of, element_id)
    with session_changing(actor.workshop_id) as session:
        known = Comment.objects.filter(pk=comment_id).first()
        if known is not None:
            if (known.author_id, known.map_id) != (actor.id, of.id):
                raise CommentIdTaken("This id belongs to another comment; choose a new one. Nothing was saved.")
            return known, False
        parent = None if parent_id is None else _parent(of, parent_id)
        _require_room(of, parent)
        comment = Comment.objects.create(
            id=comment_id,
            map=of,
            element_id=parent.element_id if parent else element_id,
            parent=parent,
            author=actor,
            text=said,
            written_at=timezone.now(),
        )
        _mention(comment, actor, mentions)
        if parent is not None and parent.resolved_at is not None:
            _set_resolved(parent, None)
        session.comments_revision += 1
    return comment, True


def edit_comment(*, actor: Participant, comment_id: UUID, text: str, mentions: Sequence[UUID], saw: str) -> Comment:
    """Say it in other words; its author alone can. Who is mentioned anew hears of it.

    Raises CommentChanged where it does not say any more what its author `saw`, unless it says `text` already.
    """
    require(actor, SessionAct.COMMENT)
    said = read_text(text)
    with session_changing(actor.workshop_id) as session:
        comment = _living(actor, comment_id)
        if comment.author_id != actor.id:
            raise NotAllowed(f"This comment is {comment.author.name}'s, and only its author can change what it says.")
        if comment.text not in (said, saw):
            raise CommentChanged(
                "You have changed this comment elsewhere meanwhile, so this was not saved.",
                details={"text": comment.text},
            )
        if said != comment.text:
            comment.text, comment.edited_at = said, timezone.now()
            comment.save(update_fields=["text", "edited_at"])
        _mention(comment, actor, mentions)
        session.comments_revision += 1
    return comment


def take_comment_away(*, actor: Participant, comment_id: UUID) -> None:
    """Delete what a comment says; its author or a facilitator can. While it has replies its place stays, and says who
    took it away.
    """
    require(actor, SessionAct.COMMENT)
    with session_changing(actor.workshop_id) as session:
        comment = _found(actor, comment_id)
        if comment.taken_away_at is not None:
            return
        if comment.author_id != actor.id:
            require(actor, SessionAct.TAKE_AWAY_ANY_COMMENT)
            record(actor, "take_comment_away", author=comment.author.name, map=comment.map.title)
        comment.text, comment.taken_away_at, comment.taken_away_by = "", timezone.now(), actor
        comment.save(update_fields=["text", "taken_away_at", "taken_away_by"])
        comment.mentions.all().delete()
        session.comments_revision += 1


def resolve_thread(*, actor: Participant, comment_id: UUID, is_resolved: bool) -> Comment:
    """Say that what a thread is about is settled, or open it again; said twice it changes nothing."""
    require(actor, SessionAct.COMMENT)
    with session_changing(actor.workshop_id) as session:
        comment = _found(actor, comment_id)
        if comment.parent_id is not None:
            raise InvalidInput([Problem("comment", "A thread is resolved by its first comment, and this is a reply.")])
        if (comment.resolved_at is not None) is not is_resolved:
            _set_resolved(comment, actor if is_resolved else None)
            session.comments_revision += 1
    return comment


def read_mentions(*, actor: Participant, comment_ids: Iterable[UUID]) -> None:
    """Write down that the actor has read these comments, as far as they mention the actor; nobody else is told."""
    require(actor, SessionAct.READ)
    unread = Mention.objects.filter(participant=actor, comment_id__in=list(comment_ids), read_at__isnull=True)
    unread.update(read_at=timezone.now())


def _found(actor: Participant, comment_id: UUID) -> Comment:
    comments = Comment.objects.select_related("author", "map", "taken_away_by")
    found = comments.filter(pk=comment_id, map__workshop_id=actor.workshop_id).first()
    if found is None:
        raise NotFound("There is no such comment in this workshop.")
    return found


def _living(actor: Participant, comment_id: UUID) -> Comment:
    found = _found(actor, comment_id)
    if found.taken_away_at is not None:
        _refuse_gone(found, "this was not saved")
    return found


def _parent(of: Map, parent_id: UUID) -> Comment:
    parents = Comment.objects.select_related("taken_away_by")
    parent = parents.filter(pk=parent_id, map=of, parent__isnull=True).first()
    if parent is None:
        raise NotFound("There is no such thread on this map, so the reply was not saved.")
    if parent.taken_away_at is not None and not parent.replies.filter(taken_away_at__isnull=True).exists():
        _refuse_gone(parent, "your reply was not saved")
    return parent


def _refuse_gone(comment: Comment, what: str) -> NoReturn:
    by = comment.taken_away_by
    raise CommentGone(f"This comment was taken away by {by.name if by else 'somebody'}, so {what}.")


def _require_element(of: Map, element_id: str) -> None:
    """Refuse what never was on the map; what was removed meanwhile can still be spoken of."""
    if element_id in snapshot_of(of.id).elements:
        return
    if not Operation.objects.filter(map=of, changes__has_key=element_id).exists():
        raise NotFound(f"There has never been such an element on “{of.title}”, so the comment was not saved.")


def _require_room(of: Map, parent: Comment | None) -> None:
    if Comment.objects.filter(map=of).count() >= COMMENTS_LIMIT:
        raise TooManyComments(f"“{of.title}” holds {COMMENTS_LIMIT} comments, as many as it may.")
    if parent is not None and parent.replies.count() >= REPLIES_LIMIT:
        raise TooManyComments(f"This thread holds {REPLIES_LIMIT} replies, as many as it may; begin a new one.")


def _mention(comment: Comment, actor: Participant, wanted: Sequence[UUID]) -> None:
    """Make these the people whom the comment mentions; who was mentioned already is not told again."""
    ids = set(wanted)
    if len(ids) > MENTIONS_LIMIT:
        raise InvalidInput([Problem("mentions", f"A comment mentions at most {MENTIONS_LIMIT} people.")])
    comment.mentions.exclude(participant_id__in=ids).delete()
    new = ids - set(comment.mentions.values_list("participant_id", flat=True))
    here = Participant.objects.filter(pk__in=new, workshop_id=actor.workshop_id, removed_at__isnull=True)
    people = sorted(here, key=lambda person: person.name)
    if len(people) < len(new):
        raise InvalidInput([Problem("mentions", "Somebody who is mentioned is not in this workshop any more.")])
    now = timezone.now()
    Mention.objects.bulk_create(
        Mention(comment=comment, participant=person, name=person.name, read_at=now if person.id == actor.id else None)
        for person in people
    )


def _set_resolved(thread: Comment, by: Participant | None) -> None:
    thread.resolved_by, thread.resolved_at = by, None if by is None else timezone.now()
    thread.save(update_fields=["resolved_by", "resolved_at"])
