"""The review of a quarter on a page that can stand on a projector, and the decisions at its gates."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from experiments.commands.gates import decide_review
from experiments.domain.quarters import Quarter
from experiments.domain.states import GATE
from experiments.models import Decision, Initiative
from experiments.permissions import ExperimentAct, may
from experiments.selectors.gates import decided_gates_of, quarter_named, quarter_today, review_of
from experiments.selectors.key_results import KeyResultNow
from experiments.views.frame import improvement_frame
from experiments.views.key_results import SECTION, drawn, grouped, quarter_context
from workshops.errors import Conflict, InvalidInput, NotFound
from workshops.models import Participant
from workshops.selectors import participant_of

HISTORY_SHOWN = 20


@require_safe
@never_cache
@login_required
def show_review(request: HttpRequest, workshop_id: UUID, quarter: str) -> HttpResponse:
    """Show the review of a quarter: each key result with its chart, then what is decided."""
    return _show(request, participant_of(request.user, workshop_id), quarter_named(quarter))


@require_safe
@never_cache
@login_required
def show_this_review(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Lead to the review of the present quarter."""
    actor = participant_of(request.user, workshop_id)
    return redirect("review", workshop_id, quarter_today(actor.workshop).code)


@require_POST
@login_required
def decide(request: HttpRequest, workshop_id: UUID, quarter: str) -> HttpResponse:
    """Decide the quarter, of the stream or of the initiative that is named."""
    actor = participant_of(request.user, workshop_id)
    asked = quarter_named(quarter)
    wanted = request.POST.get("initiative", "")
    initiative = next(
        (one for one in Initiative.objects.filter(workshop=actor.workshop) if str(one.pk) == wanted), None
    )
    if wanted and initiative is None:
        raise NotFound("There is no such initiative in this workshop.")
    word, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    try:
        gate = decide_review(actor=actor, quarter=asked, decision=word, reason=reason, initiative=initiative)
    except (InvalidInput, Conflict) as error:
        tried = {"initiative": wanted, "decision": word, "reason": reason, "problem": error.message}
        return _show(request, actor, asked, tried=tried, status=error.status)
    messages.success(request, f"Decided: {GATE.label(gate.state)}. It is kept with the key results as they stand.")
    return redirect("review", workshop_id, asked.code)


def told(decision: Decision) -> dict[str, Any]:
    """Return a decision at a gate as a page shows it."""
    return {
        "decision": decision,
        "label": GATE.label(decision.after),
        "gate": decision.gate,
        "evidence": decision.evidence or {},
    }


def _show(
    request: HttpRequest,
    actor: Participant,
    quarter: Quarter,
    *,
    tried: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    review = review_of(actor=actor, quarter=quarter)
    today = quarter_today(actor.workshop)
    gates = [
        {
            "now": gate,
            "key": str(gate.gate.initiative_id or ""),
            "decisions": [told(one) for one in gate.decisions],
            "tried": tried if tried and tried["initiative"] == str(gate.gate.initiative_id or "") else None,
        }
        for gate in (review.stream, *review.initiatives)
    ]
    context = quarter_context(quarter, today) | {
        "review": review,
        "groups": [
            {"objective": group.objective, "rows": [_row(actor, now) for now in group.results]}
            for group in grouped(review.key_results)
        ],
        "gates": gates,
        "sets": may(actor, ExperimentAct.SET_RESULTS),
        "history": [told(one) for one in decided_gates_of(actor=actor)[:HISTORY_SHOWN]],
    }
    return render(request, "experiments/review.html", improvement_frame(actor, SECTION) | context, status=status)


def _row(actor: Participant, now: KeyResultNow) -> dict[str, Any]:
    """One key result with its chart, if there is anything to draw."""
    found = now.key_result
    return {"now": now, "key_result": found, "figure": drawn(actor, found, key=f"review-{found.pk}", compact=True)}
