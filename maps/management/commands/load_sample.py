"""`manage.py load_sample`: a facilitator's account and the sample workshop, through the real import; idempotent."""

from django.core.management.base import BaseCommand
from django.db import transaction

from maps.commands.workshop import create_workshop_from_file
from maps.library.catalogue import template_file
from maps.selectors import facilitated_workshop
from workshops.models import User

SAMPLE_EMAIL = "facilitator@example.org"
SAMPLE_TEMPLATE = "feature-delivery"


class Command(BaseCommand):
    help = "Creates the facilitator's account and the sample workshop where they are missing; prints nothing."

    @transaction.atomic
    def handle(self, **_options: object) -> None:
        user = User.objects.filter(email=SAMPLE_EMAIL).first()
        if user is None:
            user = User.objects.create_user(SAMPLE_EMAIL, name="Facilitator")
        if facilitated_workshop(user) is None:
            file = template_file(SAMPLE_TEMPLATE)
            create_workshop_from_file(actor=user, charter=file.charter, file=file)
