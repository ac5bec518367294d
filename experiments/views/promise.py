"""What became of a future state's promise, on one page: before, promised, now."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from experiments.domain.comparison import Promise, figure_words
from experiments.selectors.promise import answer_of
from experiments.views.frame import improvement_frame
from maps.domain.map_file import calendar_of
from maps.selectors import map_for
from metrics import Calendar

KEPT_WORDS = {
    "kept": "kept",
    "partly": "kept in part",
    "not_kept": "not kept",
    "worse": "worse than before",
    "not_known": "not known yet",
}
FATE_WORDS = {"came_true": "done", "partly": "in part", "not_done": "not done"}


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """One figure as the table shows it."""

    promise: Promise
    before: str
    promised: str
    later: str
    share: str
    verdict: str


@require_safe
@never_cache
@login_required
def show_promise(request: HttpRequest, map_id: UUID) -> HttpResponse:
    """Show what a later current state has of the promise that it answers."""
    actor, found = map_for(request.user, map_id)
    told = answer_of(actor=actor, of=found)
    calendar = calendar_of(found.workshop.calendar)
    context = improvement_frame(actor, "signals") | {
        "told": told,
        "rows": [_row(promise, calendar) for promise in told.answer.figures if promise.before is not None],
        "changes": [(change, FATE_WORDS[change.fate]) for change in told.answer.changes],
        "share_percent": None if told.answer.share is None else max(0, round(100 * told.answer.share)),
    }
    return render(request, "experiments/promise.html", context)


def _row(promise: Promise, calendar: Calendar) -> PromisedRow:
    before, promised, later = (
        "not known" if value is None else figure_words(value, promise.unit, calendar)
        for value in (promise.before, promise.promised, promise.later)
    )
    share = "" if promise.share is None or promise.share < 0 else f"{round(100 * promise.share)} %"
    return PromisedRow(promise, before, promised, later, share, KEPT_WORDS[promise.kept])
