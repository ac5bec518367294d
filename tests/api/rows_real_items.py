"""Everybody on the addresses of real items."""

from tests.api.rows import INSIDE, Row, editors, facilitators
from tests.cast import Cast
from tests.facilitation.real_items import VISITS, bring, draw_steps


def things_of_real_items(address: str, cast: Cast) -> dict[str, object]:
    """Return an item that Ben shares, and the map with its steps, where the address names them."""
    if "{item}" not in address and "{walked}" not in address:
        return {}
    draw_steps(cast)
    return {"item": bring(cast, cast.ben).id, "walked": cast.map.id}


REAL_ITEM_ROWS = (
    Row("api_real_items", "get", "workshops/{workshop}/real-items/", INSIDE),
    Row(
        "api_real_items",
        "post",
        "workshops/{workshop}/real-items/",
        editors(201),
        lambda cast: {"map": str(cast.map.id), "name": "CHK-1412", "visits": [{"name": "Design", "wait_time": "1d"}]},
    ),
    Row("api_real_item", "get", "real-items/{item}/", INSIDE),
    Row(
        "api_real_item",
        "patch",
        "real-items/{item}/",
        editors(200),
        lambda cast: {"visits": [dict(visit) for visit in VISITS], "saw_revision": 1},
    ),
    Row("api_real_item", "delete", "real-items/{item}/", editors(204)),
    Row("api_walk", "get", "maps/{map}/walk/", INSIDE),
    Row("api_walk_take", "post", "maps/{walked}/walk/take/", facilitators(201), lambda cast: {"op_id": "take"}),
)
