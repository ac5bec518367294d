"""`manage.py sign_in_link EMAIL`: a new one-time sign-in link for an account."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workshops.addresses import sign_in_address
from workshops.commands.people import create_sign_in_link
from workshops.models import User


class Command(BaseCommand):
    help = "Prints a sign-in link that works once within 24 hours; a button confirms it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the account's e-mail address")
        parser.add_argument("--base-url", default=settings.PUBLIC_URL.geturl(), help="where people reach the site")

    def handle(self, *, email: str, base_url: str, **_options: object) -> None:
        user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account with the address {email}; check it or sign up on the site.")
        self.stdout.write(sign_in_address(create_sign_in_link(user=user), base_url=base_url))
