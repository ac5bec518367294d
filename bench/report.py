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
    """Return the tables: streams of edits and cursors, late joins, storms."""
    streams = [row for row in rows if row.get("latency_ms")]
    parts = [
        "| workload | peer | p50 ms | p95 | p99 | max | delivered / offered a second | CPU ms per 1,000 | cores | MB |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for group in grouped(streams):
        figures = [middle(group, "latency_ms", name) for name in ("p50", "p95", "p99", "max")]
        delivered = f"{middle(group, 'delivered_per_s'):,.0f} / {middle(group, 'offered_per_s'):,.0f}"
        memory = sum(group[0]["rss_mb"].values())
        cells = [
            group[0]["workload"],
            group[0]["peer"],
            *(f"{figure:.1f}" for figure in figures),
            delivered,
            f"{middle(group, 'cpu_ms_per_1000'):.1f}",
            f"{middle(group, 'cpu_cores'):.2f}",
            f"{memory:.0f}",
        ]
        parts.append(f"| {' | '.join(cells)} |")
    for row in rows:
        if row.get("kind") == "late" and "error" not in row:
            parts.append(
                f"\n{row['peer']}: late join of 300 elements {row['join_ms']['p50']} ms, "
                f"catch-up after 30 missed operations {row['catch_up_ms']['p50']} ms."
            )
        if row.get("kind") == "storm" and "error" not in row:
            parts.append(f"\n{row['peer']}: {row['joiners']} people join at once, all live after {row['all_live_ms']} ms.")
        if "error" in row:
            parts.append(f"\n{row['peer']}, {row['workload']}: {row['error']}")
    return "\n".join(parts) + "\n"


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
