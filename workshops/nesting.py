"""How deep JSON may be nested: what people send needs six levels, and depth is what breaks programs that descend."""

from collections.abc import Iterable, Mapping
from typing import Any

MOST_LEVELS = 32


def is_nested_too_deeply(content: Any, text: str | bytes) -> bool:
    """Whether lists and objects stand in each other more than `MOST_LEVELS` deep; `text` is what it was read from."""
    brackets = text.count("[") + text.count("{") if isinstance(text, str) else text.count(b"[") + text.count(b"{")
    # Almost everything ends here, without being walked through.
    if brackets <= MOST_LEVELS:
        return False
    level = [content]
    for _ in range(MOST_LEVELS + 1):
        level = [part for one in level for part in _parts_of(one)]
    return bool(level)


def _parts_of(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()
