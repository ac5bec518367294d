"""The value of a flow metric in the figures of a map, today's or predicted ones."""

from experiments.domain.flow_metrics import FLOW_METRICS, FlowMetric
from maps.domain.elements import Elements
from metrics import StreamMetrics


def value_on_map(metric: str, element_id: str, elements: Elements, figures: StreamMetrics) -> float | None:
    """Return the metric of a step or queue, or of the whole stream where `element_id` is empty; None if not known."""
    known = FLOW_METRICS.get(metric)
    if known is None:
        return None
    if not element_id:
        return getattr(figures, known.figure) if known.figure else None
    return _of_element(known, element_id, elements, figures)


def _of_element(metric: FlowMetric, element_id: str, elements: Elements, figures: StreamMetrics) -> float | None:
    node = figures.steps.get(element_id) or figures.queues.get(element_id)
    match metric.code:
        case "wait_time":
            return node.wait_time_s if node else None
        case "process_time":
            return figures.steps[element_id].process_time_s if element_id in figures.steps else None
        case "lead_time":
            step = figures.steps.get(element_id)
            times = (step.wait_time_s, step.process_time_s) if step else (node.wait_time_s if node else None, 0.0)
            return None if times[0] is None or times[1] is None else times[0] + times[1]
        case "rework_share":
            return _rework_share(element_id, elements)
    quantity = elements.get(element_id, {}).get(metric.element_field or "")
    return None if quantity is None else quantity["value"]


def _rework_share(element_id: str, elements: Elements) -> float | None:
    """The share of what leaves the step that is sent back; nothing is where no flow of rework leaves it."""
    shares = [
        flow.get("share")
        for flow in elements.values()
        if flow.get("flow") == "rework" and flow.get("source") == element_id
    ]
    known = [share["value"] for share in shares if share is not None]
    return sum(known) if len(known) == len(shares) else None
