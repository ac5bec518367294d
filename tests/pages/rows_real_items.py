"""Everybody on the pages of pre-work and of one real item, which Ben has shared."""

from tests.cast import Cast
from tests.facilitation.real_items import bring, draw_steps
from tests.pages.rows import INSIDE, Row, workshop

EDITORS = (302, 404, 403, 403, 403, 200, 200)
EDITORS_ACT = (302, 404, 403, 403, 403, 302, 302)


def an_item(cast: Cast) -> list[object]:
    draw_steps(cast)
    return [bring(cast, cast.ben).id]


REAL_ITEM_ROWS = (
    Row("prework", "get", workshop, INSIDE),
    Row("prework", "post", workshop, EDITORS_ACT, {"name": "CHK-1412"}),
    Row("real_item", "get", an_item, INSIDE),
    Row("real_item", "post", an_item, EDITORS_ACT, {"act": "save", "name_of_item": "CHK-1413"}),
    Row("real_item_preview", "post", an_item, EDITORS),
)
