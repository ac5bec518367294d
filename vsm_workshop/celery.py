"""The Celery application: tasks of all apps, run by `celery -A vsm_workshop worker` and `beat`."""

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init
from django.core.exceptions import ImproperlyConfigured

from vsm_workshop import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsm_workshop.settings")

app = Celery("vsm_workshop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def refuse_without_servers(**_event: object) -> None:
    """Guarantees that a worker or beat without servers ends with the reason instead of retrying for ever."""
    try:
        environment.text("DATABASE_URL")
        environment.text("REDIS_URL")
    except ImproperlyConfigured as problem:
        # Celery logs what its receivers raise and goes on; this alone ends the process.
        raise SystemExit(str(problem)) from problem
