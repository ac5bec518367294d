"""From a stream to its figures, each opened."""

import math
from collections.abc import Iterable, Sequence

from metrics.constraint import rule_sentences
from metrics.explanation.definitions import DEFINITIONS, Definition
from metrics.explanation.left_out import left_out_of
from metrics.explanation.needs import needs_of
from metrics.explanation.records import Explanation, ExplanationRow, Unit
from metrics.explanation.rows import Rows
from metrics.figures import StreamMetrics
from metrics.measure import metrics_of
from metrics.path_figures import path_is_certain
from metrics.provenance import SOURCES
from metrics.stream import Queue, Stream
from metrics.sums import known_total
from metrics.survey import Survey, survey

SUMS_OF_TIME = (
    "lead_time_s",
    "expected_lead_time_s",
    "process_time_s",
    "wait_time_s",
    "effort_s",
    "value_added_time_s",
)
WHOLE = ("value_adding", "process", "wait", "queue")


def explain(stream: Stream, figures: StreamMetrics | None = None) -> tuple[Explanation, ...]:
    """Every figure of the stream with its rows; values and rows are those that `measure` computes, not new ones.

    `figures` are those of this stream where they are known already, such as a prediction's, which says why it lacks a
    wait.
    """
    found = survey(stream)
    metrics = metrics_of(found) if figures is None else figures
    rows = _rows(found)
    return tuple(_explanation(definition, rows[definition.figure], found, metrics) for definition in DEFINITIONS)


def _rows(found: Survey) -> dict[str, tuple[ExplanationRow, ...]]:
    rows = Rows(found)
    lead_time = rows.path(("wait", "queue", "process"))
    return {
        "lead_time_s": lead_time,
        "expected_lead_time_s": rows.expected_path(),
        "process_time_s": rows.path(("process",)),
        "wait_time_s": rows.path(("wait", "queue")),
        "effort_s": rows.effort(),
        "flow_efficiency": lead_time,
        "value_added_time_s": rows.value_adding(),
        "process_cycle_efficiency": rows.path(WHOLE),
        "rolled_complete_accurate": rows.rolled(),
        "takt_time_s": rows.takt(),
        "throughput_per_day": rows.throughput(),
        "wip": rows.wip(),
        "handoffs": rows.handoffs(),
        "constraint": rows.constraint(),
    }


def _explanation(
    definition: Definition, rows: tuple[ExplanationRow, ...], found: Survey, metrics: StreamMetrics
) -> Explanation:
    figure = definition.figure
    value = _value(figure, found, metrics)
    return Explanation(
        figure=figure,
        name=definition.name,
        definition=definition.definition,
        formula=definition.formula,
        source=definition.source,
        unit=_unit(definition, metrics),
        value=value,
        lower_bound=None if value is not None else _lower_bound(figure, rows, found, metrics),
        rows=rows,
        left_out=left_out_of(figure, found),
        rests_on=_rests_on(figure, rows, found, metrics),
        needs=() if value is not None else needs_of(figure, found, metrics),
        notes=_notes(figure, found, metrics),
    )


def _value(figure: str, found: Survey, metrics: StreamMetrics) -> float | None:
    if figure != "constraint":
        value: float | None = getattr(metrics, figure)
        return value
    if metrics.constraint is None:
        return None
    number = found.graph.numbers[metrics.constraint.step]
    if metrics.constraint.rule == "pile_up":
        return found.piles[number].wait_s
    return found.capacity.loads[number].utilisation


def _unit(definition: Definition, metrics: StreamMetrics) -> Unit:
    if definition.figure == "constraint" and metrics.constraint and metrics.constraint.rule == "pile_up":
        return "s"
    return definition.unit


