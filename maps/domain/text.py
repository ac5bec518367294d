"""Texts that several people edit at once: a three-way merge, word by word, in which no inserted word is lost."""

import re
from dataclasses import dataclass

from diff_match_patch import diff_match_patch

_TOKEN = re.compile(r"\s+|\S+")
# Up to here every difference is found, in milliseconds; beyond, the merge stays right but grows coarser than it could
# be, because nobody's long text may hold up the others' edits.
_EXACT_TOKENS = 400
_LONG_TEXT_S = 0.02


@dataclass(frozen=True, slots=True)
class _Revision:
    """What one writer did to the base: which tokens they kept, and what they inserted before each (and after the
    last).
    """

    keeps: list[bool]
    inserts: list[list[str]]


def merge_words(base: str, first: str, second: str) -> str:
    """Return the text that has both writers' changes to `base`; `first` was saved before `second`.

    A word of the base stands if neither removed it; where both inserted at the same place, both stand, `first` before
    `second`.
    """
    if first == second or second == base:
        return first
    if first == base:
        return second
    tokens = _TOKEN.findall(base)
    one, two = _revise(tokens, _TOKEN.findall(first)), _revise(tokens, _TOKEN.findall(second))
    merged: list[str] = []
    for place in range(len(tokens) + 1):
        for insert in _both(one.inserts[place], two.inserts[place]):
            _append(merged, insert)
        if place < len(tokens) and one.keeps[place] and two.keeps[place]:
            _append(merged, [tokens[place]])
    return "".join(merged)


def _both(first: list[str], second: list[str]) -> list[list[str]]:
    return [first] if first == second else [first, second]


def _append(merged: list[str], tokens: list[str]) -> None:
    # Words of different origin that would grow together keep a blank between them.
    if tokens and merged and not merged[-1][-1:].isspace() and not tokens[0][:1].isspace():
        merged.append(" ")
    merged.extend(tokens)


def _revise(base: list[str], text: list[str]) -> _Revision:
    keeps: list[bool] = []
    inserts: list[list[str]] = [[] for _ in range(len(base) + 1)]
    # Each distinct token becomes one character, so that the character diff of diff-match-patch is a diff of words.
    alphabet: dict[str, str] = {}
    encoded = [
        "".join(alphabet.setdefault(token, chr(0x10000 + len(alphabet))) for token in tokens) for tokens in (base, text)
    ]
    words = {character: token for token, character in alphabet.items()}
    differ = diff_match_patch()
    differ.Diff_Timeout = 0 if len(encoded[0]) + len(encoded[1]) <= _EXACT_TOKENS else _LONG_TEXT_S
    place = 0
    for action, characters in differ.diff_main(encoded[0], encoded[1], False):
        if action == differ.DIFF_INSERT:
            inserts[place].extend(words[character] for character in characters)
        else:
            # What replaces a word stands where the word stood, before what others have put behind it.
            place = len(keeps) if action == differ.DIFF_DELETE else len(keeps) + len(characters)
            keeps.extend([action == differ.DIFF_EQUAL] * len(characters))
    return _Revision(keeps, inserts)
