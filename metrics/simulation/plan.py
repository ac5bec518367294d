"""What to simulate: how many items, from which seed, and what is taken as known about variation."""

from dataclasses import dataclass
from typing import Literal, get_args

DistributionChoice = Literal["auto", "exponential", "lognormal", "triangular", "constant"]
ArrivalChoice = Literal["exponential", "constant"]

DISTRIBUTION_CHOICES: tuple[DistributionChoice, ...] = get_args(DistributionChoice)
ARRIVAL_CHOICES: tuple[ArrivalChoice, ...] = get_args(ArrivalChoice)

USUAL_ITEMS = 10_000
MOST_ITEMS = 200_000
LARGEST_SEED = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""

MOST_VISITS = 2_000_000
"""So many visits to nodes are simulated at most: each is kept until the end, in 32 bytes."""


@dataclass(frozen=True, slots=True)
class SimulationPlan:
    """`items` are observed, in the order in which they enter; equal seeds give equal results.

    `distribution` says how times vary (`auto`: each by its range and provenance), `arrivals` how items come.
    """

    items: int = USUAL_ITEMS
    seed: int = 1
    distribution: DistributionChoice = "auto"
    arrivals: ArrivalChoice = "exponential"

    def __post_init__(self) -> None:
        if not 1 <= self.items <= MOST_ITEMS:
            raise ValueError(f"{self.items} items cannot be simulated: choose 1 to {MOST_ITEMS:,}.")
        if not 0 <= self.seed <= LARGEST_SEED:
            raise ValueError(f"The seed {self.seed} cannot be used: choose a whole number from 0 to {LARGEST_SEED}.")
