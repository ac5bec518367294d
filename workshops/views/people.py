"""The people of a workshop: who is here, in which role; my own name and return link."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from workshops.addresses import base_url_of, return_address
from workshops.commands.people import change_role, let_in_again, remove_participant, rename_myself
from workshops.errors import Conflict, InvalidInput
from workshops.models import Role
from workshops.selectors import participant_of, participants_of
from workshops.views.frame import back_with, frame_of

ROLE_MEANINGS = (
    (Role.FACILITATOR, "runs the workshop: charter, people, everything on the map"),
    (Role.MEMBER, "does the work: edits the map"),
    (Role.LEADER, "reads, comments and decides"),
    (Role.VIEWER, "reads"),
)


@require_safe
@never_cache
@login_required
def show_people(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    people = participants_of(actor=actor)
    context = {
        "present": [person for person in people if person.removed_at is None],
        "removed": [person for person in people if person.removed_at is not None],
        "roles": Role.choices,
        "role_meanings": [(role.label, meaning) for role, meaning in ROLE_MEANINGS],
        "return_url": return_address(actor, base_url=base_url_of(request)),
    }
    return render(request, "workshops/people.html", frame_of(actor, "people") | context)


@require_POST
@login_required
def rename_me(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    try:
        renamed = rename_myself(actor=actor, name=request.POST.get("name", ""))
    except InvalidInput as error:
        return back_with(request, error, "workshop_people", workshop_id)
    messages.success(request, f"The others see you as {renamed.name} now.")
    return redirect("workshop_people", workshop_id)


@require_POST
@login_required
def give_role(request: HttpRequest, workshop_id: UUID, participant_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    try:
        person = change_role(actor=actor, participant_id=participant_id, role=request.POST.get("role", ""))
    except (InvalidInput, Conflict) as error:
        return back_with(request, error, "workshop_people", workshop_id)
    messages.success(request, f"{person.name} is a {person.role} now.")
    return redirect("workshop_people", workshop_id)


@require_POST
@login_required
def remove(request: HttpRequest, workshop_id: UUID, participant_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    try:
        remove_participant(actor=actor, participant_id=participant_id)
    except Conflict as error:
        return back_with(request, error, "workshop_people", workshop_id)
    if participant_id == actor.id:
        messages.success(request, f"You left “{actor.workshop.name}”.")
        return redirect("dashboard")
    messages.success(request, "Removed. What they put on the map stays.")
    return redirect("workshop_people", workshop_id)


@require_POST
@login_required
def let_in(request: HttpRequest, workshop_id: UUID, participant_id: UUID) -> HttpResponse:
    actor = participant_of(request.user, workshop_id)
    person = let_in_again(actor=actor, participant_id=participant_id)
    messages.success(request, f"{person.name} can come in again, as a {person.role}.")
    return redirect("workshop_people", workshop_id)
