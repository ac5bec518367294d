"""No file of the repository holds a secret: keys, tokens of services, passwords in addresses, a key that signs."""

import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LARGEST_BYTES = 2_000_000
# What is made, not written; where there is no git, it stands beside what is.
MADE = {".git", ".pytest_cache", ".venv", ".hypothesis", "node_modules", "dist", "out", "test-results", "__pycache__"}
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a key of a cloud": r"\bAKIA[0-9A-Z]{16}\b",
    "a token of a code host": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20})\b",
    "a token of a chat": r"\bxox[abprs]-[\w-]{10,}",
    "a password in an address": r"\b[a-z][a-z+]*://[^\s:/@\"'{}$<>]+:[^\s:/@\"'{}$<>]+@",
    "a key that signs": r"""\bSECRET_KEY["']?\s*[:=]\s*["']?[A-Za-z0-9+/=!@#^&*()_-]{24,}""",
}
# Tests and documentation name servers that do not exist and keys that sign nothing; each says so.
EXAMPLES = re.compile(r"://(?:vsm|user|name|ana):(?:secret|password|p%40ss|…|\.\.\.)@|a-key-for-tests[\w-]*")


def files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [CHECKOUT / name for name in listed.stdout.split("\0") if name]
    return [
        file
        for file in CHECKOUT.rglob("*")
        if file.is_file() and not {part for part in file.parts if part in MADE or part.startswith(".data")}
    ]


def secrets_in(text: str) -> list[str]:
    plain = EXAMPLES.sub("", text)
    return [what for what, pattern in SECRETS.items() if re.search(pattern, plain)]


def test_no_file_holds_a_secret() -> None:
    found, seen = [], 0
    for file in files():
        if not file.is_file() or file.stat().st_size > LARGEST_BYTES or file.suffix in {".png", ".woff2"}:
            continue
        seen += 1
        found += [f"{file.relative_to(CHECKOUT)}: {what}" for what in secrets_in(file.read_text(errors="replace"))]
    assert seen > 300
    assert found == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "a private key"),
        ("key = AKIA" + "ABCDEFGHIJKLMNOP", "a key of a cloud"),
        ("ghp_" + "a1" * 18, "a token of a code host"),
        ("xoxb-" + "123456789012", "a token of a chat"),
        ("redis://default:" + "hunter2@cache.example", "a password in an address"),
        ("SECRET_KEY: '" + "s3" * 20, "a key that signs"),
    ],
    ids=list(SECRETS),
)
def test_a_secret_would_be_found(text: str, what: str) -> None:
    assert secrets_in(text) == [what]
