"""The stream as it is expected to be: with the predicted waits, and without counts that speak of today."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from metrics.prediction.result import PredictedWait
from metrics.stream import Quantity, Queue, Source, Step, Stream
from metrics.survey import Survey


def expected_stream(after: Survey, waits: Sequence[PredictedWait]) -> tuple[Stream, bool]:
    """The stream with the predicted waits, and whether counts of items were left out of it.

    Counts beside predicted waits would contradict Little's law. Where no wait differs the stream is the same object.
    """
    stream = after.stream
    predicted = {wait.element: wait.predicted_s for wait in waits if _differs(stream, wait)}
    if not predicted:
        return stream, False
    steps: dict[str, Step] = dict(stream.steps)
    for step_id in predicted.keys() & steps.keys():
        step = steps[step_id]
        steps[step_id] = replace(step, wait_time=_expected(step.wait_time, predicted[step_id]))
    queues = {queue.id: _expected_queue(after, queue, predicted) for queue in stream.queues.values()}
    left_out = any(queue.items is not None and queues[queue.id].items is None for queue in stream.queues.values())
    return replace(stream, steps=steps, queues=queues), left_out


def _differs(stream: Stream, wait: PredictedWait) -> bool:
    """Whether the wait is another than the stream says."""
    node = stream.steps.get(wait.element) or stream.queues[wait.element]
    return node.wait_time is None or node.wait_time.value != wait.predicted_s


def _expected_queue(after: Survey, queue: Queue, predicted: Mapping[str, float | None]) -> Queue:
    if queue.id in predicted:
        return replace(queue, wait_time=_expected(queue.wait_time or queue.items, predicted[queue.id]), items=None)
    if queue.items is None:
        return queue
    if queue.counts_only or queue.wait_time is not None:
        return replace(queue, items=None)
    number = after.graph.numbers.get(queue.id)
    derived_s = None if number is None else after.basis.waits_s[number]
    return queue if derived_s is None else replace(queue, wait_time=_expected(queue.items, derived_s), items=None)


def _expected(stated: Quantity | None, wait_s: float | None) -> Quantity | None:
    """A time that nobody measured: a guess where it rests on one, else an estimate."""
    if wait_s is None:
        return None
    source: Source = "guess" if stated is None or stated.source == "guess" else "estimate"
    return Quantity(wait_s, source)
