"""Independent streams of random numbers, one for each purpose at each element, all from one seed.

A stream depends on the seed, the element's id and the purpose alone. So equal seeds give equal results in every
process, and a changed map meets the same luck at the steps that it kept (common random numbers: Law, Simulation
Modeling and Analysis, 5th edition, 11.2), which makes differences between two maps sharper than the figures themselves.
"""

import hashlib
from typing import Literal

import numpy as np

Purpose = Literal["arrivals", "wait", "work", "way"]


class RandomStreams:
    """The streams of one seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def of(self, purpose: Purpose, element: str = "") -> np.random.Generator:
        """The stream of this purpose at this element, from its beginning."""
        digest = hashlib.sha256(f"{purpose}:{element}".encode()).digest()
        key = tuple(int.from_bytes(digest[place : place + 4]) for place in (0, 4, 8, 12))
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(self._seed, spawn_key=key)))
