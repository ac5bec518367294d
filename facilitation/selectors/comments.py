"""Reads of comments: threads with their replies, how many are open where, and what mentions me."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from facilitation.models import Comment, Mention
from facilitation.permissions import SessionAct, require
from maps.domain.elements import Element, display_name
from maps.models import Map, Operation
from maps.selectors import snapshot_of
from workshops.models import Participant, User
from workshops.selectors import found_for


@dataclass(frozen=True, slots=True)
class About:
    """An element that is commented, under its present name, or its last one if it `is_removed`."""

    element_id: str
    kind: str
    name: str
    is_removed: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its replies, the oldest first; `about` is None where it is about the whole map."""

    comment: Comment
    about: About | None
    replies: Sequence[Comment]


@dataclass(frozen=True, slots=True)
class MentionOfMe:
    """A comment that mentions me and that I have not read."""

    comment: Comment
    about: About | None


def open_threads(workshop_id: UUID) -> dict[str, dict[str, object]]:
    """Return how many threads are open, by map: on the `whole` map and on its `elements`; maps without any are left
    out.
    """
    threads = _threads().filter(map__workshop_id=workshop_id, resolved_at__isnull=True)
    counts = threads.order_by().values_list("map_id", "element_id").annotate(count=Count("id"))
    found: dict[str, dict[str, object]] = {}
    for map_id, element_id, count in counts:
        of_map = found.setdefault(str(map_id), {"whole": 0, "elements": {}})
        elements = of_map["elements"]
        assert isinstance(elements, dict)
        if element_id:
            elements[element_id] = count
        else:
            of_map["whole"] = count
    return found


def threads_of(
    *,
    actor: Participant,
    of: Map,
    element_id: str | None = None,
    is_open: bool | None = None,
    before: UUID | None = None,
    limit: int,
) -> tuple[Sequence[Thread], bool]:
    """Return the newest threads of a map (those of one element, "" for the whole map; those open or resolved), or the
    ones before a thread, and whether there are more.
    """
    require(actor, SessionAct.READ)
    threads = _threads().filter(map=of)
    if element_id is not None:
        threads = threads.filter(element_id=element_id)
    if is_open is not None:
        threads = threads.filter(resolved_at__isnull=is_open)
    seen = None if before is None else Comment.objects.filter(pk=before, map=of).first()
    if seen is not None:
        threads = threads.filter(Q(written_at__lt=seen.written_at) | Q(written_at=seen.written_at, id__lt=seen.id))
    found = list(_whole(threads).order_by("-written_at", "-id")[: limit + 1])
    return _with_abouts(of, found[:limit]), len(found) > limit


def thread_of(comment: Comment) -> Thread | None:
    """Return the thread that a comment belongs to; None where nothing of it is left."""
    thread = _whole(_threads()).filter(pk=comment.parent_id or comment.id).first()
    return None if thread is None else _with_abouts(thread.map, [thread])[0]


def comment_for(user: User | AnonymousUser, comment_id: UUID) -> tuple[Participant, Comment]:
    """Return the person's place and the comment; raises NotFound for strangers, as for none."""
    comments = Comment.objects.select_related("map")
    return found_for(user, comments, comment_id, workshop_id="map.workshop_id")


def mentions_of_me(*, actor: Participant) -> Sequence[MentionOfMe]:
    """Return the comments of the workshop that mention the actor and that the actor has not read, the oldest first."""
    require(actor, SessionAct.READ)
    mentioning = Comment.objects.filter(mentions__participant=actor, mentions__read_at__isnull=True)
    comments = list(mentioning.select_related("map", "author").order_by("written_at", "id"))
    by_map: dict[UUID, list[Comment]] = {}
    for comment in comments:
        by_map.setdefault(comment.map_id, []).append(comment)
    abouts = {map_id: _abouts(map_id, [one.element_id for one in those]) for map_id, those in by_map.items()}
    return [MentionOfMe(comment, abouts[comment.map_id].get(comment.element_id)) for comment in comments]


def unread_mentions(user: User | AnonymousUser) -> Sequence[tuple[UUID, UUID, UUID]]:
    """Return workshop, map and id of the comments that mention this person unread, wherever they are; oldest first."""
    if not isinstance(user, User):
        return []
    mine = Mention.objects.filter(participant__user=user, participant__removed_at__isnull=True, read_at__isnull=True)
    rows = mine.order_by("comment__written_at", "comment_id")
    return list(rows.values_list("participant__workshop_id", "comment__map_id", "comment_id"))


def _threads() -> QuerySet[Comment]:
    """First comments of threads of which something is left."""
    living_reply = Comment.objects.filter(parent=OuterRef("pk"), taken_away_at__isnull=True)
    return Comment.objects.filter(Q(taken_away_at__isnull=True) | Exists(living_reply), parent__isnull=True)


def _whole(threads: QuerySet[Comment]) -> QuerySet[Comment]:
    replies = Comment.objects.filter(taken_away_at__isnull=True).prefetch_related("mentions")
    prefetched = Prefetch("replies", queryset=replies.order_by("written_at", "id"), to_attr="living_replies")
    return threads.select_related("map").prefetch_related("mentions", prefetched)


def _with_abouts(of: Map, threads: Sequence[Comment]) -> Sequence[Thread]:
    abouts = _abouts(of.id, [thread.element_id for thread in threads])
    return [Thread(thread, abouts.get(thread.element_id), getattr(thread, "living_replies", [])) for thread in threads]


def _abouts(map_id: UUID, element_ids: Iterable[str]) -> dict[str, About]:
    wanted = {element_id for element_id in element_ids if element_id}
    if not wanted:
        return {}
    present = snapshot_of(map_id).elements
    gone = _as_they_were(map_id, wanted - present.keys())
    # An arrow is named by its ends, which may have gone at another time.
    ends = {str(flow[end]) for flow in gone.values() if flow["kind"] == "flow" for end in ("source", "target")}
    known = {**_as_they_were(map_id, ends - present.keys() - gone.keys()), **gone, **present}
    return {
        element_id: About(
            element_id,
            kind=str(known[element_id]["kind"]) if element_id in known else "",
            name=display_name(element_id, known),
            is_removed=element_id not in present,
        )
        for element_id in wanted
    }


def _as_they_were(map_id: UUID, removed: set[str]) -> dict[str, Element]:
    """Return elements as they were when they were removed, with what went at the same time."""
    found: dict[str, Element] = {}
    missing = set(removed)
    if not missing:
        return found
    touching = Operation.objects.filter(map_id=map_id, changes__has_any_keys=sorted(missing)).order_by("-seq")
    for changes in touching.values_list("changes", flat=True).iterator(chunk_size=100):
        for element_id, change in changes.items():
            if change["after"] is None and change["before"] is not None:
                found.setdefault(element_id, change["before"])
        missing -= found.keys()
        if not missing:
            break
    return found
