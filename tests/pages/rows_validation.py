"""Everybody on the pages of whether the map is right."""

from uuid import uuid4

from facilitation.commands.validation import ask_for_validation
from facilitation.models import Validation
from maps.commands.edit import submit
from tests.cast import Cast
from tests.pages.rows import FACILITATORS_ACT, INSIDE, INSIDE_REDIRECTED, Row, workshop

ANSWERERS = (302, 404, 403, 403, 302, 302, 302)


def a_map_with_a_step(cast: Cast) -> list[object]:
    edits = [{"do": "add", "id": "asked-about", "element": {"kind": "step", "name": "Design"}}]
    submit(map_id=cast.map.id, actor=cast.mia, op_id="asked-about", edits=edits)
    return [cast.map.id]


def a_question(cast: Cast) -> list[object]:
    a_map_with_a_step(cast)
    # Of a map there is one open question at a time.
    asked = Validation.objects.filter(map=cast.map, ended_at=None).first()
    return [(asked or ask_for_validation(actor=cast.ana, map_id=cast.map.id, validation_id=uuid4())).id]


VALIDATION_ROWS = (
    Row("workshop_validations", "get", workshop, INSIDE_REDIRECTED),
    Row("validations", "get", a_map_with_a_step, INSIDE),
    Row("validations", "post", a_map_with_a_step, FACILITATORS_ACT, {"message": "Look at your own steps."}),
    Row("validation", "get", a_question, INSIDE),
    Row("validation", "post", a_question, ANSWERERS, {"act": "right"}),
    Row("validation_drawing", "get", a_question, INSIDE),
)
