"""Everybody on the addresses of comments; Ben wrote the one that is there."""

from uuid import uuid4

from facilitation.commands.comments import write_comment
from tests.api.rows import INSIDE, Row, all_but_viewers, everyone_inside
from tests.cast import Cast


def things_of_comments(address: str, cast: Cast) -> dict[str, object]:
    """Return the comment that the address names."""
    if "{comment}" not in address:
        return {}
    comment, _ = write_comment(actor=cast.ben, of=cast.map, comment_id=uuid4(), text="Why so long?")
    return {"comment": comment.id}


COMMENT_ROWS = (
    Row("api_comments", "get", "maps/{map}/comments/", INSIDE),
    Row(
        "api_comments",
        "post",
        "maps/{map}/comments/",
        all_but_viewers(201),
        lambda cast: {"id": str(uuid4()), "text": "We never meet", "mentions": [str(cast.mia.id)]},
    ),
    Row("api_comment", "get", "comments/{comment}/", INSIDE),
    # Only who wrote it can change what it says; only they and facilitators can take it away.
    Row(
        "api_comment",
        "patch",
        "comments/{comment}/",
        (401, 404, 403, 403, 200, 403),
        lambda cast: {"text": "Why this long?", "saw": "Why so long?"},
    ),
    Row("api_comment", "delete", "comments/{comment}/", (401, 404, 403, 403, 204, 204)),
    Row("api_comment_resolve", "post", "comments/{comment}/resolve/", all_but_viewers(200)),
    Row("api_comment_reopen", "post", "comments/{comment}/reopen/", all_but_viewers(200)),
    Row("api_mentions", "get", "workshops/{workshop}/mentions/", INSIDE),
    Row(
        "api_mentions",
        "post",
        "workshops/{workshop}/mentions/",
        everyone_inside(200),
        lambda cast: {"comments": [str(uuid4())]},
    ),
)