def _lower_bound(figure: str, rows: Sequence[ExplanationRow], found: Survey, metrics: StreamMetrics) -> float | None:
    """The known part of a time that only misses values; of parallel ways that only the longest lead time has."""
    if figure == "lead_time_s":
        return metrics.lower_bound_s
    if figure not in SUMS_OF_TIME or not rows:
        return None
    basis = found.basis
    if figure == "effort_s":
        if any(basis.visits[number] is None for number, is_worked in enumerate(basis.worked) if is_worked):
            return None
    elif figure != "expected_lead_time_s" and not path_is_certain(basis):
        return None
    known = known_total(row.counted for row in rows)
    return known if math.isfinite(known) else None


def _rests_on(figure: str, rows: Iterable[ExplanationRow], found: Survey, metrics: StreamMetrics) -> dict[str, float]:
    """Shares by provenance: of seconds or hand-offs counted, else of the number of values stated."""
    if figure in ("lead_time_s", "flow_efficiency", "process_cycle_efficiency") and metrics.lead_time_s is not None:
        return dict(metrics.provenance)
    if figure == "wip":
        rows = Rows(found).expected_path()
    weighs = figure in SUMS_OF_TIME or figure in ("wip", "handoffs")
    amounts: dict[str, float] = {}
    by_number = figure in ("throughput_per_day", "constraint")
    for source, amount in _stated_values(figure, found) if by_number else _sources(rows):
        if weighs and not amount:
            continue
        amounts[source] = amounts.get(source, 0.0) + ((amount or 0.0) if weighs else 1.0)
    total = known_total(amounts.values())
    if not total or not math.isfinite(total):
        return {}
    return {source: amounts[source] / total for source in SOURCES if source in amounts}


def _sources(rows: Iterable[ExplanationRow]) -> list[tuple[str, float | None]]:
    return [(row.source, row.counted) for row in rows if row.source is not None]


def _stated_values(figure: str, found: Survey) -> list[tuple[str, float | None]]:
    """The values behind load: process time, people and uptime of every step, for the constraint its waits too."""
    stated: list[tuple[str, float | None]] = []
    for number, is_worked in enumerate(found.basis.worked):
        node = found.graph.nodes[number]
        if not is_worked or isinstance(node, Queue):
            continue
        values = [node.process_time, node.people, node.uptime]
        if figure == "constraint":
            values.append(node.wait_time)
        stated += [(value.source, None) for value in values if value is not None]
    return stated


def _notes(figure: str, found: Survey, metrics: StreamMetrics) -> tuple[str, ...]:
    """The conventions that this figure used on this map."""
    notes = []
    graph = found.graph
    is_time = figure in SUMS_OF_TIME or figure in ("flow_efficiency", "process_cycle_efficiency", "wip")
    if is_time and figure != "effort_s":
        if graph.choices:
            notes.append("Alternatives count with the share of the items that take them.")
        if graph.parallel:
            notes.append("Of parallel ways the one that takes longest counts; the others are done meanwhile.")
    if is_time and figure not in ("process_time_s", "effort_s", "value_added_time_s") and _derives_waits(found):
        rule = "items ÷ (demand × one-pass visits), the demand rule"
        if found.stream.queue_rule == "capacity":
            rule = "items × process time ÷ (people × uptime) of the step after it, the capacity rule"
        notes.append(f"The time in a queue that states only items is {rule}.")
    if figure in ("throughput_per_day", "constraint", "rolled_complete_accurate"):
        notes.append("How much rests on what goes by the number of values stated.")
    if figure == "wip" and metrics.wip_counted is not None:
        notes.append(f"{metrics.wip_counted:.4g} items are counted in queues; they are shown beside, not added.")
    if figure == "constraint":
        constraint = metrics.constraint
        notes += constraint.evidence if constraint else rule_sentences(found.stream, graph, found.capacity, found.piles)
    return tuple(notes)


def _derives_waits(found: Survey) -> bool:
    return any(
        isinstance(node, Queue) and node.wait_time is None and node.items is not None and node.items.value > 0
        for node in found.graph.nodes
    )
