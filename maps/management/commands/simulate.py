"""`manage.py simulate FILE`: a simulation of a map file, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maps.domain.map_file import parse_map_file
from metrics import stream_from_elements
from metrics.simulation import (
    ARRIVAL_CHOICES,
    DISTRIBUTION_CHOICES,
    USUAL_ITEMS,
    CannotSimulateError,
    SimulationPlan,
    simulate,
)
from workshops.errors import InvalidInput, Problem


class Command(BaseCommand):
    help = "Simulate a map file and print the result as one line of JSON; ends with 1 when it cannot be simulated."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a map file, *.vsm.json")
        parser.add_argument("--items", type=int, default=USUAL_ITEMS, help=f"how many items to count ({USUAL_ITEMS})")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same result (1)")
        parser.add_argument(
            "--distribution", choices=DISTRIBUTION_CHOICES, default="auto", help="how times vary (auto)"
        )
        parser.add_argument("--arrivals", choices=ARRIVAL_CHOICES, default="exponential", help="how items come")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            plan = SimulationPlan(options["items"], options["seed"], options["distribution"], options["arrivals"])
        except ValueError as error:
            raise CommandError(str(error)) from None
        try:
            answer = _simulated(path, plan)
        except InvalidInput as error:
            self._print(path, {"problems": [problem.as_json() for problem in error.problems]})
            raise CommandError(f"{path} could not be loaded.") from None
        except CannotSimulateError as error:
            self._print(path, {"problems": [{"place": "", "sentence": sentence} for sentence in error.sentences]})
            raise CommandError(f"{path} cannot be simulated.") from None
        self._print(path, answer)

    def _print(self, path: Path, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps({"file": str(path), **answer}, ensure_ascii=False, allow_nan=False))


def _simulated(path: Path, plan: SimulationPlan) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInput([Problem("", f"The file cannot be read: {error.strerror or error}.")]) from None
    file = parse_map_file(content)
    return simulate(stream_from_elements(file.charter, file.elements), plan).as_json()
