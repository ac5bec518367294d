"""How the dashboard says that somebody is called by name."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import template
from django.template.context import RequestContext

from facilitation.selectors.comments import unread_mentions

register = template.Library()


@dataclass(frozen=True, slots=True)
class Called:
    """How many comments of a workshop mention the reader unread, and where the oldest of them is."""

    count: int
    map_id: UUID
    comment_id: UUID


@register.simple_tag(takes_context=True)
def who_calls_me(context: RequestContext) -> dict[UUID, Called]:
    """Return by workshop what mentions the person who reads the page and is unread."""
    found: dict[UUID, Called] = {}
    for workshop_id, map_id, comment_id in unread_mentions(context["request"].user):
        known = found.get(workshop_id)
        found[workshop_id] = (
            Called(1, map_id, comment_id) if known is None else Called(known.count + 1, known.map_id, known.comment_id)
        )
    return found


@register.filter
def in_workshop(called: dict[UUID, Called], card: dict[str, Any]) -> Called | None:
    """Return what mentions the reader in the workshop of a card."""
    return called.get(card["workshop"].id)
