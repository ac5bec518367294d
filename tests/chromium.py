"""Finds the Chromium for browser tests, or gets one: `python -m tests.chromium` does both and prints its path."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
NONE_FOUND = (
    "No Chromium was found for the browser tests: install the package chromium (or Google Chrome), "
    "or set CHROMIUM to the path of one."
)


class NoChromiumError(Exception):
    """There is no Chromium on this machine and none could be installed."""


def find_chromium() -> Path | None:
    """The browser that `CHROMIUM` names, else the system's, else Playwright's own, else none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named)
    for candidate in (*(shutil.which(name) for name in NAMES), *MAC_APPLICATIONS):
        if candidate and Path(candidate).exists() and _runs(Path(candidate)):
            return Path(candidate)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() and _runs(own) else None


def ensure_chromium() -> Path:
    """Guarantees a browser; raises `NoChromiumError` with what a person can do."""
    attempts: list[list[list[str]]] = [[], [[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        attempts.append([["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]])
    for commands in attempts:
        for command in commands:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
        found = find_chromium()
        if found:
            return found
    raise NoChromiumError(NONE_FOUND)


def _runs(program: Path) -> bool:
    # A launcher without its browser, or a browser without its libraries, is none.
    try:
        shown = subprocess.run([str(program), "--version"], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return shown.returncode == 0


def main() -> int:
    try:
        sys.stdout.write(f"{ensure_chromium()}\n")
    except NoChromiumError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
