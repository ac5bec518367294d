"""The dashboard: my workshops with a thumbnail and the headline figures of each map."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maps.models import Map
from maps.overview import MapCard, WorkshopCard, dashboard_of
from maps.render.thumbnail import draw_thumbnail
from workshops.selectors import signed_in, workshops_of

FACES_SHOWN = 8
# With fewer workshops than this everything is in sight, and a search box would only be in the way.
SEARCH_FROM = 7


@require_safe
@never_cache
@login_required
def show_dashboard(request: HttpRequest) -> HttpResponse:
    person = signed_in(request.user)
    archived = request.GET.get("archived") == "1"
    words = request.GET.get("q", "").replace("\x00", "").strip()
    total = workshops_of(person, archived=archived).count()
    context = {
        "person": person,
        "archived": archived,
        "words": words,
        "cards": [show_card(card) for card in dashboard_of(person, archived=archived, words=words)],
        "has_search": total >= SEARCH_FROM or bool(words),
        "has_archive": not archived and workshops_of(person, archived=True).exists(),
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "maps/dashboard_cards.html" if is_part else "maps/dashboard.html", context)


def show_card(card: WorkshopCard) -> dict[str, Any]:
    """Return one workshop's card for the template."""
    return {
        "workshop": card.workshop,
        "me": card.me,
        "faces": card.people[:FACES_SHOWN],
        "more": max(0, len(card.people) - FACES_SHOWN),
        "people_count": len(card.people),
        "changed_at": card.changed_at,
        "changed_by": max(card.maps, key=lambda found: found.changed_at).changed_by if card.maps else "",
        "maps": [show_map(found) for found in card.maps],
    }


def show_map(card: MapCard) -> dict[str, Any]:
    """Return one map at a glance for the template; the drawing holds numbers and class names only."""
    share = card.headline.flow_efficiency_share
    return {
        "map": card.map,
        "drawing": draw_thumbnail(card.elements, constraint=card.constraint),
        "headline": card.headline,
        "is_future": card.map.kind == Map.Kind.FUTURE,
        "work_percent": None if share is None else max(1.0, round(share * 100, 1)),
    }
