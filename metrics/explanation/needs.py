"""What a figure still needs before it can be known."""

from metrics.figures import Missing, StreamMetrics
from metrics.graph import FlowGraph
from metrics.survey import Survey

ONE_PASS_RULES = ("forward_shares", "forward_loop", "split_not_closed", "out_of_bounds", "ways_too_tangled")
REWORK_RULES = ("rework_shares", "rework_not_closed", "endless_rework")
TIMES = ("wait_time", "process_time", "items", "steps")
FIELDS = {
    "lead_time_s": TIMES,
    "expected_lead_time_s": (*TIMES, "share"),
    "process_time_s": ("process_time", "steps"),
    "wait_time_s": ("wait_time", "items", "steps"),
    "effort_s": ("process_time", "share", "steps"),
    "flow_efficiency": (*TIMES, "lead_time"),
    "value_added_time_s": ("process_time", "value_class", "steps"),
    "process_cycle_efficiency": (*TIMES, "value_class", "lead_time"),
    "rolled_complete_accurate": ("complete_accurate", "steps"),
    "takt_time_s": ("demand",),
    "throughput_per_day": ("demand", "process_time", "people", "share", "steps"),
    "wip": ("demand", *TIMES, "people", "share"),
    "handoffs": ("handoffs", "steps"),
    "constraint": ("demand", "wait_time", "process_time", "items", "people", "share", "steps"),
}
WITH_REWORK = ("expected_lead_time_s", "effort_s", "throughput_per_day", "wip", "constraint")


def needs_of(figure: str, found: Survey, metrics: StreamMetrics) -> tuple[str, ...]:
    """Sentences for a figure that is not known; what other figures need as well only where nothing else is found."""
    with_rework = figure in WITH_REWORK
    on_pass = {None, *_ids(found, None if with_rework else found.basis.passed)}
    fields = FIELDS[figure]
    if _turns_items_into_time(found) and "items" in fields:
        fields = (*fields, "demand" if found.stream.queue_rule == "demand" else "people")
    missing = [entry for entry in metrics.missing if _belongs(entry, fields, on_pass, found.graph)]
    rules = (*ONE_PASS_RULES, *REWORK_RULES) if with_rework else ONE_PASS_RULES
    problems = [] if figure == "takt_time_s" else [entry for entry in metrics.problems if entry.code in rules]
    if not missing and not problems and figure == "constraint":
        return ("nothing takes time and nothing waits, so no step governs the stream",)
    if not missing and not problems:
        missing, problems = list(metrics.missing), list(metrics.problems)
    sentences = [entry.sentence for entry in problems] + [entry.sentence for entry in missing]
    return tuple(dict.fromkeys(sentences))


def _belongs(entry: Missing, fields: tuple[str, ...], elements: set[str | None], graph: FlowGraph) -> bool:
    """Whether a missing value is one of these fields of these elements, or a share of rework."""
    return entry.field in fields and (entry.element in elements or entry.element not in graph.numbers)


def _ids(found: Survey, chosen: tuple[bool, ...] | None) -> list[str]:
    nodes = found.graph.nodes
    return [node.id for number, node in enumerate(nodes) if chosen is None or chosen[number]]


def _turns_items_into_time(found: Survey) -> bool:
    """Whether the time of any queue follows from its items."""
    return any(
        queue.wait_time is None and queue.items is not None and queue.items.value > 0 and not queue.counts_only
        for queue in found.stream.queues.values()
        if queue.id in found.graph.numbers
    )
