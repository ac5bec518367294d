"""What a comment may say."""

import unicodedata

from workshops.errors import InvalidInput, Problem

TEXT_LIMIT = 2_000


def read_text(text: str) -> str:
    """Return the text as it is kept: lines as they were written, nothing around them, no control characters.

    Raises InvalidInput where nothing or too much is left.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) != "Cc").strip()
    if not kept:
        raise InvalidInput([Problem("text", "There is nothing in this comment yet; write what you want to say.")])
    if len(kept) > TEXT_LIMIT:
        sentence = f"A comment has at most {TEXT_LIMIT} characters, and this one has {len(kept)}; say it in two."
        raise InvalidInput([Problem("text", sentence)])
    return kept
