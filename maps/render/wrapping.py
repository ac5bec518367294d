"""Texts of people in the space that a drawing has for them: broken at blanks, within words where needed, and cut."""

from maps.render.fonts import measure
from maps.render.words import clean

ELLIPSIS = "…"
# Nothing that a drawing shows is longer; a text beyond it is cut before it is measured.
LONGEST = 2_000


def wrap(text: object, width: float, size: float, *, weight: int = 400, lines: int = 1) -> list[str]:
    """Return at most `lines` lines that fit into the width; the last ends with “…” where the text goes on."""
    words = clean(str(text)[: LONGEST * 4])[:LONGEST].split(" ")
    done: list[str] = []
    line = ""
    while words:
        word = words.pop(0)
        tried = f"{line} {word}" if line else word
        if measure(tried, size, weight) <= width:
            line = tried
            continue
        if line:
            done.append(line)
            line = ""
            words.insert(0, word)
        else:
            head = _head(word, width, size, weight)
            done.append(head)
            words.insert(0, word[len(head) :])
        if len(done) == lines:
            return [*done[:-1], _cut(done[-1], width, size, weight)]
    return [*done, line] if line else done


def shorten(text: object, width: float, size: float, *, weight: int = 400) -> str:
    """Return the text on one line, cut with “…” where it is too wide."""
    lines = wrap(text, width, size, weight=weight)
    return lines[0] if lines else ""


def _head(word: str, width: float, size: float, weight: int) -> str:
    """Return as much of a word as fits, at least one character."""
    end = len(word)
    used = 0.0
    for place, character in enumerate(word):
        used += measure(character, size, weight)
        if used > width:
            end = place
            break
    # One character that only the fallback has sets all before it in the fallback, which may be wider.
    while end > 1 and measure(word[:end], size, weight) > width:
        end -= 1
    return word[: max(1, end)]


def _cut(line: str, width: float, size: float, weight: int) -> str:
    while line and measure(line + ELLIPSIS, size, weight) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
