"""What processes say: their logs as objects, their measures as numbers."""

import json
from pathlib import Path
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

TOKEN = "a-token-of-the-tests"
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}


def lines_of(log: Path) -> list[dict[str, Any]]:
    """Return the lines of a log; fails where one is not JSON."""
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line]


def matching(lines: list[dict[str, Any]], **fields: object) -> list[dict[str, Any]]:
    return [line for line in lines if all(line.get(name) == value for name, value in fields.items())]


class Measures:
    """One look at a process's `/metrics`."""

    def __init__(self, base_url: str) -> None:
        answer = httpx.get(f"{base_url}/metrics", headers=WITH_TOKEN, timeout=60)
        assert answer.status_code == 200, answer.text
        self.names: set[str] = set()
        self._samples: dict[tuple[str, frozenset[tuple[str, str]]], float] = {}
        for family in text_string_to_metric_families(answer.text):
            self.names.add(family.name)
            for sample in family.samples:
                self._samples[sample.name, frozenset(sample.labels.items())] = sample.value

    def value(self, name: str, **labels: str) -> float:
        return self._samples.get((name, frozenset(labels.items())), 0.0)
