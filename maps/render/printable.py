"""What no typeface of documents has, is shown as a sign for it, and said in a sentence: nothing becomes an empty box
without a word.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from maps.render.fonts import has_glyph
from maps.render.sheet import Sheet

STAND_IN = "□"
_NAMED = 6
# Nothing is drawn for these; they steer how what is beside them is drawn.
_INVISIBLE = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp", "Cs"})


def printable_sheet(sheet: Sheet) -> Sheet:
    """Return the sheet with `STAND_IN` for everything that cannot be drawn, and the remark that says what that is."""
    lost: dict[str, None] = {}
    texts = {name: _printable(getattr(sheet, name), lost) for name in ("title", "name", "saved_by")}
    charter, figures = _printable(sheet.charter, lost), _printable(sheet.figures, lost)
    elements = {element_id: _printable(element, lost) for element_id, element in sheet.elements.items()}
    return replace(sheet, **texts, charter=charter, elements=elements, figures=figures, remark=_remark(lost))


def printable(value: Any) -> Any:
    """Return the same texts, lists and objects, with `STAND_IN` for everything in them that cannot be drawn."""
    return _printable(value, {})


def _printable(value: Any, lost: dict[str, None]) -> Any:
    if isinstance(value, str):
        return _printable_text(value, lost)
    if isinstance(value, Mapping):
        return {name: _printable(inner, lost) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner, lost) for inner in value]
    return value


def _printable_text(text: str, lost: dict[str, None]) -> str:
    if text.isascii():
        return text
    missing = [sign for sign in dict.fromkeys(text) if not _is_drawable(sign)]
    lost.update(dict.fromkeys(missing))
    return text.translate(dict.fromkeys(map(ord, missing), STAND_IN))


def _is_drawable(sign: str) -> bool:
    return has_glyph(sign) or unicodedata.category(sign) in _INVISIBLE


def _remark(lost: Iterable[str]) -> str:
    named = [_name_of(sign) for sign in lost]
    if not named:
        return ""
    more = f" and {len(named) - _NAMED:,} more" if len(named) > _NAMED else ""
    what = ", ".join(named[:_NAMED])
    return f"{STAND_IN} stands for what this document has no typeface for: {what}{more}. The map itself keeps it."


def _name_of(sign: str) -> str:
    code = f"U+{ord(sign):04X}"
    name = unicodedata.name(sign, "").lower()
    return f"{name} ({code})" if name else code
