import uuid

from django.db import models

from maps.models.map import Map


class ConstraintJudging(models.Model):
    """People judge for themselves which step is the constraint of a map: while there is a row, no figure of the
    workshop's maps tells it. `occasion` is the id of what they do it in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    map = models.ForeignKey(Map, on_delete=models.CASCADE, related_name="constraint_judgings")
    occasion = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return f"the constraint of {self.map_id}"
