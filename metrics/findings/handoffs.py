"""Hand-offs along the counted path."""

from collections.abc import Iterator

from metrics.figures import Finding
from metrics.findings.stakes import Stakes
from metrics.path_figures import stated_handoffs


def many_handoffs(stakes: Stakes) -> Iterator[Finding]:
    """How often work changes hands, and where most."""
    handoffs = stakes.found.path.handoffs
    if not handoffs or handoffs < 1:
        return
    numbers, stated = stated_handoffs(stakes.found.basis)
    most = max(numbers, key=lambda number: stated[number] or 0.0)
    times = "once" if handoffs == 1 else f"{handoffs:.3g} times"
    yield Finding(
        stakes.node(most).id,
        "handoffs",
        f"Work changes hands {times} along the counted path, most at {stakes.name(most)} ({stated[most]:g}): "
        "each hand-off is a place to wait and to misunderstand.",
        None,
    )
