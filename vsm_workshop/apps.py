from celery.signals import heartbeat_sent
from django.apps import AppConfig

from vsm_workshop.celery import app as celery_app
from vsm_workshop.health import note_worker_heartbeat


class VsmWorkshopConfig(AppConfig):
    name = "vsm_workshop"

    def ready(self) -> None:
        """Guarantees that the shared tasks of every app belong to our Celery application in every process."""
        celery_app.set_default()
        heartbeat_sent.connect(note_worker_heartbeat)
