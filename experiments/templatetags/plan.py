"""How templates of the plan write wastes, and places on the timeline."""

from typing import Any
from uuid import UUID

from django import template

from experiments.selectors.opening import opening_sentences
from maps.render.words import WASTES

register = template.Library()


@register.simple_tag
def what_is_open(cards: list[dict[str, Any]]) -> dict[UUID, str]:
    """Return by workshop the sentence of what is overdue or unfinished in its plan, for the cards of the dashboard."""
    return opening_sentences([card["workshop"] for card in cards])


@register.filter
def of_workshop(sentences: dict[UUID, str], workshop_id: UUID) -> str:
    """Return the sentence of one workshop; empty where it has none."""
    return sentences.get(workshop_id, "")


@register.filter
def percent(part: float) -> str:
    """Return a part of the whole as an attribute of SVG takes it: “12.5%”."""
    return f"{100 * part:.3f}%"


@register.filter
def waste_words(waste: str) -> str:
    """Return what people call the waste of this slug."""
    return WASTES.get(waste, waste)
