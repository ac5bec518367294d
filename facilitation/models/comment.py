import uuid

from django.db import models
from django.db.models import Q

from facilitation.domain.comments import TEXT_LIMIT
from maps.models import Map
from workshops.models import Participant


class Comment(models.Model):
    """What somebody says about an element of a map, or about the map as a whole where `element_id` is empty.

    Without a `parent` it begins a thread, which is open until it is resolved; replies have one parent and no replies
    of their own. What was taken away stays as a row without its words, so that a late resend of it changes nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="comments")
    element_id = models.CharField(max_length=64, blank=True)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    text = models.CharField(max_length=TEXT_LIMIT, blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    taken_away_at = models.DateTimeField(null=True, blank=True)
    taken_away_by = models.ForeignKey(Participant, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["map", "element_id", "written_at"], name="comment_by_element")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_away_at__isnull=True, taken_away_by__isnull=True) & ~Q(text="")
                | Q(taken_away_at__isnull=False, taken_away_by__isnull=False, text=""),
                name="comment_says_something_or_is_gone",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, parent__isnull=True),
                name="comment_threads_are_resolved",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment on {self.element_id or 'the map'} of {self.map_id}"


class Mention(models.Model):
    """A person whom a comment calls by name, as the name was then; `read_at` is known to that person alone."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="mentions")
    name = models.CharField(max_length=80)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["participant"], condition=Q(read_at__isnull=True), name="mention_unread"),
        ]
        constraints = [models.UniqueConstraint(fields=["comment", "participant"], name="mention_once_a_comment")]

    def __str__(self) -> str:
        return f"@{self.name} in {self.comment_id}"
