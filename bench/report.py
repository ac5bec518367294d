"""The table of docs/BENCHMARKS.md, composed from the rows of one run."""

from pathlib import Path
from statistics import median
from typing import Any

REPORT = Path(__file__).resolve().parent.parent / "docs" / "BENCHMARKS.md"
BEGIN, END = "<!-- figures of the latest run: begin -->", "<!-- end -->"
Row = dict[str, Any]


def write_report(rows: list[Row]) -> None:
    """Replace the figures in docs/BENCHMARKS.md; the prose around them stays."""
    text = REPORT.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    REPORT.write_text(f"{head}{BEGIN}\n\n{compose(rows)}\n{END}{tail}", encoding="utf-8")


def compose(rows: list[Row]) -> str:
    """Return the tables: the server under load, the browser, replay, rounds, the engine, simulations."""
    good = [row for row in rows if "error" not in row]
    of_server = [streams(good), joins(good), crashes(good), memory(good)]
    tables = [*of_server, browsers(good), replays(good), rounds(good), engine(good), simulation(good)]
    errors = [f"{row['peer']}, {row['workload']}: {row['error']}" for row in rows if "error" in row]
    return "\n\n".join(filter(None, [*tables, *errors])) + "\n"


def table(head: str, align: str, lines: list[list[str]]) -> str:
    return "\n".join([head, align, *(f"| {' | '.join(cells)} |" for cells in lines)]) if lines else ""


def streams(rows: list[Row]) -> str:
    lines = []
    for group in grouped([row for row in rows if row["kind"] in ("edits", "cursors") and not row.get("memory_mb")]):
        arrived = [row for row in group if row["latency_ms"]]
        names = ("p50", "p95", "p99", "max")
        figures = [f"{middle(arrived, 'latency_ms', name):.1f}" for name in names] if arrived else ["–"] * len(names)
        offered = f"{middle(group, 'delivered_per_s'):,.0f} / {middle(group, 'offered_per_s'):,.0f}"
        cells = [group[0]["workload"], group[0]["peer"], *figures, offered]
        cells.append(f"{middle(arrived, 'cpu_ms_per_1000'):.1f}" if arrived else "–")
        cells.append(f"{middle(group, 'cpu_cores'):.2f}")
        lines.append([*cells, f"{next(iter(group[0]['rss_mb'].values())):.0f}"])
    return table(
        "| workload | peer | p50 ms | p95 | p99 | max | delivered / offered a second | CPU ms per 1,000 | cores | MB |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        lines,
    )


def joins(rows: list[Row]) -> str:
    lines = []
    for group in grouped([row for row in rows if row["kind"] in ("late", "storm")]):
        if group[0]["kind"] == "late":
            what = f"late join {middle(group, 'join_ms', 'p50'):.1f} ms"
            what += f", catch-up {middle(group, 'catch_up_ms', 'p50'):.1f} ms"
        else:
            what = f"{group[0]['joiners']} people all live after {middle(group, 'all_live_ms'):.0f} ms"
            what += f", CPU {middle(group, 'cpu_s'):.2f} s"
        lines.append([group[0]["workload"], group[0]["peer"], what])
    return table("| workload | peer | median |", "|---|---|---|", lines)


def crashes(rows: list[Row]) -> str:
    names = ("created", "seen", "acknowledged", "there")
    lines = [
        [row["peer"], *(str(row[name]) for name in names), str(max(0, row["seen"] - row["there"]))]
        for row in rows
        if row["kind"] == "crash"
    ]
    head = "| K: kill -9 | notes created | seen by the other | acknowledged | there after restart | lost though seen |"
    return table(head, "|---|---:|---:|---:|---:|---:|", lines)


def memory(rows: list[Row]) -> str:
    lines = [
        [f"{5 * len(samples) / 60:.0f} minutes", *(str(figure) for figure in (samples[0], samples[-1], max(samples)))]
        for row in rows
        if row["kind"] == "edits" and (samples := row.get("memory_mb"))
    ]
    head = "| M: 200 people, web process | MB at the beginning | MB at the end | MB at most |"
    return table(head, "|---|---:|---:|---:|", lines)


def browsers(rows: list[Row]) -> str:
    lines = []
    for row in rows:
        if row["kind"] == "load":
            usable = f"usable after {row['usable_ms']} ms in the middle of several, {row['slowest_ms']} ms at most"
            lines.append(["loading the board", f"{usable}; {row['script_kb']:.0f} kB of script, gzipped"])
        elif row["kind"] == "drag":
            frame = row["frame_ms"]
            times = f"a picture every {frame['p50']} ms, p95 {frame['p95']}, p99 {frame['p99']}"
            rate = f"{row['frames_a_second']:.0f} a second, {row['in_time']:.0%} in time"
            lines.append(["dragging while 20 edits a second arrive", f"{times}; {rate}"])
    return table("| D: the browser, map of 300 elements | |", "|---|---|", lines)


def replays(rows: list[Row]) -> str:
    lines = []
    for row in rows:
        if row["kind"] == "replay":
            before, after = row["memory_mb"]
            opened = f"shown after {row['open_ms']} ms, {row['open_kb']:.0f} kB"
            jumps = f"a jump into what is not loaded {row['jump_ms']} ms ({row['slowest_jump_ms']} ms at most)"
            near = f"{row['jump_kb']:.0f} kB; a change back or forward {row['near_ms']} ms"
            held = f"the page's script holds {before} MB before and {after} MB after ten jumps"
            lines.append([f"a session of {row['operations']:,} operations", f"{opened}; {jumps}, {near}; {held}"])
        elif row["kind"] == "history":
            what = f"{row['changes']:,} changes of one step by {row['people']} people"
            lines.append([what, f"its newest page after {row['newest_ms']} ms, its oldest after {row['oldest_ms']} ms"])
    return table("| R: the session watched again | |", "|---|---|", lines)


def rounds(rows: list[Row]) -> str:
    lines = []
    for row in rows:
        if row["kind"] == "round":
            before, after = row["memory_mb"]
            times = [
                f"{row[what]['p50']} / {row[what]['p95']} / {row[what]['max']}" for what in ("enter", "save", "done")
            ]
            lines.append([row["round"], *times, f"{row['reveal_ms']}", f"{row['saves']}", f"{before} → {after}"])
    times_of = "entering it, ms p50 / p95 / max | saving an entry | all done at once | reveal"
    head = f"| P: a round with 40 people | {times_of} | saves | MB, web |"
    return table(head, "|---|---:|---:|---:|---:|---:|---:|", lines)


def engine(rows: list[Row]) -> str:
    lines = [
        [f"{row['steps']:,} steps", f"{row['median_ms']:.1f}", f"{row['with_reading_and_json_ms']:.1f}"]
        for row in rows
        if row["kind"] == "engine"
    ]
    head = "| the engine | median ms | with reading the elements and writing JSON |"
    return table(head, "|---|---:|---:|", lines)


def simulation(rows: list[Row]) -> str:
    lines = [
        [f"{row['items']:,} items through {row['steps']} steps", f"{row['seconds']:.2f}", f"{row['memory_mb']}"]
        for row in rows
        if row["kind"] == "simulation"
    ]
    return table("| a simulation | seconds | MB, the whole process |", "|---|---:|---:|", lines)


def grouped(rows: list[Row]) -> list[list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["workload"], row["peer"]), []).append(row)
    return list(groups.values())


def middle(group: list[Row], *names: str) -> float:
    values = []
    for row in group:
        value: Any = row
        for name in names:
            value = value[name]
        values.append(value)
    return float(median(values))
