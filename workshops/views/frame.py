"""What every page of one workshop shows around its content, and how its small forms answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from workshops.charter import compose_scope
from workshops.errors import Conflict, InvalidInput
from workshops.models import Participant
from workshops.permissions import WorkshopAct, may


def frame_of(actor: Participant, tab: str) -> dict[str, Any]:
    """Return the context of `workshops/frame.html` for this person."""
    return {
        "actor": actor,
        "workshop": actor.workshop,
        "headline": compose_scope(actor.workshop.charter),
        "tab": tab,
        "manages": may(actor, WorkshopAct.MANAGE_PEOPLE),
    }


def back_with(request: HttpRequest, error: InvalidInput | Conflict, to: str, *args: Any) -> HttpResponseRedirect:
    """Go back to the page of a small form and say there why nothing was changed."""
    messages.error(request, error.message)
    return redirect(to, *args)
