"""The key under which an anonymous entry is stored: only its author's browser has it, the server keeps its hash."""

import hashlib
import re

from workshops.errors import InvalidInput, Problem

_KEY = re.compile(r"[A-Za-z0-9_-]{32,128}")


def hash_of_key(key: str) -> str:
    """Return under what an anonymous entry is stored; raises InvalidInput for what is no key."""
    if not _KEY.fullmatch(key):
        sentence = "An anonymous round needs the random key of your browser, 32 to 128 letters, digits, “-” or “_”."
        raise InvalidInput([Problem("X-Round-Key", sentence)])
    return hashlib.sha256(key.encode()).hexdigest()
