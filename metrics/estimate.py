"""A value that is estimated, with how far it can be trusted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its 95 % confidence interval; both ends are None where there is too little to tell."""

    value: float
    low: float | None
    high: float | None

    def as_json(self) -> dict[str, float | None]:
        return {"value": self.value, "low": self.low, "high": self.high}
