"""`manage.py map_file_schema > docs/map-file.schema.json`: the JSON Schema of the map file."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from maps.domain.map_file import file_schema


class Command(BaseCommand):
    help = "Print the JSON Schema of the map file, as docs/map-file.schema.json holds it."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(file_schema(), ensure_ascii=False, indent=2))
