"""Two campaigns as people live them: one whose guard shows what its metric hides, one at the constraint of a map."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from experiments.commands.lens import answer_lens
from experiments.models import Campaign, Series
from maps.commands.edit import submit
from tests.browser.conftest import page_of
from tests.browser.test_accessibility import AXE, DESKTOP, PHONE, violations
from tests.cast import Cast
from tests.conftest import OpenPage, Server
from tests.experiments.campaign_story import DOUBLED, HALVED, HANDLE_TIME, REOPENED, ready_campaign
from tests.experiments.story import read_daily, series, today

pytestmark = pytest.mark.browser

HOUR_S = 3600.0
DAY_S = 8 * HOUR_S
BEGAN = 21
REVIEW_WAIT = [DAY_S * days for days in (3.0, 3.2, 2.8, 3.1, 3.3, 2.9, 3.0, 3.2, 2.7, 3.0, 3.1, 2.9)]
ROUNDS = [0.3, 0.28, 0.32, 0.29, 0.31, 0.3, 0.27, 0.33, 0.3, 0.29, 0.31, 0.3]
QUALITY = [4.1, 4.0, 4.2, 4.1, 3.9, 4.1, 4.2, 4.0, 4.1, 4.0, 4.2, 4.1]
LEAD_TIME = [DAY_S * days for days in (12.0, 12.4, 11.6, 12.2, 12.6, 11.8, 12.0, 12.4, 11.4, 12.0, 12.2, 11.8)]


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def read(cast: Cast, of: Series, values: list[float], *, ends_on: date) -> None:
    read_daily(cast, of, values, ends_on=ends_on, op_id=f"until-{ends_on}")


def check(page: Page, word: str) -> Locator:
    return page.get_by_role("list", name="SMART check").get_by_role("listitem").filter(has_text=word)


def fill_claim(page: Page, **fields: str) -> None:
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)


def moved(page: Page, name: str) -> Locator:
    return page.get_by_role("row", name=re.compile(f"^{name}"))


def violations_of(page: Page, state: str) -> list[Any]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return violations(page, state)


def intervene(page: Page, text: str, on: date) -> None:
    page.get_by_label("What was changed", exact=True).fill(text)
    page.get_by_label("On", exact=True).fill(on.isoformat())
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#interventions")).to_contain_text(text)


def test_handle_time_falls_while_reopened_tickets_rise(open_page: OpenPage, server: Server, cast: Cast) -> None:
    handle = series(cast, "Handle time")
    read(cast, handle, HANDLE_TIME, ends_on=in_days(-BEGAN - 1))
    ben = page_of(open_page, server, "Ben", cast.ben)
    ben.goto(f"/workshops/{cast.workshop.id}/campaigns/")
    ben.get_by_role("link", name="Plan a campaign").click()
    ben.get_by_label("What is to get better?").fill("Handle time down to six minutes")
    ben.get_by_label("By which metric would you see it?").select_option(label="Handle time")
    ben.get_by_role("button", name="Plan it").click()

    # The check follows what is typed: one answer after the other.
    expect(check(ben, "Specific")).to_contain_text("not yet")
    expect(check(ben, "making something else worse")).to_contain_text("Ask those who do the work")
    claim = {
        "Or_the_place_in_words": "first answers of the support team",
        "How_it_is_measured": "From the ticket system, the mean of every day",
        "What_is_to_change_in_the_process": "Answers are kept as templates",
        "What_it_serves": "customers who wait for an answer",
        "It_starts_on": in_days(-BEGAN).isoformat(),
        "It_ends_on": in_days(9).isoformat(),
    }
    fill_claim(ben, **claim)
    ben.get_by_label("Target", exact=True).fill("11m")
    expect(check(ben, "Achievable")).to_contain_text("it will be hit by luck")
    expect(ben.locator("#campaign-check")).to_contain_text("The target asks for no change")
    ben.get_by_label("Target", exact=True).fill("6m")
    expect(check(ben, "Achievable")).to_contain_text("it needs a change of the process, downwards")
    ben.get_by_label("Owner", exact=True).select_option(label="Ben")
    ben.get_by_label("Yes", exact=True).check()
    ben.get_by_label("How, or why not").fill("Tickets are closed before they are solved")
    expect(check(ben, "making something else worse")).to_contain_text("for example reopened tickets")
    ben.get_by_text("Begin a new guard").click()
    ben.get_by_label("Another guard").fill("Reopened tickets")
    ben.locator("[name=new_guard_measure]").select_option("share")
    expect(check(ben, "making something else worse")).to_contain_text("“Reopened tickets” would show it")

    # The guard has no baseline yet, the metric has: it starts.
    ben.get_by_role("button", name="Save and start").click()
    expect(ben.get_by_text("“Handle time down to six minutes” runs.")).to_be_visible()
    guard = Series.objects.get(name="Reopened tickets")
    assert guard.measure == "share"
    expect(ben.get_by_text("guards nothing as long as it is not read")).to_be_visible()
    intervene(ben, "Templates for the ten usual questions", in_days(-BEGAN))
    read(cast, guard, REOPENED, ends_on=in_days(-BEGAN - 1))
    read(cast, handle, HALVED, ends_on=in_days(-1))
    read(cast, guard, DOUBLED, ends_on=in_days(-1))

    # A leader who opens the list sees the harm before the success.
    lea = page_of(open_page, server, "Lea", cast.lea)
    lea.goto(f"/workshops/{cast.workshop.id}/campaigns/")
    expect(
        lea.get_by_text("Guard first: “Reopened tickets” got worse, while “Handle time” got better.")
    ).to_be_visible()
    lea.get_by_role("link", name="Handle time down to six minutes").click()
    expect(lea.get_by_text("Whack-a-mole: “Reopened tickets” got worse")).to_be_visible()
    expect(moved(lea, "Reopened tickets")).to_contain_text("worse")
    expect(moved(lea, "Handle time")).to_contain_text("better")
    charts = lea.locator(".campaign-chart h2")
    expect(charts).to_have_text([re.compile("Reopened tickets.*got worse"), re.compile("Handle time.*metric")])
    expect(lea.get_by_role("img", name=re.compile("Reopened tickets: chart of 24 readings")).first).to_be_visible()
    assert violations_of(lea, "the guard suffers") == []

    ben.reload()
    ben.locator("summary", has_text="Report").click()
    ben.get_by_label("What was learnt, and what follows from it").fill("Handle time alone asks for closing early.")
    ben.get_by_role("button", name="Report", exact=True).click()
    report = ben.get_by_role("article", name="Handle time down to six minutes")
    expect(report).to_contain_text("Guard first: “Reopened tickets” got worse")
    expect(report.locator("tbody tr").first).to_contain_text("Reopened tickets")
    expect(report).to_contain_text("Handle time alone asks for closing early.")
    assert violations_of(ben, "the report") == []
    lea.goto(f"/workshops/{cast.workshop.id}/campaigns/")
    expect(lea.get_by_role("heading", name="It is time to map")).to_be_visible()
    ben.get_by_role("button", name="Plan the next one").click()
    expect(ben.get_by_label("What this campaign is to bring")).to_have_value("Handle time down to six minutes, again")


def stream_with_a_review(cast: Cast) -> None:
    """Two reviewers' work for one: the code review is the constraint by both rules."""
    steps = {
        "dev": {"name": "Development", "wait_time": "1d", "process_time": "2d", "people": 4},
        "review": {"name": "Code review", "wait_time": "3d", "process_time": "1d", "people": 1},
        "test": {"name": "Test", "wait_time": "1d", "process_time": "4h", "people": 2},
    }
    edits: list[dict[str, Any]] = [
        {"do": "add", "id": key, "element": {"kind": "step", "x": 260 * place, "y": 0, **fields}}
        for place, (key, fields) in enumerate(steps.items())
    ]
    for source, target in (("dev", "review"), ("review", "test")):
        arrow = {"kind": "flow", "flow": "push", "source": source, "target": target}
        edits.append({"do": "add", "id": f"{source}-{target}", "element": arrow})
    submit(map_id=cast.map.id, actor=cast.ana, op_id="stream", edits=edits)


