"""How the waiting before each step responds to a change of load, people, process time or batch."""

import math

from metrics.graph import FlowGraph
from metrics.prediction import sentences
from metrics.prediction.batch import batch_size, batch_wait_s
from metrics.prediction.load import Load, load_of, same_or_unknown
from metrics.prediction.queueing import Variability
from metrics.prediction.response import Response, Verdict
from metrics.stream import Queue, Step
from metrics.survey import Survey
from metrics.wording import label


def find_responses(before: Survey, after: Survey, variability: Variability) -> dict[str, Response]:
    """By step, the response of the waiting before it, where a change has a bearing on it."""
    found: dict[str, Response] = {}
    for node in after.graph.nodes:
        step_was = before.stream.steps.get(node.id)
        if not isinstance(node, Step) or step_was is None:
            continue
        was, now = load_of(before, step_was), load_of(after, node)
        if was is None or now is None:
            continue
        response = _response(before, after, (step_was, node), (was, now), variability)
        if response is not None:
            found[node.id] = response
    return found


def _response(
    before: Survey, after: Survey, steps: tuple[Step, Step], loads: tuple[Load, Load], variability: Variability
) -> Response | None:
    (step_was, step), (was, now) = steps, loads
    batch_today_s, batch_then_s = batch_wait_s(before, step_was), batch_wait_s(after, step)
    same_load = was.is_as(now)
    sizes = (batch_size(step_was), batch_size(step))
    same_batch = sizes[0] == sizes[1] and same_or_unknown(batch_today_s, batch_then_s)
    if same_load and same_batch:
        return None
    verdict: Verdict = "scaled"
    ratio, why = 1.0, ""
    explained_s = was.wait_s(variability)
    if now.is_too_much and not same_load:
        verdict = "no_limit"
    elif not same_load:
        ratio, why = _ratio(was, now, step, after.graph, explained_s, now.wait_s(variability))
        verdict = "stands" if why else "scaled"
    if verdict == "scaled" and (batch_today_s is None or batch_then_s is None):
        verdict, why = "stands", sentences.batch_not_known(label(step, after.graph), after)
    return Response(
        step=step,
        was=was,
        now=now,
        verdict=verdict,
        ratio=ratio,
        explained_s=explained_s,
        batch_today_s=batch_today_s or 0.0,
        batch_then_s=batch_then_s or 0.0,
        takes_batch=_takes_batch(after.graph, step),
        sizes=sizes,
        why=why,
    )


def _ratio(was: Load, now: Load, step: Step, graph: FlowGraph, today_s: float, then_s: float) -> tuple[float, str]:
    """`W(ρ then) ÷ W(ρ today)`, or 1 and the reason why the wait cannot be scaled."""
    if was.needs or now.needs:
        return 1.0, sentences.load_not_known(was.needs, now.needs)
    if then_s == today_s:
        return 1.0, ""
    if not 0 < today_s < math.inf or not math.isfinite(then_s / today_s):
        return 1.0, sentences.no_load_today(label(step, graph))
    return then_s / today_s, ""


def _takes_batch(graph: FlowGraph, step: Step) -> frozenset[str]:
    """Whose wait holds that of the batch: the step's own, and where it has none, that of the queues right before it."""
    if step.wait_time is not None:
        return frozenset({step.id})
    sources = graph.sources[graph.numbers[step.id]]
    return frozenset(graph.nodes[source].id for source in sources if isinstance(graph.nodes[source], Queue))
