"""The plan as files that other programs take: what stands in them, and how they are handed out."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from experiments.addresses import address_of
from experiments.domain.plan_documents import PlanDay, PlanRow, write_plan_calendar, write_plan_csv
from experiments.domain.states import EXPERIMENT, IMPROVEMENT
from experiments.models import Campaign, Experiment, Improvement
from experiments.selectors.campaigns import campaigns_of
from experiments.selectors.judgement import composed
from experiments.selectors.plan import experiments_of, improvements_of
from workshops.models import Participant

HOUR_S = 3_600


def plan_csv(*, actor: Participant) -> HttpResponse:
    """Return the plan as a table."""
    content = write_plan_csv([*_improvement_rows(actor), *_experiment_rows(actor)])
    return _download(content, "text/csv; charset=utf-8", "plan.csv")


def plan_calendar(*, actor: Participant) -> HttpResponse:
    """Return due dates of improvements, reviews of experiments and ends of campaigns as a calendar.

    What is decided or reported is cancelled.
    """
    days = [*_due_days(actor), *_review_days(actor), *_end_days(actor)]
    content = write_plan_calendar(days, name=f"{actor.workshop.name}: plan", at=timezone.now())
    return _download(content, "text/calendar; charset=utf-8", "plan.ics")


def _improvement_rows(actor: Participant) -> Iterator[PlanRow]:
    for entry in improvements_of(actor=actor):
        effect_s = entry.expected_effect_s
        yield PlanRow(
            kind="improvement",
            id=str(entry.id),
            title=entry.title,
            state=IMPROVEMENT.label(entry.state),
            owner=entry.who,
            due_on=entry.due_on,
            milestone=entry.milestone,
            waste=entry.waste.replace("_", " "),
            expected_effect_h=None if effect_s is None else effect_s / HOUR_S,
            note=entry.expected_effect_sentence,
            link=address_of(entry),
        )


def _experiment_rows(actor: Participant) -> Iterator[PlanRow]:
    for entry in experiments_of(actor=actor):
        yield PlanRow(
            kind="experiment",
            id=str(entry.id),
            title=entry.change,
            state=EXPERIMENT.label(entry.state),
            owner=entry.who,
            due_on=entry.review_on,
            milestone="",
            waste="",
            expected_effect_h=None,
            note=composed(entry).sentence,
            link=address_of(entry),
        )


def _due_days(actor: Participant) -> Iterator[PlanDay]:
    for entry in improvements_of(actor=actor):
        if entry.due_on is not None:
            owner = f" ({entry.who})" if entry.who else ""
            yield PlanDay(
                uid=_uid("improvement", entry),
                day=entry.due_on,
                title=f"Due: {entry.title}{owner}",
                description="\n".join(filter(None, [entry.milestone, IMPROVEMENT.label(entry.state)])),
                link=address_of(entry),
                changed=entry.revision,
                is_cancelled=not entry.is_open,
            )


def _review_days(actor: Participant) -> Iterator[PlanDay]:
    for entry in experiments_of(actor=actor):
        if entry.review_on is not None:
            owner = f" ({entry.who})" if entry.who else ""
            yield PlanDay(
                uid=_uid("experiment", entry),
                day=entry.review_on,
                title=f"Review: {entry.change}{owner}",
                description=composed(entry).sentence,
                link=address_of(entry),
                changed=entry.revision,
                is_cancelled=not entry.is_open,
            )


def _end_days(actor: Participant) -> Iterator[PlanDay]:
    for entry in campaigns_of(actor=actor):
        if entry.ends_on is not None:
            owner = f" ({entry.who})" if entry.who else ""
            yield PlanDay(
                uid=_uid("campaign", entry),
                day=entry.ends_on,
                title=f"Campaign ends: {entry.name}{owner}",
                description=entry.get_state_display(),
                link=address_of(entry),
                changed=entry.revision,
                is_cancelled=not entry.is_open,
            )


def _uid(kind: str, entry: Improvement | Experiment | Campaign) -> str:
    return f"{kind}-{entry.id}@{settings.PUBLIC_URL.hostname}"


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
