"""`manage.py restore FILE [--replace]`: make the site what a backup holds."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maps.commands.verify import verify_log
from maps.models import Map
from vsm_workshop.backup import BackupError, pending_migrations, restore_backup


class Command(BaseCommand):
    help = "Makes the database what FILE holds, all or nothing, and checks every map against its log."
    # The database may have no tables yet.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file that “manage.py backup” made, FILE.json beside it")
        parser.add_argument("--replace", action="store_true", help="drop what is in the database now")

    def handle(self, *, file: Path, replace: bool, **_options: object) -> None:
        try:
            manifest = restore_backup(file, replace=replace)
        except BackupError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Restored from {manifest.made_at}: {manifest.summary}.")
        newer = pending_migrations(manifest)
        if newer:
            self.stdout.write(f"This version has {len(newer)} newer migrations: run “manage.py migrate” first.")
            return
        wrong = [map_id for map_id in Map.objects.values_list("id", flat=True) if verify_log(map_id)]
        if wrong:
            raise CommandError(f"{len(wrong)} maps differ from their logs, the first is {wrong[0]}.")
        self.stdout.write("Every map agrees with its log.")
