import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from maps.models.map import Map
from workshops.models import Participant


class MapLock(models.Model):
    """What only facilitators may change on a map for now: all of it, one element, or what stands in an area (canvas
    units; a thing stands where its middle is).
    """

    class Scope(models.TextChoices):
        MAP = "map", "the map"
        AREA = "area", "a part of the map"
        ELEMENT = "element", "an element"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="locks")
    scope = models.CharField(max_length=8, choices=Scope.choices)
    element_id = models.CharField(max_length=64, blank=True)
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    width = models.FloatField(null=True, blank=True)
    height = models.FloatField(null=True, blank=True)
    by = models.ForeignKey(Participant, on_delete=models.RESTRICT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="map", element_id="", x__isnull=True)
                | (Q(scope="element", x__isnull=True) & ~Q(element_id=""))
                | Q(scope="area", element_id="", x__isnull=False, y__isnull=False, width__gt=0, height__gt=0),
                name="map_lock_says_what",
            ),
            models.UniqueConstraint(fields=["map"], condition=Q(scope="map"), name="map_locked_once"),
            models.UniqueConstraint(
                fields=["map", "element_id"], condition=Q(scope="element"), name="element_locked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} of {self.map_id}"

    def as_message(self) -> dict[str, Any]:
        """Return the lock as it travels (docs/PROTOCOL.md, section 2)."""
        area = {"x": self.x, "y": self.y, "width": self.width, "height": self.height}
        return {
            "id": str(self.id),
            "scope": self.scope,
            "element": self.element_id or None,
            "area": area if self.scope == self.Scope.AREA else None,
            "by": str(self.by_id),
            "at": self.at.isoformat(),
        }
