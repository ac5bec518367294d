"""`manage.py print_links`: how to enter the sample workshop; the start script reads these three lines."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from maps.management.commands.load_sample import SAMPLE_EMAIL
from maps.selectors import facilitated_workshop
from workshops.addresses import join_address, sign_in_address
from workshops.commands.invitation import invitation_secrets
from workshops.commands.people import create_sign_in_link
from workshops.models import User


class Command(BaseCommand):
    help = "Prints a one-time sign-in link that leads to the sample workshop's board, its join link and its code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--base-url", default=settings.PUBLIC_URL.geturl(), help="where people reach the site")

    def handle(self, *, base_url: str, **_options: object) -> None:
        user = User.objects.filter(email=SAMPLE_EMAIL).first()
        workshop = facilitated_workshop(user) if user else None
        if user is None or workshop is None:
            raise CommandError("There is no sample workshop yet; “manage.py load_sample” creates it.")
        board = reverse("workshop_board", args=[workshop.id])
        token = create_sign_in_link(user=user)
        secrets = invitation_secrets(workshop.invitation)
        self.stdout.write(f"Facilitator: {sign_in_address(token, base_url=base_url, leads_to=board)}")
        self.stdout.write(f"Join: {join_address(secrets.token, base_url=base_url)}")
        self.stdout.write(f"Code: {secrets.code}")
