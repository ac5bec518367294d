"""Where revealed notes go: beside what they are about, the others as a tidy grid below the map; nothing is covered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from maps.domain.elements import PLACED_KINDS, Element, Elements

# Canvas units, as the board draws them; an element's place is the middle of its box.
STEP_SIZE = (164, 190)
QUEUE_SIZE = (56, 84)
NOTE_WIDTH = 150
BURST_SIZE = (168, 118)
GAP = 20
COLUMNS = 6
# How far below an element its notes may begin before a further column is begun.
COLUMN_HEIGHT = 420
_STRIP = 200
_LINE_HEIGHT, _LINE_LETTERS, _MOST_LINES, _FRAME = 17, 20, 8, 46


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around its middle."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        is_beside = abs(self.x - other.x) >= (self.width + other.width) / 2 + GAP
        return not is_beside and abs(self.y - other.y) < (self.height + other.height) / 2 + GAP


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note that has no place yet; `about` is an element that it belongs to, if it is on the map."""

    text: str
    about: str | None
    is_burst: bool


def place_notes(elements: Elements, notes: Sequence[NewNote]) -> list[tuple[int, int]]:
    """Return the middle of each note's box, in canvas units, in their order."""
    taken = [box_of(element) for element in elements.values() if element["kind"] in PLACED_KINDS]
    grid = _grid(taken, notes)
    room = _Room(taken)
    places: list[tuple[int, int]] = []
    for note in notes:
        anchor = _anchor(elements, note.about)
        box = _beside(anchor, note, room) if anchor else _next_free(grid, note, room)
        taken.append(box)
        room.take(box)
        places.append((round(box.x), round(box.y)))
    return places


def _grid(taken: Sequence[Box], notes: Sequence[NewNote]) -> Iterator[tuple[float, float]]:
    """Yield the upper middles of the places of a grid below everything that is there, row by row, without end."""
    left = min((box.x - box.width / 2 for box in taken), default=0.0)
    top = max((box.y + box.height / 2 for box in taken), default=0.0) + 4 * GAP
    sizes = [size_of(note) for note in notes]
    width, height = max(width for width, _ in sizes), max(height for _, height in sizes)
    for place in count():
        row, column = divmod(place, COLUMNS)
        yield left + width / 2 + column * (width + GAP), top + row * (height + GAP)


class _Room:
    """What is taken. Forty people write four hundred notes: boxes lie in upright strips, and columns that were found
    full are not looked at again, because nothing is ever given back.
    """

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._strips: dict[int, list[Box]] = {}
        self._full: set[tuple[float, float, float, float]] = set()
        for box in boxes:
            self.take(box)

    def take(self, box: Box) -> None:
        for strip in _strips(box.x, box.width):
            self._strips.setdefault(strip, []).append(box)

    def near(self, x: float, width: float) -> list[Box]:
        """Return all boxes that could meet one of this width here; some of them twice."""
        return [box for strip in _strips(x, width) for box in self._strips.get(strip, ())]

    def highest_free(self, x: float, top: float, size: tuple[float, float]) -> Box | None:
        """Return the highest free place in the column, None where it would hang too far down."""
        column = (x, top, *size)
        if column in self._full:
            return None
        found = _in_column(x, top, size, self.near(x, size[0]))
        if found is None:
            self._full.add(column)
        return found


def _strips(x: float, width: float) -> range:
    """Return the strips that a box with its gap touches."""
    reach = width / 2 + GAP
    return range(int((x - reach) // _STRIP), int((x + reach) // _STRIP) + 1)


def _next_free(grid: Iterator[tuple[float, float]], note: NewNote, room: _Room) -> Box:
    width, height = size_of(note)
    boxes = (Box(x, top + height / 2, width, height) for x, top in grid)
    # What stands beside an element may reach into the grid.
    return next(box for box in boxes if not any(box.meets(other) for other in room.near(box.x, width)))


def _beside(anchor: Box, note: NewNote, room: _Room) -> Box:
    """Return the first free place below the element, then in columns beside that one, to both sides in turn."""
    width, height = size_of(note)
    top = anchor.y + anchor.height / 2 + 2 * GAP
    columns = (side for ring in count() for side in ((0,) if ring == 0 else (ring, -ring)))
    fitting = (room.highest_free(anchor.x + side * (width + GAP), top, (width, height)) for side in columns)
    return next(box for box in fitting if box is not None)


def _in_column(x: float, top: float, size: tuple[float, float], taken: Sequence[Box]) -> Box | None:
    """Return the highest free place in the column, None where it would hang too far down."""
    width, height = size
    lowest = top + COLUMN_HEIGHT
    while top <= lowest:
        box = Box(x, top + height / 2, width, height)
        in_the_way = [other for other in taken if box.meets(other)]
        if not in_the_way:
            return box
        top = max(other.y + other.height / 2 for other in in_the_way) + GAP
    return None


def _anchor(elements: Elements, about: str | None) -> Box | None:
    """Return the box beside which the note goes: that of the element, or of the box that an arrow leads to."""
    element = elements.get(about) if about else None
    if element is not None and element["kind"] == "flow":
        element = elements.get(element["target"])
    return box_of(element) if element is not None else None


def box_of(element: Element) -> Box:
    """Return the box of a step, a queue or a note."""
    match element["kind"]:
        case "step":
            width, height = STEP_SIZE
        case "queue":
            width, height = QUEUE_SIZE
        case _:
            note = NewNote(str(element.get("text") or ""), None, element["note"] == "burst")
            width, height = size_of(note)
    return Box(element["x"], element["y"], width, height)


def size_of(note: NewNote) -> tuple[int, int]:
    """Return width and height; a sticky note grows with its text."""
    if note.is_burst:
        return BURST_SIZE
    lines = sum(1 + len(line) // _LINE_LETTERS for line in note.text.split("\n"))
    return NOTE_WIDTH, _FRAME + _LINE_HEIGHT * min(lines, _MOST_LINES)
