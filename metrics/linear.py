"""Linear equations x = c + A·x of a graph that is nearly free of loops, solved by sparse elimination."""

from collections.abc import Iterable, Sequence

SMALLEST_PIVOT = 1e-9
"""Below it an item would come back a thousand million times, and rounding would decide the answer."""


class NearlyEndlessError(ArithmeticError):
    """The unknown `number` feeds back into itself almost entirely."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Unknown {number} feeds back into itself almost entirely.")
        self.number = number


def solve(constants: Sequence[float], coefficients: Sequence[dict[int, float]], order: Iterable[int]) -> list[float]:
    """The x for which x[i] = constants[i] + Σ coefficients[i][j]·x[j]; raises NearlyEndlessError where there is none.

    Eliminates in `order`; without loops, and in an order in which each unknown depends on earlier ones only, this
    takes time linear in the number of coefficients, and every loop adds only what it spans.
    """
    values = list(constants)
    rows = [dict(row) for row in coefficients]
    users: list[list[int]] = [[] for _ in rows]
    for number, row in enumerate(rows):
        for other in row:
            users[other].append(number)
    eliminated = [False] * len(rows)
    sequence = list(order)
    for number in sequence:
        row = rows[number]
        feedback = row.pop(number, 0.0)
        if feedback:
            pivot = 1.0 - feedback
            if not pivot > SMALLEST_PIVOT:
                raise NearlyEndlessError(number)
            values[number] /= pivot
            for other in row:
                row[other] /= pivot
        eliminated[number] = True
        for user in users[number]:
            factor = 0.0 if eliminated[user] else rows[user].pop(number, 0.0)
            if factor:
                _substitute(rows, users, user, row, factor)
                values[user] += factor * values[number]
    for number in reversed(sequence):
        value = values[number]
        for other, factor in rows[number].items():
            value += factor * values[other]
        values[number] = value
    return values


def _substitute(
    rows: list[dict[int, float]], users: list[list[int]], user: int, row: dict[int, float], factor: float
) -> None:
    target = rows[user]
    for other, coefficient in row.items():
        if other in target:
            target[other] += factor * coefficient
        else:
            target[other] = factor * coefficient
            users[other].append(user)
