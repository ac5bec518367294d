"""How tests bring a campaign along: a support team that pushes its handle time, beside a guard on reopened tickets."""

from datetime import timedelta
from typing import Any

from experiments.commands.campaigns import add_intervention, decide_campaign, plan_campaign
from experiments.models import Campaign
from tests.cast import Cast
from tests.experiments.story import read_daily, series, today

MINUTE_S = 60.0
HANDLE_TIME = [value * MINUTE_S for value in (12.0, 11, 13, 12, 14, 11, 12, 13, 12, 11, 13, 12)]
HALVED = [value / 2 for value in HANDLE_TIME]
REOPENED = [0.08, 0.09, 0.07, 0.08, 0.10, 0.08, 0.07, 0.09, 0.08, 0.08, 0.09, 0.07]
DOUBLED = [2 * share for share in REOPENED]
BEGAN_DAYS_AGO = 21


def idea(cast: Cast, **others: Any) -> dict[str, Any]:
    """Return everything that a campaign which began three weeks ago needs to run, but metric and guards."""
    return {
        "name": "Handle time down to six minutes",
        "place": "the first answer of the support stream",
        "how_measured": "From the ticket system, the mean of every day",
        "target": "6m",
        "what_changes": "Answers are kept as templates",
        "serves": "customers who wait for an answer",
        "harm_possible": True,
        "harm": "Tickets are closed before they are solved",
        "owner": cast.ben.id,
        "starts_on": today() - timedelta(days=BEGAN_DAYS_AGO),
        "ends_on": today() + timedelta(days=7),
        **others,
    }


def ready_campaign(cast: Cast, **others: Any) -> Campaign:
    """Return a planned campaign of Ben's with a metric and a guard that were read for twelve days, which can run."""
    metric, guard = series(cast, "Handle time"), series(cast, "Reopened tickets", "share")
    before = today() - timedelta(days=BEGAN_DAYS_AGO + 1)
    read_daily(cast, metric, HANDLE_TIME, ends_on=before, op_id="base")
    read_daily(cast, guard, REOPENED, ends_on=before, op_id="base")
    return plan_campaign(actor=cast.ben, given={"series": metric.id, "guards": [guard.id], **idea(cast, **others)})


def running_campaign(cast: Cast, **others: Any) -> Campaign:
    """Return the campaign on its way, with its first intervention and no reading since."""
    campaign = decide_campaign(actor=cast.ben, campaign=ready_campaign(cast, **others), to="running")
    made_on = today() - timedelta(days=BEGAN_DAYS_AGO)
    add_intervention(actor=cast.ben, campaign=campaign, text="Templates for the ten usual questions", made_on=made_on)
    return Campaign.objects.get(pk=campaign.pk)


def read_since(cast: Cast, campaign: Campaign, metric: list[float], guard: list[float]) -> None:
    """Add twelve days of readings after the first intervention, up to yesterday."""
    assert campaign.series is not None
    watched = campaign.guards.get().series
    for of, values in ((campaign.series, metric), (watched, guard)):
        read_daily(cast, of, values, ends_on=today() - timedelta(days=1), op_id=f"since-{of.pk}"[:64])
