"""Everybody on the addresses of a stream that is mapped again, and of the signals that it works."""

from tests.api.rows import INSIDE, Row, editors, facilitators

STREAM_ROWS = (
    Row("api_later_states", "get", "maps/{future}/later-states/", INSIDE),
    Row(
        "api_later_states",
        "post",
        "maps/{future}/later-states/",
        facilitators(201),
        lambda cast: {"op_id": "again", "title": "A year later", "begin": "copy"},
    ),
    Row("api_promise", "get", "maps/{later}/promise/", INSIDE),
    Row("api_signals", "get", "workshops/{workshop}/signals/", INSIDE),
    Row("api_signal", "put", "workshops/{workshop}/signals/meetings/", editors(200), lambda cast: {}),
    # Nobody has chosen one yet, so whoever may drop it hears that there is nothing to drop.
    Row("api_signal", "delete", "workshops/{workshop}/signals/meetings/", editors(404)),
    Row(
        "api_meetings",
        "post",
        "workshops/{workshop}/meetings/",
        editors(201),
        lambda cast: {"op_id": "week", "text": "2026-03-02; 4; 150"},
    ),
)