def test_the_review_gets_better_with_balanced_metrics(open_page: OpenPage, server: Server, cast: Cast) -> None:
    stream_with_a_review(cast)
    before, since = in_days(-BEGAN - 1), in_days(-1)
    measured = {
        "Wait before code review": ("time_s", "higher", REVIEW_WAIT, [value / 2 for value in REVIEW_WAIT]),
        "Share needing a second round": ("share", "higher", ROUNDS, ROUNDS[::-1]),
        "Quality of feedback": ("number", "lower", QUALITY, QUALITY[::-1]),
        "Lead time": ("time_s", "higher", LEAD_TIME, [value - 1.5 * DAY_S for value in LEAD_TIME]),
    }
    for name, (measure, worse_when, values, _) in measured.items():
        read(cast, series(cast, name, measure, worse_when), values, ends_on=before)

    # Map or metric? The map is there and names its constraint, so the campaign is next, and tied to it.
    ana = page_of(open_page, server, "Ana", cast.ana)
    ana.goto(f"/workshops/{cast.workshop.id}/lens/")
    ana.get_by_label("What hurts, in a sentence").fill("Reviews begin within two days")
    for answer in ("At one place, and newly so", "There are opinions", "One team by itself", "Within a quarter"):
        ana.get_by_label(answer, exact=True).check()
    ana.get_by_role("group", name="Have metrics been pushed here before?").get_by_label("No", exact=True).check()
    expect(ana.locator("#lens-answer")).to_contain_text("Map first, then a campaign")
    ana.get_by_role("button", name="Keep these answers").click()
    steps = ana.get_by_role("listitem").filter(has=ana.locator(".lens-number"))
    expect(steps.first).to_contain_text("“Feature delivery” names its constraint: “Code review”.")
    expect(steps.nth(1)).to_contain_text("begin here")
    steps.nth(1).get_by_role("button", name="Plan the campaign").click()
    expect(steps.nth(1)).to_contain_text("“Reviews begin within two days” is planned.")
    ana.get_by_role("link", name="Open the campaign").click()

    expect(ana.get_by_label("The step that it works at")).to_have_value(f"{cast.map.id}:review")
    ana.get_by_label("The metric that is pushed").select_option(label="Wait before code review")
    for guard in ("Share needing a second round", "Quality of feedback"):
        ana.get_by_label(guard, exact=True).check()
    ana.get_by_label("Where the stream’s lead time is read").select_option(label="Lead time")
    claim = {
        "Target": "1d 4h",
        "How_it_is_measured": "From the review tool, each pull request",
        "What_is_to_change_in_the_process": "Two reviewers a day, and reviews of at most 200 lines",
        "It_starts_on": in_days(-BEGAN).isoformat(),
        "It_ends_on": in_days(9).isoformat(),
    }
    fill_claim(ana, **claim)
    ana.get_by_label("Owner", exact=True).select_option(label="Mia")
    ana.get_by_label("Yes", exact=True).check()
    ana.get_by_label("How, or why not").fill("Reviews could become rubber stamps")
    expect(ana.locator("#campaign-check")).to_contain_text("Everything that judging it needs is there.")
    expect(check(ana, "Relevant")).to_contain_text("It serves the constraint of “Feature delivery”.")
    ana.get_by_role("button", name="Save and start").click()
    expect(ana.get_by_text("“Reviews begin within two days” runs.")).to_be_visible()

    # Mia owns it: she writes down what was changed, and the readings come in.
    mia = page_of(open_page, server, "Mia", cast.mia)
    campaign = Campaign.objects.get()
    mia.goto(f"/campaigns/{campaign.id}/")
    intervene(mia, "A second reviewer every day", in_days(-BEGAN))
    intervene(mia, "At most 200 lines a review", in_days(-10))
    for name, (_, _, _, values) in measured.items():
        read(cast, Series.objects.get(name=name), values, ends_on=since)
    mia.reload()
    expect(mia.get_by_role("heading", name="“Wait before code review” got better.")).to_be_visible()
    for name, verdict in (
        ("Wait before code review", "better"),
        ("Share needing a second round", "no evidence of change"),
        ("Quality of feedback", "no evidence of change"),
        ("Lead time", "better"),
    ):
        expect(moved(mia, name)).to_contain_text(verdict)
    expect(moved(mia, "Wait before code review")).to_contain_text("−50 %")
    expect(mia.locator(".campaign-verdicts .campaign-warnings")).to_have_count(0)
    metric = mia.locator(".campaign-chart").filter(has_text="metric")
    expect(metric.get_by_text("At most 200 lines a review").first).to_be_visible()
    expect(metric.get_by_text("A second reviewer every day").first).to_be_visible()

    # From the campaign to its step on the board.
    mia.get_by_role("link", name="Show it on the map").click()
    review = mia.locator(".react-flow__node.selected").filter(has_text="Code review")
    expect(review).to_be_visible()
    mia.go_back()

    mia.locator("summary", has_text="Report").click()
    mia.get_by_label("What was learnt, and what follows from it").fill("Small reviews are begun at once.")
    mia.get_by_role("button", name="Report", exact=True).click()
    report = mia.get_by_role("article", name="Reviews begin within two days")
    expect(report).to_contain_text("“Lead time” got better, and not by chance alone.")
    expect(report).to_contain_text("Small reviews are begun at once.")
    ana.goto(f"/workshops/{cast.workshop.id}/lens/")
    expect(ana.get_by_role("heading", name="It is time to map")).to_have_count(0)
    expect(steps.nth(1)).to_contain_text("done")


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"])
def test_everybody_can_use_these_pages(
    open_page: OpenPage, server: Server, cast: Cast, viewport: dict[str, int], scheme: str
) -> None:
    stream_with_a_review(cast)
    campaign = ready_campaign(cast, map=cast.map.id, element_id="dev")
    answers = {"reach": "local", "cause": "known", "teams": "one", "attempts": "failed", "urgency": "now"}
    answer_lens(actor=cast.ben, concern="Reviews take days", answers=answers)
    page = page_of(open_page, server, "Ana", cast.ana, viewport=viewport, color_scheme=scheme)
    found: list[Any] = []
    for address in (
        reverse("campaigns", args=[cast.workshop.id]),
        reverse("campaign_new", args=[cast.workshop.id]),
        reverse("campaign", args=[campaign.id]),
        reverse("workshop_lens", args=[cast.workshop.id]),
        f"{reverse('lens')}?{urlencode(answers)}",
    ):
        page.goto(address)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [(address, f"{overflow} px too wide")] * (overflow > 0)
        found += violations_of(page, address)
    assert found == []
