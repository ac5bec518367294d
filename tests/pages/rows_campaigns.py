"""Everybody on the pages of campaigns and of the lens."""

from datetime import date

from experiments.commands.campaigns import add_intervention, decide_campaign, plan_campaign
from experiments.commands.lens import answer_lens
from experiments.models import Campaign
from tests.cast import Cast
from tests.pages.rows import FACILITATORS_ACT, INSIDE, INSIDE_REDIRECTED, SIGNED_IN, Row, nothing, workshop
from tests.pages.rows_plan import EDITORS, EDITORS_ACT

ANSWERS = {"reach": "local", "cause": "known", "teams": "one", "attempts": "none", "urgency": "soon"}
# Whoever may not decide it is told so before anything is asked; Ana hears what is missing for a start.
START_WITH_GAPS = (302, 404, 403, 403, 403, 403, 400)


def planned(cast: Cast) -> Campaign:
    """One that Mia planned, so that of the people who are asked only Ana may change it."""
    return plan_campaign(actor=cast.mia, given={"name": "Reviews begin within a day"})


def a_campaign(cast: Cast) -> list[object]:
    return [planned(cast).id]


def a_campaign_with_an_intervention(cast: Cast) -> list[object]:
    campaign = planned(cast)
    made = add_intervention(actor=cast.mia, campaign=campaign, text="Pairs", made_on=date(2026, 3, 2))
    return [campaign.id, made.id]


def a_reported_campaign(cast: Cast) -> list[object]:
    return [decide_campaign(actor=cast.ana, campaign=planned(cast), to="reported", reason="Called off.").id]


def an_assessed_workshop(cast: Cast) -> list[object]:
    answer_lens(actor=cast.mia, concern="Reviews take days", answers=ANSWERS)
    return [cast.workshop.id]


CAMPAIGN_ROWS = (
    Row("campaigns", "get", workshop, INSIDE),
    Row("campaign_new", "get", workshop, EDITORS),
    Row("campaign_new", "post", workshop, EDITORS_ACT, {"name": "Reviews begin within a day"}),
    Row("campaign", "get", a_campaign, INSIDE),
    Row("campaign", "post", a_campaign, FACILITATORS_ACT, {"name": "Reviews begin at once"}),
    Row("campaign_check", "post", a_campaign, INSIDE, {"name": "Reviews"}),
    Row("campaign_report", "get", a_campaign, INSIDE_REDIRECTED),
    Row("campaign_next", "post", a_reported_campaign, EDITORS_ACT),
    Row("campaign_state", "post", a_campaign, START_WITH_GAPS, {"to": "running"}),
    Row(
        "campaign_guards",
        "post",
        a_campaign,
        FACILITATORS_ACT,
        {"new_guard": "Second rounds", "new_guard_measure": "share"},
    ),
    Row("campaign_interventions", "post", a_campaign, FACILITATORS_ACT, {"text": "Two a day", "made_on": "2026-03-02"}),
    Row("campaign_intervention_out", "post", a_campaign_with_an_intervention, FACILITATORS_ACT),
    Row("lens", "get", nothing, SIGNED_IN),
    Row("lens_preview", "get", nothing, SIGNED_IN),
    Row("lens_start", "post", nothing, (302, 302, 403, 403, 302, 403, 302), {"name": "Reviews", **ANSWERS}),
    Row("workshop_lens", "get", workshop, INSIDE),
    Row("workshop_lens", "post", workshop, (302, 404, 403, 403, 302, 302, 302), ANSWERS),
    Row("lens_start_here", "post", an_assessed_workshop, EDITORS_ACT),
)
