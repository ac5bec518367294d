"""Measure the product and its peers in one run: servers on one core, the load on the other; a fresh server for every
measurement.

    .venv/bin/python -m bench.run [--workloads W2,C2] [--peers product,tldraw] [--passes 2] [--soak-minutes 30]
                                    [--write]

Prints one line a measurement, appends it to bench/out/results.jsonl, and with --write composes docs/BENCHMARKS.md.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.browser import measure_browser
from bench.engine import measure_engine
from bench.product import running_product
from bench.replay import measure_replay
from bench.report import write_report
from bench.rounds import measure_rounds
from bench.simulation import measure_simulation
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
    "K": {"mode": "crash", "seconds": 30},
    "M": {"mode": "edits", "people": 200, "editors": 10, "rate": 2, "soak": True},
    "D": {"mode": "browser"},
    "P": {"mode": "rounds"},
    "R": {"mode": "replay"},
}
CRASH_AFTER_S = 9.0
# Where the others cannot keep up, or what concerns the product alone.
OURS_ALONE = ("C3", "M", "D", "R", "P")
# Once is enough, whatever the number of passes.
ONCE = ("M", "D", "R", "P")


@dataclass(slots=True)
class Running:
    """A server under load, whichever it is; `restart` returns its new port."""

    port: int
    room: str
    options: dict[str, Any]
    processes: dict[str, int]
    kill: Callable[[], None]
    restart: Callable[[], int]


@contextlib.contextmanager
def running_peer(name: str, folder: Path) -> Iterator[Running]:
    """Start the product or a peer on an empty folder."""
    if name == "product":
        with running_product(folder) as product:
            options = {"people": product.people}
            yield Running(product.port, product.room, options, product.processes, product.kill, product.restart)
        return
    peer = NodePeer(name, folder)
    try:
        port = peer.start()
        yield Running(port, "board1", {}, {"server": peer.process.pid}, peer.kill, peer.start)
    finally:
        stop_all([peer.process], patience_s=4)


class NodePeer:
    """A peer's server on a folder."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.process: subprocess.Popen[bytes]

    def start(self) -> int:
        """Start the server and return its port."""
        port = free_port()
        environment = {**os.environ, "PORT": str(port), "DATA": str(self.folder / "data")}
        command = [str(NODE), f"peers/{self.name}.mjs"]
        self.process = start_logged(command, log=self.folder / "server.log", folder=HERE, environment=environment)
        wait_for_port(port, self.process)
        return port

    def kill(self) -> None:
        """End the whole process group as a crash does: the launcher of Node is a process of its own."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


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


def start_load(name: str, running: Running, workload: dict[str, Any]) -> "subprocess.Popen[str]":
    """Start the load generator on its own core; it prints what it measured as its last line."""
    settings = {
        **workload,
        "driver": name,
        "port": running.port,
        "room": running.room,
        "options": running.options,
        "processes": running.processes,
    }
    return subprocess.Popen(
        [str(NODE), "load/generator.mjs", json.dumps(settings)],
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {LOAD_CORE}),
    )


def finish(load: "subprocess.Popen[str]", timeout_s: float) -> dict[str, Any]:
    """Return what the load generator measured."""
    with load:
        try:
            output, _ = load.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            load.kill()
            return {"error": f"The load did not end within {timeout_s:.0f} s."}
    measured: dict[str, Any] = json.loads(output.splitlines()[-1]) if output else {"error": "The load said nothing."}
    return measured


def measurements(name: str, workload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a workload measures of one peer on a fresh server."""
    folder = Path(tempfile.mkdtemp(prefix="vsm-bench-"))
    try:
        if workload["mode"] == "browser":
            yield from measure_browser(folder)
        elif workload["mode"] == "replay":
            yield from measure_replay(folder)
        elif workload["mode"] == "rounds":
            yield from measure_rounds(folder, LOAD_CORE)
        else:
            yield measure(name, workload, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(name: str, workload: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return one measurement of one peer under load."""
    with running_peer(name, folder) as running:
        load = start_load(name, running, workload)
        if workload["mode"] == "crash":
            return crash(name, running, load)
        return finish(load, 120 + workload.get("seconds", 0))


def crash(name: str, running: Running, load: "subprocess.Popen[str]") -> dict[str, Any]:
    """Kill the server under load, start it again, and count what is there."""
    time.sleep(CRASH_AFTER_S)
    running.kill()
    seen = finish(load, 60)
    running.port = running.restart()
    found = finish(start_load(name, running, {"mode": "count"}), 60)
    return seen | found | {"kind": "crash"}


def summary(measured: dict[str, Any]) -> str:
    if "error" in measured:
        return f"ERROR {measured['error']}"
    if "latency_ms" in measured and not measured["latency_ms"]:
        return f"nothing arrived in time; {measured['cpu_cores']} cores"
    if latency := measured.get("latency_ms"):
        return (
            f"p50 {latency['p50']} p95 {latency['p95']} p99 {latency['p99']} ms · "
            f"{measured['delivered_per_s']:.0f}/{measured['offered_per_s']:.0f} a second · "
            f"{measured['cpu_ms_per_1000']} ms CPU per 1,000 · {measured['cpu_cores']} cores · {measured['rss_mb']} MB"
            f"{memory_of(measured)}"
        )
    return json.dumps(measured)


def memory_of(measured: dict[str, Any]) -> str:
    samples = measured["memory_mb"]
    return f" · web process {samples[0]} → {samples[-1]} MB, at most {max(samples)}" if samples else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workloads", default=",".join(WORKLOADS))
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--soak-minutes", type=float, default=1.0, help="length of workload M")
    parser.add_argument("--write", action="store_true", help="put the figures of this run into docs/BENCHMARKS.md")
    chosen = parser.parse_args()
    WORKLOADS["M"]["seconds"] = chosen.soak_minutes * 60
    # Everything that is started from here on stays on the servers' core, except the load.
    os.sched_setaffinity(0, {SERVER_CORE})
    RESULTS.parent.mkdir(exist_ok=True)
    rows: list[dict[str, Any]] = [
        {"peer": "product", "workload": "engine", **measured} for measured in measure_engine()
    ]
    for row in rows:
        print(f"engine {row['steps']} steps: {row['median_ms']} ms", flush=True)
    simulations = [{"peer": "product", "workload": "simulation", **measured} for measured in measure_simulation()]
    for row in simulations:
        print(f"simulation of {row['items']:,} items: {row['seconds']} s, {row['memory_mb']} MB", flush=True)
    rows += simulations
    for number in range(chosen.passes):
        for workload in chosen.workloads.split(","):
            if workload in ONCE and number > 0:
                continue
            for name in chosen.peers.split(","):
                if name != "product" and workload in OURS_ALONE:
                    continue
                for measured in measurements(name, WORKLOADS[workload]):
                    rows.append({"peer": name, "workload": workload, "pass": number + 1, **measured})
                    with RESULTS.open("a") as results:
                        results.write(json.dumps(rows[-1]) + "\n")
                    print(f"{workload} {name:10} {summary(measured)}", flush=True)
    if chosen.write:
        write_report(rows)


if __name__ == "__main__":
    main()
