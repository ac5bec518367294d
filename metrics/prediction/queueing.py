"""How long items queue before people who are free only part of the time.

Kingman (1961), "The single server queue in heavy traffic": `W = ρ ÷ (1 − ρ) · (Ca² + Cs²) ÷ 2 · S`. Allen-Cunneen
(A. O. Allen, "Probability, Statistics, and Queueing Theory", 2nd ed. 1990) for c people who share one queue:
`W = P ÷ (c·(1 − ρ)) · (Ca² + Cs²) ÷ 2 · S`, with P the chance that all of them are busy (Erlang C). For one person P is
ρ, so the second formula contains the first; both are exact where arrivals and work are exponential.
"""

from dataclasses import dataclass

PEOPLE_LIMIT = 1_000
"""Up to so many people at one step the chance to wait is computed; it takes a turn for each."""


@dataclass(frozen=True, slots=True)
class Variability:
    """Coefficients of variation (standard deviation ÷ mean) of the times between arrivals and of the work on items."""

    arrivals: float = 1.0
    service: float = 1.0

    @property
    def factor(self) -> float:
        return (self.arrivals**2 + self.service**2) / 2


def chance_to_wait(people: int, utilisation: float) -> float:
    """Erlang C: the chance that all people are busy when an item arrives; utilisation is at least 0 and below 1.

    From Erlang B by `1 ÷ B(k) = 1 + k ÷ (a·B(k − 1))`, which loses no digits; a is the load in people.
    """
    if people == 1 or utilisation == 0:
        return utilisation
    load = people * utilisation
    inverse_blocking = 1.0
    for servers in range(1, people + 1):
        inverse_blocking = 1.0 + servers / load * inverse_blocking
    return 1.0 / (1.0 + (inverse_blocking - 1.0) * (1.0 - utilisation))


def mean_wait_s(people: int, utilisation: float, service_time_s: float, variability: Variability) -> float:
    """The mean time in the queue, by Kingman for one person and by Allen-Cunneen for several; utilisation below 1."""
    idle = people * (1.0 - utilisation)
    return chance_to_wait(people, utilisation) / idle * variability.factor * service_time_s
