"""What a batch adds to the time of each of its items, on average over the batch."""

import math


def collecting_time_s(batch_size: float, items_per_day: float, day_s: float) -> float:
    """Working time until the batch is complete: (b − 1) ÷ 2 further items have to come. Infinite where none come."""
    return (batch_size - 1) / 2 / items_per_day * day_s if items_per_day > 0 else math.inf


def time_inside_s(batch_size: float, process_time_s: float) -> float:
    """Working time in which the others of the batch are worked on: (b − 1) ÷ 2 process times."""
    return (batch_size - 1) / 2 * process_time_s
