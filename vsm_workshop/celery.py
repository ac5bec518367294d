"""The Celery application: tasks of all apps, run by `celery -A vsm_workshop worker` and `beat`."""

import logging
import os
import time
from typing import Any

from celery import Celery, Task
from celery.signals import beat_init, celeryd_init, setup_logging, task_prerun, worker_ready
from celery.worker.request import Request
from django.core.exceptions import ImproperlyConfigured
from prometheus_client import start_http_server

from vsm_workshop import environment
from workshops.log_context import log_from_now_on
from workshops.telemetry import TASK_SECONDS, TASKS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsm_workshop.settings")


class CountedRequest(Request):
    """A task as the worker's main process sees it, where alone its measures can be told."""

    ended_as = "done"

    def on_failure(self, *args: Any, **kwargs: Any) -> Any:
        self.ended_as = "failed"
        return super().on_failure(*args, **kwargs)

    def acknowledge(self) -> None:
        """Called when the task has ended, because all of ours are acknowledged late."""
        if not self.acknowledged:
            TASKS.labels(self.task_name, self.ended_as).inc()
            TASK_SECONDS.labels(self.task_name).observe(time.time() - (self.time_start or time.time()))
        super().acknowledge()


# Celery's tasks are generic for type checkers alone.
class CountedTask(Task):  # type: ignore[type-arg]
    Request = "vsm_workshop.celery:CountedRequest"


app = Celery("vsm_workshop", task_cls=CountedTask)
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


@celeryd_init.connect
def log_warnings(**_event: object) -> None:
    """Guarantees that Python's warnings, of which Celery has several, are lines of the log as well."""
    logging.captureWarnings(True)


@setup_logging.connect
def keep_our_logging(**_event: object) -> None:
    """Guarantees that Celery writes through the settings' LOGGING: with a receiver here it sets up nothing itself."""


@task_prerun.connect
def log_with_task(task_id: str, **_event: object) -> None:
    """Guarantees that everything a task logs carries its id."""
    log_from_now_on(task_id=task_id)


@worker_ready.connect
def tell_measures(**_event: object) -> None:
    """Serve the worker's own `/metrics` where METRICS_PORT asks for it, to METRICS_HOST alone (loopback by default)."""
    port = environment.whole_number("METRICS_PORT", default=0)
    if port:
        start_http_server(port, addr=environment.text("METRICS_HOST", "127.0.0.1"))
