"""Everybody on the addresses of whether the map is right, and of the parking lot."""

from uuid import uuid4

from facilitation.commands.validation import ask_for_validation
from maps.commands.edit import submit
from tests.api.rows import INSIDE, Row, all_but_viewers, facilitators
from tests.cast import Cast


def things_of_validation(address: str, cast: Cast) -> dict[str, object]:
    """Return the question and the map with a step that the address names."""
    if "{validation}" not in address and "{asked_about}" not in address:
        return {}
    edits = [{"do": "add", "id": "asked-about", "element": {"kind": "step", "name": "Design"}}]
    submit(map_id=cast.map.id, actor=cast.mia, op_id="asked-about", edits=edits)
    if "{asked_about}" in address:
        return {"asked_about": cast.map.id}
    asked = ask_for_validation(actor=cast.ana, map_id=cast.map.id, validation_id=uuid4())
    return {"validation": asked.id}


VALIDATION_ROWS = (
    Row("api_parking_lot", "get", "maps/{map}/parking-lot/", INSIDE),
    Row("api_validations", "get", "maps/{map}/validations/", INSIDE),
    Row(
        "api_validations",
        "post",
        "maps/{asked_about}/validations/",
        facilitators(201),
        lambda cast: {"id": str(uuid4()), "message": "Look at your own steps."},
    ),
    Row("api_validation", "get", "validations/{validation}/", INSIDE),
    Row(
        "api_validation_answer",
        "put",
        "validations/{validation}/answer/",
        all_but_viewers(200),
        lambda cast: {"wrong": [{"element": "asked-about", "text": "It takes longer."}]},
    ),
    Row("api_validation_end", "post", "validations/{validation}/end/", facilitators(200)),
)
