"""The site's own processes and their command lines, the same for `make run`, for tests and in production.

`python -m vsm_workshop.processes web --host=0.0.0.0 --port=8000`, `… worker`, `… beat --schedule=FILE` become one.
"""

import argparse
import os
import sys
from pathlib import Path


def web_command(*, host: str, port: int) -> list[str]:
    """The ASGI server: pages, API and sockets."""
    return [sys.executable, "-m", "vsm_workshop.server", f"--host={host}", f"--port={port}"]


def worker_command(*, concurrency: int = 2) -> list[str]:
    """The Celery worker: everything slow."""
    return [
        sys.executable,
        "-m",
        "celery",
        # No banner: logs are lines.
        "--quiet",
        "--app=vsm_workshop",
        "worker",
        f"--concurrency={concurrency}",
        "--loglevel=INFO",
        "--without-mingle",
        "--without-gossip",
    ]


def beat_command(*, schedule: Path) -> list[str]:
    """The Celery clock; `schedule` is the file that remembers what ran last."""
    return [
        sys.executable,
        "-m",
        "celery",
        # No banner: logs are lines.
        "--quiet",
        "--app=vsm_workshop",
        "beat",
        f"--schedule={schedule}",
        "--pidfile=",
        "--loglevel=INFO",
    ]


def read_command() -> list[str]:
    """The command line that the arguments ask for."""
    arguments = argparse.ArgumentParser(prog="python -m vsm_workshop.processes")
    kinds = arguments.add_subparsers(dest="kind", required=True)
    web = kinds.add_parser("web", help="pages, API and sockets")
    web.add_argument("--host", default="127.0.0.1")
    web.add_argument("--port", type=int, default=8000)
    worker = kinds.add_parser("worker", help="everything slow")
    worker.add_argument("--concurrency", type=int, default=2)
    beat = kinds.add_parser("beat", help="the clock; exactly one of them may run")
    beat.add_argument("--schedule", type=Path, required=True)
    options = arguments.parse_args()
    if options.kind == "web":
        return web_command(host=options.host, port=options.port)
    if options.kind == "worker":
        return worker_command(concurrency=options.concurrency)
    return beat_command(schedule=options.schedule)


if __name__ == "__main__":
    command = read_command()
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted: signals must reach the process itself
