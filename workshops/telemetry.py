"""Every measured figure that a process tells at `/metrics`: names, meaning and units (docs/OPERATIONS.md lists them).

The names lie on this floor, because the floors above count into them. Labels come from small closed sets: a map's or a
person's id never is one.
"""

from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
BYTES = (250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 100_000, 1_000_000)
EDITS = (1, 2, 3, 5, 10, 20, 50, 100)

SOCKETS_OPEN = Gauge("vsm_sockets_open", "Sockets in a room of this process.")
MAPS_OPEN = Gauge("vsm_maps_open", "Maps that this process holds open.")
WELCOMES = Counter("vsm_welcomes", "Answers to hello, by what they carried: snapshot or replay.", ["kind"])
GAPS_REPAIRED = Counter("vsm_gaps_repaired", "Sockets that asked again because they had missed an operation.")
SOCKETS_ENDED = Counter("vsm_sockets_ended", "Sockets that the server ended, by close code.", ["code"])

OPERATIONS_COMMITTED = Counter("vsm_operations_committed", "Operations committed, by cause.", ["cause"])
EDITS_REJECTED = Counter("vsm_edits_rejected", "Edits that were refused, by the error's code.", ["code"])
EDITS_RESENT = Counter("vsm_edits_resent", "Edits whose op_id was in the log already.")
EDITS_NOT_SAVED = Counter("vsm_edits_not_saved", "Edits sent back to be tried again, because nothing could be written.")
BATCH_SIZE = Histogram("vsm_batch_size_edits", "Edits that one transaction took together.", buckets=EDITS)
COMMIT_SECONDS = Histogram("vsm_commit_seconds", "From the begin of a transaction to its commit.", buckets=SECONDS)
FIGURES_SECONDS = Histogram("vsm_figures_seconds", "Computing the figures of one map.", buckets=SECONDS)

OPERATIONS_FRAME_BYTES = Histogram(
    "vsm_operations_frame_bytes", "Size of one frame of operations, before it goes to everybody.", buckets=BYTES
)
PRESENCE_FRAMES = Counter("vsm_presence_frames", "Frames of presence, each gathered for everybody.")
DOORBELLS_HEARD = Counter("vsm_doorbells_heard", "Doorbells of other processes, by what they say.", ["type"])
DOORBELLS_MISSED = Counter("vsm_doorbells_missed", "Changes that the look at the database found before a doorbell.")
DOORBELLS_NOT_RUNG = Counter("vsm_doorbells_not_rung", "Doorbells that Valkey did not take.")

REQUESTS = Counter("vsm_http_requests", "Requests answered.", ["method", "path", "status"])
REQUEST_SECONDS = Histogram("vsm_http_request_seconds", "From a request to its answer.", ["path"], buckets=SECONDS)
TASKS = Counter("vsm_tasks", "Tasks that a worker has ended, by name and how.", ["task", "state"])
TASK_SECONDS = Histogram("vsm_task_seconds", "How long a task ran.", ["task"], buckets=(*SECONDS, 30, 60, 120))


class Traffic(Collector):
    """Frames written to sockets. Plain numbers: it is the busiest place, and the event loop alone counts."""

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0

    def collect(self) -> Iterator[Metric]:
        """Yield both counters, for a scrape."""
        yield CounterMetricFamily("vsm_frames_sent", "Frames written to sockets.", value=self.frames)
        yield CounterMetricFamily("vsm_frame_bytes_sent", "Bytes of frames written to sockets.", value=self.bytes)


TRAFFIC = Traffic()
REGISTRY.register(TRAFFIC)


def exposition() -> tuple[bytes, str]:
    """Return everything that this process has measured in Prometheus' text format, and its content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
