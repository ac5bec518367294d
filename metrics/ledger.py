"""What keeps figures from being known, collected while a stream is measured."""

import math

from metrics.figures import Missing, Remark


class Ledger:
    """Collects missing values and problems, each once, in the order in which they were met."""

    def __init__(self) -> None:
        self._missing: dict[tuple[str | None, str], Missing] = {}
        self._problems: dict[Remark, None] = {}

    def missing(self, element: str | None, field: str, sentence: str) -> None:
        self._missing.setdefault((element, field), Missing(element, field, sentence))

    def problem(self, element: str | None, code: str, sentence: str) -> None:
        self._problems.setdefault(Remark(element, code, sentence))

    def bounded(self, value: float | None, name: str, element: str | None = None) -> float | None:
        """The value if a number can be shown for it; else None, with the problem that names the figure."""
        if value is None or (math.isfinite(value) and value >= 0):
            return value
        self.problem(element, "out_of_bounds", f"The {name} is too large to be a number: check the largest entries.")
        return None

    @property
    def all_missing(self) -> tuple[Missing, ...]:
        return tuple(self._missing.values())

    @property
    def all_problems(self) -> tuple[Remark, ...]:
        return tuple(self._problems)
