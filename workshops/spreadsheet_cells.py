"""Cells for spreadsheets: what people wrote never becomes a formula in one."""

import unicodedata

BYTE_ORDER_MARK = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_CELL_ENDS = ("\t", "\r", "\n")


def defused(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would read as a formula.

    Blanks and invisible characters before the sign count as nothing, because programs drop them.
    """
    if isinstance(cell, str) and (cell.startswith(_CELL_ENDS) or _first_visible(cell) in _FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _first_visible(text: str) -> str:
    return next((sign for sign in text if unicodedata.category(sign)[0] not in "CZ"), "")
