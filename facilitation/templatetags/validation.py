"""How templates say whether everybody was asked about a map, and remind those who have not answered."""

from typing import Any
from uuid import UUID

from django import template

from facilitation.models import Validation
from facilitation.selectors.validation import Counts, unanswered
from workshops.models import Participant

register = template.Library()


@register.simple_tag
def what_is_asked(cards: list[dict[str, Any]]) -> dict[UUID, list[Validation]]:
    """Return by workshop what this person has not answered, for the cards of the dashboard."""
    return unanswered([card["me"] for card in cards if card["workshop"].archived_at is None])


@register.filter
def asked_in(waiting: dict[UUID, list[Validation]], workshop_id: UUID) -> list[Validation]:
    """Return what waits for an answer in one workshop."""
    return waiting.get(workshop_id, [])


@register.simple_tag
def asked_of(person: Participant) -> list[Validation]:
    """Return what this person has not answered in their workshop."""
    return unanswered([person]).get(person.workshop_id, [])


@register.filter
def answered_words(counts: Counts) -> str:
    """“5 of 9 have answered: 4 find it right, 1 says that something is wrong”."""
    if not counts.asked:
        return "Nobody is here yet who could answer"
    words = f"{counts.answered} of {counts.asked} {'has' if counts.asked == 1 else 'have'} answered"
    wrong = counts.answered - counts.right
    found = [f"{counts.right} {'finds' if counts.right == 1 else 'find'} it right"] if counts.right else []
    if wrong:
        found.append(f"{wrong} {'says' if wrong == 1 else 'say'} that something is wrong")
    return f"{words}: {', '.join(found)}" if found else words
