"""Comments over REST: threads about an element or the whole map, and what mentions me."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from facilitation.commands.comments import (
    MENTIONS_LIMIT,
    edit_comment,
    read_mentions,
    resolve_thread,
    take_comment_away,
    write_comment,
)
from facilitation.domain.comments import TEXT_LIMIT
from facilitation.models import Comment
from facilitation.selectors.comments import (
    Thread,
    comment_for,
    mentions_of_me,
    thread_of,
    threads_of,
)
from maps.selectors import map_for
from workshops.api.problem import ProblemSerializer
from workshops.api.reading import Strict, read_input
from workshops.errors import NotFound
from workshops.selectors import participant_of

PAGE = 50
LARGEST_PAGE = 100


class AboutSerializer(serializers.Serializer[Any]):
    """The element that a thread is about; `removed`: it is not on the map any more, and this is its last name."""

    id = serializers.CharField(source="element_id")
    kind = serializers.CharField()
    name = serializers.CharField()
    removed = serializers.BooleanField(source="is_removed")


class MentionSerializer(serializers.Serializer[Any]):
    participant = serializers.UUIDField(source="participant_id")
    name = serializers.CharField(help_text="As it was when the comment was written, so as it stands in the text.")


class CommentSerializer(serializers.Serializer[Any]):
    """One comment or reply; without text it was taken away."""

    id = serializers.UUIDField()
    author = serializers.UUIDField(source="author_id")
    text = serializers.CharField()
    mentions = MentionSerializer(many=True)
    written_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    taken_away_by = serializers.UUIDField(source="taken_away_by_id", allow_null=True)


class ThreadSerializer(serializers.Serializer[Any]):
    """A comment with its replies, the oldest first."""

    map = serializers.UUIDField(source="comment.map_id")
    about = AboutSerializer(allow_null=True, help_text="Null: the whole map.")
    comment = CommentSerializer()
    resolved_at = serializers.DateTimeField(source="comment.resolved_at", allow_null=True)
    resolved_by = serializers.UUIDField(source="comment.resolved_by_id", allow_null=True)
    replies = CommentSerializer(many=True)


class ThreadListSerializer(serializers.Serializer[Any]):
    results = ThreadSerializer(many=True)
    has_more = serializers.BooleanField()


class MentionOfMeSerializer(serializers.Serializer[Any]):
    """A comment that mentions me and that I have not read."""

    comment = serializers.UUIDField(source="comment.id")
    map = serializers.UUIDField(source="comment.map_id")
    map_title = serializers.CharField(source="comment.map.title")
    about = AboutSerializer(allow_null=True)
    author = serializers.UUIDField(source="comment.author_id")
    text = serializers.CharField(source="comment.text")
    written_at = serializers.DateTimeField(source="comment.written_at")


class MentionListSerializer(serializers.Serializer[Any]):
    results = MentionOfMeSerializer(many=True)


class ThreadQuerySerializer(Strict):
    element = serializers.CharField(max_length=64, required=False, allow_blank=True)
    state = serializers.ChoiceField(choices=["open", "resolved"], required=False)
    before = serializers.UUIDField(required=False)
    limit = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, required=False)


class _SayingSerializer(Strict):
    text = serializers.CharField(max_length=2 * TEXT_LIMIT, trim_whitespace=False)
    mentions = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MENTIONS_LIMIT,
        required=False,
        default=list,
        help_text="Participants who are told.",
    )


class NewCommentSerializer(_SayingSerializer):
    id = serializers.UUIDField(help_text="Chosen by the client; a resend uses it again and says nothing twice.")
    element = serializers.CharField(
        max_length=64, required=False, allow_blank=True, default="", help_text="Absent: the whole map."
    )
    reply_to = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="The first comment of the thread that is answered."
    )


class ChangedCommentSerializer(_SayingSerializer):
    saw = serializers.CharField(
        max_length=2 * TEXT_LIMIT, trim_whitespace=False, help_text="What it said when its author began to change it."
    )


class ReadMentionsSerializer(Strict):
    comments = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)


_GONE = OpenApiResponse(
    ProblemSerializer, description="`comment_gone`, `comment_changed`, `too_many_comments` or `id_taken`."
)


@method_decorator(never_cache, name="dispatch")
class CommentListView(APIView):
    @extend_schema(
        operation_id="list_comments",
        parameters=[
            OpenApiParameter("element", str, description="Only threads about this element; empty: the whole map."),
            OpenApiParameter("state", str, enum=["open", "resolved"], description="Without it: both."),
            OpenApiParameter("before", UUID, description="Threads older than the one that this comment begins."),
            OpenApiParameter("limit", int, description=f"How many ({PAGE}; at most {LARGEST_PAGE})."),
        ],
        responses=ThreadListSerializer,
    )
    def get(self, request: Request, map_id: UUID) -> Response:
        """The threads of a map, the newest first, also about elements that were removed."""
        place, found = map_for(request.user, map_id)
        query = read_input(ThreadQuerySerializer, request.query_params.dict())
        state = query.get("state")
        threads, has_more = threads_of(
            actor=place,
            of=found,
            element_id=query.get("element"),
            is_open=None if state is None else state == "open",
            before=query.get("before"),
            limit=query.get("limit", PAGE),
        )
        return Response({"results": ThreadSerializer(threads, many=True).data, "has_more": has_more})

    @extend_schema(
        operation_id="write_comment",
        request=NewCommentSerializer,
        responses={201: ThreadSerializer, 200: ThreadSerializer, 409: _GONE},
    )
    def post(self, request: Request, map_id: UUID) -> Response:
        """Comment on an element or the map, or reply; answers the whole thread. Facilitators, members and leaders."""
        place, found = map_for(request.user, map_id)
        asked = read_input(NewCommentSerializer, request.data)
        comment, is_new = write_comment(
            actor=place,
            of=found,
            comment_id=asked["id"],
            text=asked["text"],
            mentions=asked["mentions"],
            element_id=asked["element"],
            parent_id=asked["reply_to"],
        )
        return Response(_thread_json(comment), status=201 if is_new else 200)


@method_decorator(never_cache, name="dispatch")
class CommentView(APIView):
    @extend_schema(operation_id="read_comment", responses=ThreadSerializer)
    def get(self, request: Request, comment_id: UUID) -> Response:
        """The thread that a comment belongs to."""
        _, comment = comment_for(request.user, comment_id)
        return Response(_thread_json(comment))

    @extend_schema(
        operation_id="change_comment",
        request=ChangedCommentSerializer,
        responses={200: ThreadSerializer, 409: _GONE},
    )
    def patch(self, request: Request, comment_id: UUID) -> Response:
        """Say it in other words; its author."""
        place, _ = comment_for(request.user, comment_id)
        asked = read_input(ChangedCommentSerializer, request.data)
        comment = edit_comment(
            actor=place, comment_id=comment_id, text=asked["text"], mentions=asked["mentions"], saw=asked["saw"]
        )
        return Response(_thread_json(comment))

    @extend_schema(operation_id="take_comment_away", responses={204: None})
    def delete(self, request: Request, comment_id: UUID) -> Response:
        """Delete what it says; its author, or a facilitator."""
        place, _ = comment_for(request.user, comment_id)
        take_comment_away(actor=place, comment_id=comment_id)
        return Response(status=204)


class ResolveCommentView(APIView):
    @extend_schema(operation_id="resolve_comment", request=None, responses=ThreadSerializer)
    def post(self, request: Request, comment_id: UUID) -> Response:
        """Say that what the thread is about is settled; facilitators, members and leaders."""
        place, _ = comment_for(request.user, comment_id)
        return Response(_thread_json(resolve_thread(actor=place, comment_id=comment_id, is_resolved=True)))


class ReopenCommentView(APIView):
    @extend_schema(operation_id="reopen_comment", request=None, responses=ThreadSerializer)
    def post(self, request: Request, comment_id: UUID) -> Response:
        """Open the thread again; facilitators, members and leaders."""
        place, _ = comment_for(request.user, comment_id)
        return Response(_thread_json(resolve_thread(actor=place, comment_id=comment_id, is_resolved=False)))


@method_decorator(never_cache, name="dispatch")
class MentionListView(APIView):
    @extend_schema(operation_id="list_my_mentions", responses=MentionListSerializer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        """The comments of the workshop that mention me and that I have not read, the oldest first."""
        place = participant_of(request.user, workshop_id)
        mentions = mentions_of_me(actor=place)
        return Response({"results": MentionOfMeSerializer(mentions, many=True).data})

    @extend_schema(operation_id="read_my_mentions", request=ReadMentionsSerializer, responses=MentionListSerializer)
    def post(self, request: Request, workshop_id: UUID) -> Response:
        """I have read these comments; answers what is left."""
        place = participant_of(request.user, workshop_id)
        read_mentions(actor=place, comment_ids=read_input(ReadMentionsSerializer, request.data)["comments"])
        return Response({"results": MentionOfMeSerializer(mentions_of_me(actor=place), many=True).data})


def _thread_json(comment: Comment) -> Mapping[str, Any]:
    thread: Thread | None = thread_of(comment)
    if thread is None:
        raise NotFound("There is no such comment any more; it was taken away.")
    return ThreadSerializer(thread).data
