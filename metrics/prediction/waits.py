"""What becomes of each wait.

A stated wait is taken apart: what today's batch makes of it goes with the batch, the rest is queueing and goes with
`W(ρ then) ÷ W(ρ today)`. What a person changed by hand stands as said.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from metrics.graph import FlowGraph
from metrics.prediction import sentences
from metrics.prediction.load import same_or_unknown
from metrics.prediction.response import Response
from metrics.prediction.result import PredictedWait
from metrics.stream import Node, Queue, Step
from metrics.survey import Survey
from metrics.wording import plain_name

LITTLE_EXPLAINED = 10


@dataclass(frozen=True, slots=True)
class Explained:
    """A predicted wait and the response that it follows; None where it stands for another reason."""

    wait: PredictedWait
    response: Response | None


def predict_waits(before: Survey, after: Survey, found: Mapping[str, Response]) -> Iterator[Explained]:
    """The waits of steps and queues on which the changes have a bearing, in stream order."""
    follower_was, follower = _steps_after_queues(before.graph), _steps_after_queues(after.graph)
    for node in after.graph.nodes:
        if isinstance(node, Step):
            response = found.get(node.id)
            if response is not None and node.wait_time is not None:
                yield _step_wait(before, after, response)
        elif node.id in before.stream.queues and node.id in before.graph.numbers and not node.counts_only:
            steps = follower.get(node.id, frozenset())
            of_steps = [found[step] for step in sorted(steps) if step in found]
            serves_one = len(steps) == 1 and steps == follower_was.get(node.id)
            yield from _queue_wait(before, after, node, of_steps, serves_one=serves_one)


def _steps_after_queues(graph: FlowGraph) -> dict[str, frozenset[str]]:
    """By queue: the steps that forward flows lead to from it, through queues alone."""
    after: dict[str, set[str]] = {}
    for number, node in enumerate(graph.nodes):
        if isinstance(node, Step):
            for before in graph.queues_before[number]:
                after.setdefault(graph.nodes[before].id, set()).add(node.id)
    return {queue: frozenset(steps) for queue, steps in after.items()}


def _step_wait(before: Survey, after: Survey, response: Response) -> Explained:
    step = response.step
    said, wait_was = step.wait_time, before.stream.steps[step.id].wait_time
    stated_s = None if wait_was is None else wait_was.value
    if said is not None and said != wait_was:
        return _by_hand(response, step, stated_s, said.value, after)
    return _responding(response, step, stated_s, after)


def _queue_wait(
    before: Survey, after: Survey, queue: Queue, found: Sequence[Response], *, serves_one: bool
) -> Iterator[Explained]:
    was, now = before.graph.numbers[queue.id], after.graph.numbers[queue.id]
    stated_s, derived_s = before.basis.waits_s[was], after.basis.waits_s[now]
    overloaded = next((response for response in found if response.verdict == "no_limit"), None)
    if _is_by_hand(before.stream.queues[queue.id], queue):
        if overloaded is not None and overloaded.step.wait_time is not None:
            # The step's own wait has no end; a time in its queue would make that look like a known one.
            yield _responding(overloaded, queue, stated_s, after)
        elif found and derived_s is not None:
            yield _by_hand(found[0], queue, stated_s, derived_s, after)
    elif stated_s is None:
        return
    elif overloaded is not None:
        yield _responding(overloaded, queue, stated_s, after)
    elif found and serves_one:
        yield _responding(found[0], queue, stated_s, after)
    elif not same_or_unknown(stated_s, derived_s):
        # Its items were counted at today's flow: with another they would tell another time, though nobody waits it.
        sentence = sentences.queue_stands(stated_s, after)
        name = plain_name(queue, after.graph)
        yield Explained(PredictedWait(queue.id, name, stated_s, stated_s, None, None, sentence), None)


def _is_by_hand(was: Queue, now: Queue) -> bool:
    return (now.wait_time, now.items) != (was.wait_time, was.items)


def _by_hand(response: Response, node: Node, stated_s: float | None, said_s: float, after: Survey) -> Explained:
    sentence = sentences.said_by_hand(said_s, response, after)
    return Explained(_explained(response, node, stated_s, said_s, sentence, after).wait, None)


def _responding(response: Response, node: Node, stated_s: float | None, after: Survey) -> Explained:
    if stated_s is None or response.verdict == "no_limit":
        return _explained(response, node, stated_s, None, sentences.no_limit(response, after), after)
    if response.verdict == "stands":
        return _explained(response, node, stated_s, stated_s, sentences.stands(stated_s, response, after), after)
    takes_batch = node.id in response.takes_batch
    batch_today_s = response.batch_today_s if takes_batch else 0.0
    batch_then_s = response.batch_then_s if takes_batch else 0.0
    in_batch_s = min(stated_s, batch_today_s)
    predicted_s = max(0.0, (stated_s - in_batch_s) * response.ratio + in_batch_s + (batch_then_s - batch_today_s))
    if not math.isfinite(predicted_s):
        return _explained(response, node, stated_s, None, sentences.too_large(response, after), after)
    sentence = sentences.responds(response, stated_s, predicted_s, after, takes_batch=takes_batch)
    return _explained(response, node, stated_s, predicted_s, sentence, after)


def doubts(entry: Explained, after: Survey) -> Iterator[str]:
    """A caution where today's load explains less than a tenth of the queueing that is scaled by it."""
    response, wait = entry.response, entry.wait
    if response is None or not response.is_scaled or wait.stated_s is None:
        return
    queueing_s = wait.stated_s - (response.batch_today_s if wait.element in response.takes_batch else 0.0)
    if response.explained_s * LITTLE_EXPLAINED < queueing_s:
        yield sentences.little_explained(wait.element, response, queueing_s, after)


def _explained(
    response: Response, node: Node, stated_s: float | None, predicted_s: float | None, sentence: str, after: Survey
) -> Explained:
    name = plain_name(node, after.graph)
    utilisations = response.was.utilisation, response.now.utilisation
    return Explained(PredictedWait(node.id, name, stated_s, predicted_s, *utilisations, sentence), response)
