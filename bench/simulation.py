"""The simulation alone: how long 10,000 items through ten steps take, and how much memory.

.venv/bin/python -m bench.simulation
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from metrics.simulation import SimulationPlan, simulate
from metrics.stream import stream_from_elements

CHARTER = {"calendar": {}, "demand": {"items": 5, "per": "day"}}
STEPS = 10
ITEMS = (10_000, 100_000)
TURNS = 3


def elements_of(count: int) -> dict[str, dict[str, Any]]:
    """Return a stream of so many busy steps with a split that joins, alternatives and rework, in normal form."""
    elements: dict[str, dict[str, Any]] = {
        f"s{number}": {
            "kind": "step",
            "name": f"Step {number}",
            "x": 200 * number,
            "y": 0,
            "process_time": {"value": 3600.0, "low": 1800.0, "high": 7200.0, "source": "estimate"},
            "people": {"value": 1, "source": "estimate"},
        }
        for number in range(count)
    }
    elements["s1"]["split"] = "all"
    ways = [(0, 1), (1, 2), (1, 3), (2, 4), (3, 4), (4, 5), (4, 6), (5, 7), (6, 7)]
    for source, target in [*ways, *((number, number + 1) for number in range(7, count - 1))]:
        elements[f"f{source}-{target}"] = flow(source, target)
    elements["back"] = {**flow(8, 7), "flow": "rework", "share": {"value": 0.1, "source": "estimate"}}
    return elements


def flow(source: int, target: int) -> dict[str, Any]:
    return {"kind": "flow", "flow": "push", "source": f"s{source}", "target": f"s{target}"}


def measure_simulation() -> list[dict[str, Any]]:
    """Return one row a number of items: median seconds, and the most memory of a process that does nothing else."""
    rows = []
    for items in ITEMS:
        turns = [_in_a_process(items) for _ in range(TURNS)]
        rows.append(
            {
                "kind": "simulation",
                "items": items,
                "steps": STEPS,
                "seconds": round(median(turn["seconds"] for turn in turns), 2),
                "memory_mb": round(max(turn["memory_mb"] for turn in turns)),
            }
        )
    return rows


def _in_a_process(items: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.simulation", str(items)]
    folder = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def simulate_once(items: int) -> dict[str, float]:
    """Simulate so many items in this process and return the seconds and the most memory that it ever had."""
    stream = stream_from_elements(CHARTER, elements_of(STEPS))
    began = time.perf_counter()
    result = simulate(stream, SimulationPlan(items))
    seconds = time.perf_counter() - began
    if not result.steady:
        raise ValueError(f"The measured stream has no steady state: {result.sentence}")
    return {"seconds": seconds, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(simulate_once(int(sys.argv[1]))))
    else:
        for row in measure_simulation():
            print(json.dumps(row))
