"""Measure the product and its peers in one run: servers on one core, the load on the other; a fresh server for every
measurement.

    .venv/bin/python -m bench.run [--workloads W2,C2] [--peers product,tldraw] [--passes 2] [--write]

Prints one line a measurement, appends it to bench/out/results.jsonl, and with --write composes docs/BENCHMARKS.md.
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.product import running_product
from bench.report import write_report
from vsm_workshop.local.ports import free_port
from vsm_workshop.local.process import start_logged, stop_all

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "out" / "results.jsonl"
NODE = HERE.parent / ".venv" / "bin" / "node"
SERVER_CORE, LOAD_CORE = 0, 1
PEERS = ("product", "tldraw", "hocuspocus")

WORKLOADS: dict[str, dict[str, Any]] = {
    "W2": {"mode": "edits", "people": 50, "editors": 10, "rate": 2},
    "W3": {"mode": "edits", "people": 200, "editors": 10, "rate": 2},
    "B2": {"mode": "edits", "people": 50, "editors": 50, "rate": 10, "seconds": 6},
    "B3": {"mode": "edits", "people": 50, "editors": 50, "rate": 20, "seconds": 6},
    "C2": {"mode": "cursors", "people": 100, "rate": 20, "seconds": 6},
    "C3": {"mode": "cursors", "people": 300, "rate": 20, "seconds": 6},
    "J": {"mode": "late", "people": 10, "repeat": 20},
    "S": {"mode": "storm", "people": 10, "repeat": 50},
}


@dataclass(slots=True)
class Running:
    """A server under load, whichever it is."""

    port: int
    room: str
    options: dict[str, Any]
    processes: dict[str, int]


@contextlib.contextmanager
def running_peer(name: str, folder: Path) -> Iterator[Running]:
    """Start the product or a peer on an empty folder."""
    if name == "product":
        with running_product(folder) as product:
            # The seed is sent by one person, whom the product's own limit of edits a second holds back.
            options = {"people": product.people, "seed_pause_ms": 350}
            yield Running(product.port, product.room, options, product.processes)
        return
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "DATA": str(folder / "data")}
    command = [str(NODE), f"peers/{name}.mjs"]
    process = start_logged(command, log=folder / "server.log", folder=HERE, environment=environment)
    try:
        wait_for_port(port, process)
        yield Running(port, "board1", {}, {"server": process.pid})
    finally:
        stop_all([process], patience_s=4)


def wait_for_port(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 15
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise
            time.sleep(0.1)


def load(name: str, running: Running, workload: dict[str, Any]) -> dict[str, Any]:
    """Run the load generator on its own core and return what it measured."""
    settings = {
        **workload,
        "driver": name,
        "port": running.port,
        "room": running.room,
        "options": running.options,
        "processes": running.processes,
    }
    command = [str(NODE), "load/generator.mjs", json.dumps(settings)]
    done = subprocess.run(
        command,
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
        timeout=300,
        check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, {LOAD_CORE}),
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def measure(name: str, workload: str) -> dict[str, Any]:
    """Return one measurement of one peer on a fresh server."""
    folder = Path(tempfile.mkdtemp(prefix="vsm-bench-"))
    try:
        with running_peer(name, folder) as running:
            return load(name, running, WORKLOADS[workload])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def summary(measured: dict[str, Any]) -> str:
    if "error" in measured:
        return f"ERROR {measured['error']}"
    if latency := measured.get("latency_ms"):
        return (
            f"p50 {latency['p50']} p95 {latency['p95']} p99 {latency['p99']} ms · "
            f"{measured['delivered_per_s']:.0f}/{measured['offered_per_s']:.0f} a second · "
            f"{measured['cpu_ms_per_1000']} ms CPU per 1,000 · {measured['cpu_cores']} cores · {measured['rss_mb']} MB"
        )
    return json.dumps(measured)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workloads", default=",".join(WORKLOADS))
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="compose docs/BENCHMARKS.md from this run")
    chosen = parser.parse_args()
    # Everything that is started from here on stays on the servers' core, except the load.
    os.sched_setaffinity(0, {SERVER_CORE})
    RESULTS.parent.mkdir(exist_ok=True)
    rows = []
    for number in range(chosen.passes):
        for workload in chosen.workloads.split(","):
            for name in chosen.peers.split(","):
                measured = measure(name, workload)
                rows.append({"peer": name, "workload": workload, "pass": number + 1, **measured})
                with RESULTS.open("a") as results:
                    results.write(json.dumps(rows[-1]) + "\n")
                print(f"{workload} {name:10} {summary(measured)}", flush=True)
    if chosen.write:
        write_report(rows)


if __name__ == "__main__":
    main()
