"""What would happen if: the figures of a changed stream, with waits that respond to load, people, work and batches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from metrics.figures import StreamMetrics
from metrics.measure import metrics_of
from metrics.prediction import sentences
from metrics.prediction.expected import expected_stream
from metrics.prediction.limits import limit_notes, limit_people
from metrics.prediction.queueing import Variability
from metrics.prediction.responding import find_responses
from metrics.prediction.response import Response
from metrics.prediction.result import Method, Prediction
from metrics.prediction.returns import follow_quality
from metrics.prediction.waits import Explained, doubts, predict_waits
from metrics.stream import Stream
from metrics.survey import Survey, survey

COUNTS_ARE_OF_TODAY = "Items were counted today; how many will wait then is not predicted, so counts are left out."


def predict(today: Stream, changed: Stream, *, variability: Variability | None = None) -> Prediction:
    """The figures of `today` and those to expect of `changed`; a stream that was not changed keeps its own exactly.

    The expected figures are those of `changed` with the waits that its loads make, by Kingman's and the Allen-Cunneen
    formula from the stated waits at today's loads (METHOD 3, Prediction); `variability` is 1 for arrivals and work
    where none is given.
    """
    assumed = variability or Variability()
    outlook = _look_ahead(today, changed, assumed)
    before, after, waits = outlook.before, outlook.after, outlook.waits
    behind = {entry.wait.element: entry.response for entry in waits if entry.response is not None}
    expected = after if outlook.stream is after.stream else survey(outlook.stream)
    method = _method(behind.values())
    return Prediction(
        method=method,
        method_sentence=sentences.method_of(method, assumed),
        variability=assumed,
        waits=tuple(entry.wait for entry in waits),
        notes=(
            *outlook.quality_notes,
            *limit_notes(today, after),
            *(note for entry in waits for note in doubts(entry, after)),
            *_loose_after_removal(before, after),
            *([COUNTS_ARE_OF_TODAY] if outlook.leaves_out_counts else ()),
        ),
        problems=tuple(dict.fromkeys(entry.wait.sentence for entry in waits if entry.wait.predicted_s is None)),
        today=metrics_of(before),
        predicted=_say_why(
            metrics_of(expected),
            {entry.wait.element: behind[entry.wait.element] for entry in waits if entry.wait.predicted_s is None},
            after,
        ),
    )


def predicted_stream(today: Stream, changed: Stream, *, variability: Variability | None = None) -> Stream:
    """The stream of which `predict` tells the figures: the changed one with the waits that its loads make."""
    return _look_ahead(today, changed, variability or Variability()).stream


@dataclass(frozen=True, slots=True)
class _Outlook:
    """The streams before and after a change, what becomes of each wait, and the stream that has these waits."""

    before: Survey
    after: Survey
    waits: tuple[Explained, ...]
    quality_notes: Sequence[str]
    stream: Stream
    leaves_out_counts: bool


def _look_ahead(today: Stream, changed: Stream, variability: Variability) -> _Outlook:
    before = survey(today)
    followed, quality_notes = follow_quality(today, changed, before.graph)
    after = survey(limit_people(today, followed))
    waits = tuple(predict_waits(before, after, find_responses(before, after, variability)))
    stream, leaves_out_counts = expected_stream(after, [entry.wait for entry in waits])
    return _Outlook(before, after, waits, quality_notes, stream, leaves_out_counts)


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
        f"{sentences.named(source, before)} led to {sentences.named(target, before)}, which is gone, and leads "
        "nowhere now: what followed counts as work beside it until an arrow joins them."
        for source, target in loose.items()
    ]


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
