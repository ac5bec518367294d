"""The queueing formulas against closed forms of the books."""

from math import factorial

import pytest

from metrics.prediction import Variability, chance_to_wait, mean_wait_s

EXPONENTIAL = Variability()
CONSTANT_WORK = Variability(service=0.0)
LOADS = (0.05, 0.4, 0.8, 0.95, 0.999)


def erlang_c(people: int, utilisation: float) -> float:
    """The textbook sum, from the states of the queue."""
    load = people * utilisation
    all_busy = load**people / factorial(people) / (1 - utilisation)
    return all_busy / (sum(load**count / factorial(count) for count in range(people)) + all_busy)


@pytest.mark.parametrize("utilisation", LOADS)
def test_one_person_with_exponential_work(utilisation: float) -> None:
    """M/M/1: ρ ÷ (μ − λ)."""
    service_s = 1800.0
    closed_form_s = utilisation / (1 / service_s - utilisation / service_s)
    assert mean_wait_s(1, utilisation, service_s, EXPONENTIAL) == pytest.approx(closed_form_s)


@pytest.mark.parametrize("utilisation", LOADS)
def test_one_person_with_constant_work(utilisation: float) -> None:
    """M/D/1 by Pollaczek and Khinchine: half of M/M/1."""
    closed_form_s = utilisation * 60 / (2 * (1 - utilisation))
    assert mean_wait_s(1, utilisation, 60.0, CONSTANT_WORK) == pytest.approx(closed_form_s)


@pytest.mark.parametrize("people", [1, 2, 3, 7, 40, 100])
@pytest.mark.parametrize("utilisation", LOADS)
def test_several_people_with_exponential_work(people: int, utilisation: float) -> None:
    """M/M/c: P(wait) ÷ (c·μ − λ)."""
    chance = erlang_c(people, utilisation)
    assert chance_to_wait(people, utilisation) == pytest.approx(chance)
    closed_form_s = chance / (people / 60 - people * utilisation / 60)
    assert mean_wait_s(people, utilisation, 60.0, EXPONENTIAL) == pytest.approx(closed_form_s)


@pytest.mark.parametrize("utilisation", LOADS)
def test_two_people_wait_as_the_books_say(utilisation: float) -> None:
    closed_form_s = utilisation**2 * 60 / (1 - utilisation**2)
    assert mean_wait_s(2, utilisation, 60.0, EXPONENTIAL) == pytest.approx(closed_form_s)


def test_kingman_counts_the_variability_of_both() -> None:
    varied = Variability(arrivals=0.5, service=1.5)
    assert mean_wait_s(1, 0.8, 60.0, varied) == pytest.approx(4 * 60 * (0.25 + 2.25) / 2)


def test_nobody_waits_without_load() -> None:
    assert mean_wait_s(3, 0.0, 60.0, EXPONENTIAL) == chance_to_wait(3, 0.0) == 0


def test_a_thousand_people_are_no_trouble() -> None:
    assert 0 < chance_to_wait(1_000, 0.99) < chance_to_wait(1_000, 0.999) < 1
    assert chance_to_wait(1_000, 0.001) == 0
