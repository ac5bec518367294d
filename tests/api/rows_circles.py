"""Everybody on the addresses of the circled constraint."""

from uuid import uuid4

from facilitation.commands.circles import circle_constraint
from maps.commands.edit import submit
from tests.api.calls import add, step
from tests.api.rows import INSIDE, Row, facilitators
from tests.cast import Cast

STEP = "circled"


def things_of_circles(address: str, cast: Cast) -> dict[str, object]:
    """Put the step that is circled on the cast's map, and return the circle that the address names."""
    if "/circles/" not in address:
        return {}
    submit(map_id=cast.map.id, actor=cast.mia, op_id="circled-step", edits=[add(STEP, step("Staging test"))])
    if "{circle}" not in address:
        return {}
    made, _ = circle_constraint(actor=cast.ana, of=cast.map, circle_id=uuid4(), element_id=STEP)
    return {"circle": made.id}


CIRCLE_ROWS = (
    Row("api_circles", "get", "maps/{map}/circles/", INSIDE),
    Row(
        "api_circles",
        "post",
        "maps/{map}/circles/",
        facilitators(201),
        lambda cast: {"id": str(uuid4()), "element": STEP},
    ),
    Row("api_circle", "delete", "maps/{map}/circles/{circle}/", facilitators(204)),
)
