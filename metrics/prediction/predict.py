"""What would happen if: the figures of a changed stream, with waits that respond to load, people, work and batches."""

from collections.abc import Iterable
from dataclasses import replace

from metrics.figures import StreamMetrics
from metrics.measure import metrics_of
from metrics.prediction import sentences
from metrics.prediction.expected import expected_stream
from metrics.prediction.limits import limit_notes, limit_people
from metrics.prediction.queueing import Variability
from metrics.prediction.response import Response
from metrics.prediction.responses import responses
from metrics.prediction.result import Method, Prediction
from metrics.prediction.returns import follow_quality
from metrics.prediction.waits import doubts, predict_waits
from metrics.stream import Stream
from metrics.survey import Survey, survey
from metrics.wording import label

COUNTS_ARE_OF_TODAY = "Items were counted today; how many will wait then is not predicted, so counts are left out."


def predict(today: Stream, changed: Stream, *, variability: Variability | None = None) -> Prediction:
    """The figures of `today` and those to expect of `changed`; a stream that was not changed keeps its own exactly.

    The expected figures are those of `changed` with the waits that its loads make, by Kingman's and the Allen-Cunneen
    formula from the stated waits at today's loads (METHOD 3, Prediction); `variability` is 1 for arrivals and work
    where none is given.
    """
    assumed = variability or Variability()
    before = survey(today)
    followed, quality_notes = follow_quality(today, changed, before.graph)
    after = survey(limit_people(today, followed))
    explained = tuple(predict_waits(before, after, responses(before, after, assumed)))
    waits = tuple(entry.wait for entry in explained)
    behind = {entry.wait.element: entry.response for entry in explained if entry.response is not None}
    stream, left_out_counts = expected_stream(after, waits)
    expected = after if stream is after.stream else survey(stream)
    method = _method(behind.values())
    return Prediction(
        method=method,
        method_sentence=sentences.method_of(method, assumed),
        variability=assumed,
        waits=waits,
        notes=(
            *quality_notes,
            *limit_notes(today, after),
            *(note for entry in explained for note in doubts(entry, after)),
            *_loose_after_removal(before, after),
            *([COUNTS_ARE_OF_TODAY] if left_out_counts else ()),
        ),
        problems=tuple(dict.fromkeys(wait.sentence for wait in waits if wait.predicted_s is None)),
        today=metrics_of(before),
        predicted=_say_why(
            metrics_of(expected),
            {wait.element: behind[wait.element] for wait in waits if wait.predicted_s is None},
            after,
        ),
    )


def _method(responses: Iterable[Response]) -> Method | None:
    """The formula that waits were scaled by: the one for several people contains the one for one person."""
    scaled = [response for response in responses if response.is_scaled]
    if not scaled:
        return None
    return "allen_cunneen" if any(response.is_of_several for response in scaled) else "kingman"


def _loose_after_removal(before: Survey, after: Survey) -> list[str]:
    """A sentence for each element that led on to something that was removed and leads nowhere now."""
    nodes = after.stream.steps.keys() | after.stream.queues.keys()
    leading = {flow.source for flow in after.stream.flows if not flow.rework}
    led_on = {flow.source for flow in before.stream.flows if not flow.rework}
    loose = {
        flow.source: flow.target
        for flow in before.stream.flows
        if not flow.rework and flow.source in nodes - leading and flow.target not in nodes and flow.target in led_on
    }
    return [
        f"{_named(before, source)} led to {_named(before, target)}, which is gone, and leads nowhere now: what "
        "followed counts as work beside it until an arrow joins them."
        for source, target in loose.items()
    ]


def _named(found: Survey, element_id: str) -> str:
    stream = found.stream
    return label(stream.steps.get(element_id) or stream.queues[element_id], found.graph)


def _say_why(metrics: StreamMetrics, without_wait: dict[str, Response], after: Survey) -> StreamMetrics:
    """The figures, in which a wait that does not last is not asked for as if somebody had forgotten it."""
    if not without_wait:
        return metrics
    return replace(
        metrics,
        missing=tuple(
            replace(entry, sentence=sentences.needs_less_load(without_wait[entry.element], after))
            if entry.element in without_wait and entry.field in ("wait_time", "items")
            else entry
            for entry in metrics.missing
        ),
    )
