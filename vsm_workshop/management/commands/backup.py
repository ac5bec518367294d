"""`manage.py backup FILE`: the whole site at one moment, while people go on working."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vsm_workshop.backup import BackupError, write_backup


class Command(BaseCommand):
    help = "Writes the database to FILE and what is in it to FILE.json; both are needed to restore."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file to make; it must not exist yet")

    def handle(self, *, file: Path, **_options: object) -> None:
        try:
            manifest = write_backup(file)
        except BackupError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{file}: {manifest.summary}.")
