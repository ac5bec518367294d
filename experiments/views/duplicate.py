"""A copy of a workshop, from its settings."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from experiments.commands.duplicate import duplicate_workshop
from workshops.selectors import participant_of


@require_POST
@login_required
def duplicate(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Copy the workshop and lead to the copy."""
    actor = participant_of(request.user, workshop_id)
    copy = duplicate_workshop(actor=actor)
    messages.success(
        request, f"This is “{copy.workshop.name}”: the same charter, maps and reasons, without people and history."
    )
    return redirect("workshop", copy.workshop_id)
