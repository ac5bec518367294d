"""The production shape: Django's own checks find nothing, and processes without servers say so and end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def run(arguments: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_deployment_checks_find_nothing() -> None:
    done = run(
        ["manage.py", "check", "--deploy", "--fail-level=WARNING"],
        PUBLIC_URL="https://vsm.example.org",
        DATABASE_URL="postgresql://vsm:secret@somewhere/vsm",
        REDIS_URL="redis://somewhere:6379/0",
        SECRET_KEY="a long random text with fifty and more different letters 0123456789",
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["-m", "vsm_workshop.processes", "web", "--port=1"],
        ["-m", "vsm_workshop.processes", "worker"],
        ["-m", "vsm_workshop.processes", "beat", "--schedule=/nowhere"],
    ],
)
def test_processes_without_servers_end_with_the_reason(arguments: list[str]) -> None:
    done = run(arguments)
    assert done.returncode != 0
    assert "DATABASE_URL is not set" in done.stdout + done.stderr


def test_servers_without_a_secret_key_are_refused() -> None:
    done = run(
        ["manage.py", "check"], DATABASE_URL="postgresql://somewhere/vsm", REDIS_URL="redis://somewhere", SECRET_KEY=""
    )
    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr
