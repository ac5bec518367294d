"""What a drawing consists of: shapes and words in canvas units, the later ones on top; and the colours they have."""

from dataclasses import dataclass

INK = "#17202c"
INK_2 = "#4b5767"
INK_3 = "#5d6978"
PAPER = "#ffffff"
PANEL = "#f7f8fa"
LINE = "#dfe3e8"
LINE_2 = "#b8c0cb"
STROKE = "#4d5a6b"
WARN = "#b93a0c"
WARN_SOFT = "#fdeee6"
PEN = "#6a3fb5"
WAIT = "#e6a640"
WAIT_SOFT = "#f6dfb6"
WAIT_INK = "#7a4a00"
WORK = "#2a9467"
WORK_SOFT = "#cde9dc"
WORK_INK = "#12653f"
NOTES = {
    "note": "#fdeeb0",
    "question": "#d7e6fc",
    "idea": "#d3eddd",
    "hypothesis": "#fbe0c4",
    "burst": "#fff3c4",
    "parking_lot": "#e6e3ee",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A path of SVG with its colours."""

    d: str
    fill: str = "none"
    stroke: str = "none"
    width: float = 1.0
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; x and y are where its base line starts, or its middle or end by `anchor`."""

    x: float
    y: float
    text: str
    size: float = 12.0
    weight: int = 400
    fill: str = INK
    anchor: str = "start"


Mark = Shape | Words


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    def around(self, other: "Box") -> "Box":
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


def box_around(x: float, y: float, width: float, height: float) -> Box:
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def number(value: float) -> str:
    """Return a coordinate with at most two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def xy(x: float, y: float) -> str:
    return f"{number(x)} {number(y)}"


def line(*points: tuple[float, float]) -> str:
    return "M" + "L".join(xy(*point) for point in points)


def polygon(*points: tuple[float, float]) -> str:
    return line(*points) + "Z"


def rectangle(box: Box, radius: float = 0.0) -> str:
    if radius <= 0:
        return polygon((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
    r = number(min(radius, box.width / 2, box.height / 2))
    across, down = box.width - 2 * float(r), box.height - 2 * float(r)
    return (
        f"M{xy(box.left + float(r), box.top)}h{number(across)}a{r} {r} 0 0 1 {r} {r}v{number(down)}"
        f"a{r} {r} 0 0 1 -{r} {r}h{number(-across)}a{r} {r} 0 0 1 -{r} -{r}v{number(-down)}a{r} {r} 0 0 1 {r} -{r}z"
    )


def circle(x: float, y: float, radius: float) -> str:
    r = number(radius)
    return f"M{xy(x - radius, y)}a{r} {r} 0 1 0 {number(2 * radius)} 0a{r} {r} 0 1 0 {number(-2 * radius)} 0z"
