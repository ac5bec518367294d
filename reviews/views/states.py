"""The saved states of a map: save one, look at each with its figures and its drawing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from maps.render.drawing import draw_map
from maps.render.figures import HeadlineFigure, headline_figures
from maps.render.svg import write_svg
from maps.selectors import map_for, maps_of
from reviews.commands.rendering import content_of
from reviews.commands.states import NAME_LIMIT, save_state
from reviews.documents.poster import sheet_of
from reviews.downloads import DRAWING_POLICY
from reviews.models import SavedState
from reviews.permissions import ReviewAct, may
from reviews.selectors import figures_of_state, state_for, states_of
from reviews.views.documents import DocumentRow, rows_of
from workshops.errors import InvalidInput
from workshops.models import Participant
from workshops.selectors import participant_of
from workshops.views.frame import frame_of

STATES_A_PAGE = 10
# The state never changes, but the way it is drawn may, with a newer version of the site.
DRAWING_KEPT_S = 600


@dataclass(frozen=True, slots=True)
class StateCard:
    """One saved state as its page shows it."""

    state: SavedState
    figures: list[HeadlineFigure]
    documents: list[DocumentRow]


@require_safe
@login_required
def show_workshop_states(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """Lead to the saved states of the workshop's first map."""
    actor = participant_of(request.user, workshop_id)
    first = maps_of(actor=actor).first()
    return redirect("workshop", workshop_id) if first is None else redirect("states", first.id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show_states(request: HttpRequest, map_id: UUID) -> HttpResponse:
    """Show the saved states of a map; a form on the same page saves the map as it is now."""
    actor, found = map_for(request.user, map_id)
    name, problem = "", ""
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            state = save_state(actor=actor, map_id=found.id, name=name)
        except InvalidInput as error:
            problem = error.message
        else:
            messages.success(request, f"“{state.name}” is saved; later edits of the map leave it as it is.")
            return redirect("states", map_id)
    page = Paginator(states_of(actor=actor, of=found), STATES_A_PAGE).get_page(request.GET.get("page"))
    context: Mapping[str, Any] = {
        "map": found,
        "maps": maps_of(actor=actor),
        "page": page,
        "cards": [_card(actor, state) for state in page],
        "saves": may(actor, ReviewAct.SAVE),
        "name": name,
        "name_limit": NAME_LIMIT,
        "problem": problem,
    }
    status = 400 if problem else 200
    return render(request, "reviews/states.html", frame_of(actor, "states") | dict(context), status=status)


def _card(actor: Participant, state: SavedState) -> StateCard:
    figures = headline_figures(state.charter, state.elements, figures_of_state(state))
    return StateCard(state, figures, rows_of(actor, state))


@require_safe
@login_required
def show_drawing(request: HttpRequest, state_id: UUID) -> HttpResponse:
    """Draw a saved state, for the pages that show it."""
    _, state = state_for(request.user, state_id)
    figures = figures_of_state(state)
    drawing = write_svg(draw_map(sheet_of(replace(content_of(state), figures=figures))))
    answer = HttpResponse(drawing, content_type="image/svg+xml")
    answer.headers["Content-Security-Policy"] = DRAWING_POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    is_whole = not figures.get("constraint_hidden")
    answer.headers["Cache-Control"] = f"private, max-age={DRAWING_KEPT_S}" if is_whole else "no-store"
    return answer
