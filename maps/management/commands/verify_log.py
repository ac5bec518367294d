"""`manage.py verify_log [MAP …]`: does each map's log reproduce its rows?"""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from maps.commands.verify import verify_log
from maps.models import Map


class Command(BaseCommand):
    help = "Replay the log of the maps (all by default) and compare it with their rows; ends with 1 on a difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("map", nargs="*", type=UUID, help="the id of a map")

    def handle(self, *args: Any, **options: Any) -> None:
        map_ids = options["map"] or list(Map.objects.order_by("created_at", "id").values_list("id", flat=True))
        wrong = [map_id for map_id in map_ids if not self._is_right(map_id)]
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(map_ids)} maps differ from their logs.")
        self.stdout.write(f"{len(map_ids)} maps agree with their logs.")

    def _is_right(self, map_id: UUID) -> bool:
        try:
            faults = verify_log(map_id)
        except Map.DoesNotExist:
            faults = ["There is no such map."]
        for fault in faults:
            self.stdout.write(f"{map_id}: {fault}")
        return not faults
