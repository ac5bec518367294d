import uuid

from django.db import models
from django.db.models.functions import Now


class LeasedJob(models.Model):
    """Work that a worker does while it holds a lease, in a row that outlives the worker and the broker.

    While it is running, `lease_token` says which worker has it and `lease_until` how long that worker is believed in.
    `queued_at` is when a worker was last asked. Whoever inherits says what the states are called, at least those of
    `workshops.commands.leases`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=16, default="queued")
    progress = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    queued_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
