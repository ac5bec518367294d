"""`manage.py metrics FILE [FILE …]`: the figures of map files, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maps.domain.map_file import parse_map_file
from metrics import measure, stream_from_elements
from workshops.errors import InvalidInput, Problem


class Command(BaseCommand):
    help = "Print the figures of each map file as one line of JSON; ends with 1 when a file does not load."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="+", type=Path, help="a map file, *.vsm.json")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for path in options["file"]:
            try:
                answer = _figures(path)
            except InvalidInput as error:
                wrong += 1
                answer = {"problems": [problem.as_json() for problem in error.problems]}
            line = {"file": str(path), **answer}
            self.stdout.write(json.dumps(line, ensure_ascii=False, allow_nan=False))
        if wrong:
            raise CommandError(f"{wrong} of {len(options['file'])} files could not be loaded.")


def _figures(path: Path) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInput([Problem("", f"The file cannot be read: {error.strerror or error}.")]) from None
    file = parse_map_file(content)
    return measure(stream_from_elements(file.charter, file.elements)).as_json()
