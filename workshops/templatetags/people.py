"""How templates show people."""

from django import template

register = template.Library()


@register.filter
def initials(name: str) -> str:
    """Return one or two letters for a person's disc: of the first and the last word of the name."""
    words = name.split()
    letters = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in letters).upper()
