"""Everybody on the addresses of who did what on a map."""

from maps.commands.edit import submit
from tests.api.calls import add, step
from tests.api.rows import INSIDE, Row
from tests.cast import Cast

HISTORY_ROWS = (
    Row("api_timeline", "get", "maps/{map}/timeline/", INSIDE),
    Row("api_removed", "get", "maps/{map}/removed/", INSIDE),
    Row("api_element_history", "get", "maps/{map}/elements/{touched}/history/", INSIDE),
)


def things_of_history(address: str, cast: Cast) -> dict[str, object]:
    """Return what Mia put on the map, if the address names it."""
    if "{touched}" not in address:
        return {}
    submit(map_id=cast.map.id, actor=cast.mia, op_id="touched", edits=[add("touched", step("Design"))])
    return {"touched": "touched"}
