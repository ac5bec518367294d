"""How often a process that serves people looks for cycles of objects."""

import gc


def spare_the_collector() -> None:
    """Guarantees that the search for cycles of objects leaves out what was loaded at the start, and comes seldom.

    A full search held every socket up for some twenty milliseconds; a room makes and drops thousands of objects a
    second, hardly any of them in a cycle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
