"""A drawing as SVG: nothing in it can run or be fetched, and it brings as much of its typeface as it uses."""

from dataclasses import replace
from xml.sax.saxutils import escape

from maps.render.fonts import FALLBACK_FAMILY, FAMILY, embedded_face, is_covered
from maps.render.marks import Mark, Shape, Words, number
from maps.render.sheet import Drawing, Layer
from maps.render.words import clean

_FAMILIES = f"'{FAMILY}', '{FALLBACK_FAMILY}', sans-serif"
_FALLBACK_FAMILIES = f"'{FALLBACK_FAMILY}', sans-serif"


def write_svg(drawing: Drawing, *, for_typesetter: bool = False) -> str:
    """Return the drawing as a document of its own, with the characters that it uses inside.

    `for_typesetter` leaves out its typefaces and the `fallback_words`, which the typesetter sets by itself.
    """
    width, height = number(drawing.width), number(drawing.height)
    title = escape(clean(drawing.title))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" font-family="{_FAMILIES}">',
        f"<title>{title}</title><desc>{escape(clean(drawing.description))}</desc>",
    ]
    if not for_typesetter:
        parts.append(f"<style>{_faces(drawing)}</style>")
    parts.append(f'<path d="M0 0H{width}V{height}H0Z" fill="#fff"/>')
    parts += [_layer(layer, for_typesetter) for layer in drawing.layers]
    return "".join([*parts, "</svg>\n"])


def _faces(drawing: Drawing) -> str:
    used: dict[int, set[str]] = {}
    for layer in drawing.layers:
        for mark in layer.marks:
            if isinstance(mark, Words):
                used.setdefault(mark.weight, set()).update(clean(mark.text))
    return "".join(embedded_face(weight, characters) for weight, characters in sorted(used.items()))


def fallback_words(drawing: Drawing) -> list[Words]:
    """Return the texts that are set in the fallback, in coordinates of the whole drawing.

    The typesetter's reader of SVG sets the parts of a letter (Devanagari) or of a flag on top of each other; the
    typesetter itself does not.
    """
    return [
        replace(
            mark,
            text=clean(mark.text),
            x=layer.x + mark.x * layer.scale,
            y=layer.y + mark.y * layer.scale,
            size=mark.size * layer.scale,
        )
        for layer in drawing.layers
        for mark in layer.marks
        if isinstance(mark, Words) and _is_in_fallback(mark)
    ]


def _is_in_fallback(words: Words) -> bool:
    return not is_covered(clean(words.text), words.weight)


def _layer(layer: Layer, for_typesetter: bool) -> str:
    place = f"translate({number(layer.x)} {number(layer.y)})"
    scale = f" scale({layer.scale:.4g})" if layer.scale != 1 else ""
    marks = [mark for mark in layer.marks if not (for_typesetter and isinstance(mark, Words) and _is_in_fallback(mark))]
    return f'<g transform="{place}{scale}">{"".join(_mark(mark) for mark in marks)}</g>'


def _mark(mark: Mark) -> str:
    return _shape(mark) if isinstance(mark, Shape) else _words(mark)


def _shape(shape: Shape) -> str:
    stroke = ""
    if shape.stroke != "none":
        dash = f' stroke-dasharray="{shape.dash}"' if shape.dash else ""
        stroke = f' stroke="{shape.stroke}" stroke-width="{number(shape.width)}" stroke-linejoin="round"{dash}'
    return f'<path d="{shape.d}" fill="{shape.fill}"{stroke}/>'


def _words(words: Words) -> str:
    weight = f' font-weight="{words.weight}"' if words.weight != 400 else ""
    anchor = f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
    text = clean(words.text)
    # One text has one face: scripts that join their letters cannot be put together from two.
    family = "" if is_covered(text, words.weight) else f' font-family="{_FALLBACK_FAMILIES}"'
    return (
        f'<text x="{number(words.x)}" y="{number(words.y)}" font-size="{number(words.size)}"'
        f'{weight}{anchor}{family} fill="{words.fill}">{escape(text)}</text>'
    )
