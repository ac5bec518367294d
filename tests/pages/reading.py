"""What tests read out of a page; the answers of the test client have no public type."""

import html
from html.parser import HTMLParser
from typing import Any


def text_of(response: Any) -> str:
    """The page as delivered, with characters instead of entities and blanks run together."""
    return " ".join(html.unescape(response.content.decode()).split())


class InlineCode(HTMLParser):
    """Collects what the content security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.found.append(f"<{tag}>")
        self.found += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]


def inline_code_of(response: Any) -> list[str]:
    parser = InlineCode()
    parser.feed(response.content.decode())
    return parser.found
