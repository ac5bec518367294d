"""All findings of a stream, the most important first."""

import math

from metrics.figures import Finding
from metrics.findings.handoffs import many_handoffs
from metrics.findings.load import batches, busy_steps, counted_wip
from metrics.findings.rework import rework_prices
from metrics.findings.stakes import MOST_OF_A_KIND, stakes_of
from metrics.findings.waits import added_waits, counts_that_differ, large_guess, long_waits
from metrics.survey import Survey

FINDERS = (
    busy_steps,
    long_waits,
    rework_prices,
    batches,
    counts_that_differ,
    counted_wip,
    added_waits,
    large_guess,
    many_handoffs,
)
WITHOUT_BOUND = "cannot_meet_demand"


def find_findings(found: Survey) -> tuple[Finding, ...]:
    """The findings by what is at stake: first what grows without bound, last what has no seconds."""
    stakes = stakes_of(found)
    ranked = []
    for find in FINDERS:
        ranked += sorted(find(stakes), key=_at_stake_s, reverse=True)[:MOST_OF_A_KIND]
    return tuple(sorted(ranked, key=_at_stake_s, reverse=True))


def _at_stake_s(finding: Finding) -> float:
    if finding.code == WITHOUT_BOUND:
        return math.inf
    return -1.0 if finding.at_stake_s is None else finding.at_stake_s
