"""Everybody on the page of the session."""

from tests.pages.rows import FACILITATORS_ACT, INSIDE, Row, workshop

SESSION_ROWS = (
    Row("agenda", "get", workshop, INSIDE),
    Row("agenda", "post", workshop, FACILITATORS_ACT, {"act": "preset", "minutes": "90"}),
)
