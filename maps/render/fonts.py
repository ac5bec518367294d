"""The typeface of documents: how wide a text is in it, and as much of it as a drawing needs inside the drawing.

Source Sans 3 for what it has; Kurinto Sans beside it has nearly every script there is.
"""

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import weblate_fonts
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Source Sans 3"
FALLBACK_FAMILY = "Kurinto Sans"
_REGIONS = ("SC", "JP", "KR", "TC")
WEIGHTS = {400: "Regular", 600: "Semibold", 700: "Bold"}

_FONTS = Path(weblate_fonts.__file__).parent / "static" / "weblate_fonts"
FONT_FOLDERS = (_FONTS / "source-sans" / "ttf", _FONTS / "kurinto" / "ttf")
# A character that the face lacks comes from another one; most of those are wide.
_WIDTH_OF_UNKNOWN = 1.0
_WIDTH_OF_UNKNOWN_LETTER = 0.62
_FIRST_WIDE = 0x1100
# The date that every subset carries, so that the same drawing has the same bytes.
_EPOCH = 2_082_844_800


@dataclass(frozen=True, slots=True)
class _Face:
    """Widths of characters in parts of the size."""

    widths: dict[int, float]


def measure(text: str, size: float, weight: int = 400) -> float:
    """Return how wide a text is at this size, in the unit of the size."""
    widths = (_face(weight) if is_covered(text, weight) else _fallback_face(weight)).widths
    return size * sum(_width(ord(character), widths) for character in text)


def is_covered(text: str, weight: int) -> bool:
    """Whether the face has every character of the text; else all of it is set in the fallback."""
    widths = _face(weight).widths
    return all(ord(character) in widths for character in text)


def has_glyph(character: str) -> bool:
    """Whether any typeface that comes with the product has the character."""
    code = ord(character)
    return code in _face(400).widths or code in _fallback_face(400).widths or code in _codes_of_east_asia()


@cache
def _codes_of_east_asia() -> frozenset[int]:
    codes: set[int] = set()
    for region in _REGIONS:
        with TTFont(FONT_FOLDERS[1] / f"KurintoSans{region}-Rg.ttf", lazy=True) as font:
            codes.update(font.getBestCmap())
    return frozenset(codes)


def _width(code: int, widths: dict[int, float]) -> float:
    known = widths.get(code)
    if known is not None:
        return known
    return _WIDTH_OF_UNKNOWN if code >= _FIRST_WIDE else _WIDTH_OF_UNKNOWN_LETTER


@cache
def _face(weight: int) -> _Face:
    return _read_face(_file(weight))


@cache
def _fallback_face(weight: int) -> _Face:
    return _read_face(FONT_FOLDERS[1] / f"KurintoSans-{'Rg' if weight == 400 else 'Bd'}.ttf")


def _read_face(file: Path) -> _Face:
    with TTFont(file, lazy=True) as font:
        unit = font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        return _Face({code: advances[glyph][0] / unit for code, glyph in font.getBestCmap().items()})


def _file(weight: int) -> Path:
    return FONT_FOLDERS[0] / f"SourceSans3-{WEIGHTS[weight]}.ttf"


def embedded_face(weight: int, characters: Iterable[str]) -> str:
    """Return a CSS rule with those characters of the face inside, as far as it has them."""
    options = Options(notdef_outline=True, hinting=False)
    options.name_IDs, options.legacy_cmap, options.recalc_timestamp = [1, 2], False, False
    with TTFont(_file(weight), recalcTimestamp=False) as font:
        # Kerning and ligatures of a whole face take seconds to read and change no width that was measured.
        for table in {"GPOS", "GSUB", "GDEF"} & set(font.keys()):
            del font[table]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=sorted({ord(character) for character in characters}))
        subsetter.subset(font)
        font.flavor = "woff"
        font["head"].modified = font["head"].created = _EPOCH
        output = io.BytesIO()
        font.save(output, reorderTables=None)
    content = base64.b64encode(output.getvalue()).decode()
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};'
        f"src:url(data:font/woff;base64,{content}) format('woff')}}"
    )
