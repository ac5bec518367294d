"""Everybody on the addresses of rounds."""

from uuid import uuid4

from facilitation.commands.entries import save_entry
from facilitation.commands.reveal import reveal_round
from facilitation.commands.rounds import open_round, prepare_round
from facilitation.models import Round
from maps.commands.edit import submit
from tests.api.rows import INSIDE, Row, editors, facilitators
from tests.cast import Cast


def new_round(cast: Cast) -> dict[str, object]:
    """Return what prepares a round of named notes."""
    named = {"kind": "notes", "prompt": "What hurts?", "anonymous": False}
    return {"id": str(uuid4()), "map": str(cast.map.id), **named}


def things_of_rounds(address: str, cast: Cast) -> dict[str, object]:
    """Return the rounds that the address names: prepared, open, or with an estimate that was revealed."""

    def prepare(kind: str) -> Round:
        return prepare_round(
            actor=cast.ana,
            round_id=uuid4(),
            map_id=cast.map.id,
            kind=kind,
            prompt="What hurts?",
            is_anonymous=False,
            options={},
        )

    things: dict[str, object] = {}
    if "{prepared}" in address:
        things["prepared"] = prepare("notes").id
    if "{round}" in address:
        things["round"] = open_round(actor=cast.ana, round_id=prepare("notes").id).id
    if "{revealed}" in address:
        step = {"kind": "step", "name": "Design"}
        submit(map_id=cast.map.id, actor=cast.mia, op_id="step", edits=[{"do": "add", "id": "a", "element": step}])
        asked = open_round(actor=cast.ana, round_id=prepare("estimates").id)
        said = [{"element": "a", "field": "wait_time", "value": "3d"}]
        save_entry(actor=cast.mia, round_id=asked.id, contribution=said)
        things["revealed"] = reveal_round(actor=cast.ana, round_id=asked.id).id
    return things


ROUND_ROWS = (
    Row("api_rounds", "get", "workshops/{workshop}/rounds/", INSIDE),
    Row("api_rounds", "post", "workshops/{workshop}/rounds/", facilitators(201), lambda cast: new_round(cast)),
    Row("api_round", "get", "rounds/{round}/", INSIDE),
    Row("api_round_open", "post", "rounds/{prepared}/open/", facilitators(200), lambda cast: {"minutes": 5}),
    Row("api_round_extend", "post", "rounds/{round}/extend/", facilitators(200), lambda cast: {"minutes": 5}),
    Row("api_round_close", "post", "rounds/{round}/close/", facilitators(200)),
    Row("api_round_reveal", "post", "rounds/{round}/reveal/", facilitators(200), lambda cast: {}),
    Row("api_round_cancel", "post", "rounds/{round}/cancel/", facilitators(200)),
    Row("api_round_accept", "post", "rounds/{revealed}/accept/", facilitators(201), lambda cast: {"op_id": "new"}),
    Row("api_round_mine", "get", "rounds/{round}/mine/", INSIDE),
    Row(
        "api_round_mine",
        "put",
        "rounds/{round}/mine/",
        editors(200),
        lambda cast: {"contribution": [{"text": "We wait"}]},
    ),
    Row("api_round_mine", "delete", "rounds/{round}/mine/", editors(204)),
    Row("api_round_part", "put", "rounds/{round}/part/", editors(200), lambda cast: {"done": True}),
)
