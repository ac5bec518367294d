"""Series that are fed by a figure of a current state: a reading at every saved state, and whenever a person takes one.

One moment of a map is read once: where neither the map nor what its figures are reckoned with has changed since the
last reading, another one would only pretend that the stream was measured again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from experiments.commands.readings import READINGS_LIMIT, TooManyReadings
from experiments.commands.records import record
from experiments.commands.series import begin_series, lock_series
from experiments.domain.flow_metrics import FLOW_METRICS
from experiments.domain.metric_values import value_on_map
from experiments.models import Reading, ReadingBatch, Series, SeriesFeed
from experiments.models.key_result import FED_FIGURES
from experiments.permissions import ExperimentAct, require
from maps.domain.elements import Elements
from maps.models import Map
from maps.projection import load_elements
from metrics import StreamMetrics, measure, stream_from_elements
from workshops.commands.locking import lock_workshop
from workshops.errors import Conflict, InvalidInput, Problem
from workshops.models import Participant

_RECKONED_WITH = ("demand", "calendar", "queue_rule")
_SOURCES = {"guess": "guesses", "estimate": "estimates", "walked": "walked items", "measured": "measurements"}


class NotFed(Conflict):
    """The series is not read from a map."""

    code = "not_fed"


class FigureTaken(Conflict):
    """This moment of the map was read already."""

    code = "figure_taken"


class FigureNotKnown(Conflict):
    """The map does not say enough for the figure; `details.missing` names what it needs."""

    code = "figure_not_known"


@dataclass(frozen=True, slots=True)
class Moment:
    """A map at one moment: its operation, its charter, its figures; `saved_state` is the name it was saved under."""

    map: Map
    seq: int
    charter: Mapping[str, Any]
    elements: Elements
    figures: StreamMetrics
    saved_state: str = ""

    @property
    def key(self) -> str:
        """What names this moment of the map: the same for the same elements, demand, calendar and rule."""
        reckoned = json.dumps([self.charter.get(name) for name in _RECKONED_WITH], sort_keys=True)
        return f"map-{self.map.pk.hex}-{self.seq}-{hashlib.sha256(reckoned.encode()).hexdigest()[:8]}"


@transaction.atomic
def feed_series(*, actor: Participant, of: Map, figure: str) -> Series:
    """Return the series that is fed by this figure of the current state; a new one begins with today's figure.

    Raises InvalidInput for a figure that no map has and for a future state, whose figures are promises.
    """
    require(actor, ExperimentAct.TAKE_FIGURES)
    lock_workshop(actor.workshop_id)
    if figure not in FED_FIGURES:
        known = ", ".join(FED_FIGURES)
        raise InvalidInput([Problem("figure", f"There is no figure “{figure[:40]}” of a map; there are {known}.")])
    if of.kind != Map.Kind.CURRENT:
        sentence = f"“{of.title}” is a future state: its figures are a promise, not readings. Choose a current state."
        raise InvalidInput([Problem("map", sentence)])
    fed = SeriesFeed.objects.select_related("series").filter(map=of, figure=figure).first()
    if fed is not None:
        return fed.series
    metric = FLOW_METRICS[figure]
    name = f"{metric.name[:1].upper()}{metric.name[1:]} of “{of.title}”"[:200]
    taken = Series.objects.filter(workshop_id=actor.workshop_id, name=name).exists()
    given = {
        "name": f"{name[:185]} (from the map)" if taken else name,
        "measure": metric.measure,
        "worse_when": "higher" if metric.better == "lower" else "lower",
    }
    series = begin_series(actor=actor, given=given)
    SeriesFeed.objects.create(series=series, map=of, figure=figure, created_by=actor)
    _read(actor, series, figure, _now(of))
    return series


@transaction.atomic
def take_figure(*, actor: Participant, series: Series) -> ReadingBatch:
    """Add the figure of the map as it is now as a reading.

    Raises NotFed for a series that no map feeds, FigureTaken where nothing has changed since it was read, and
    FigureNotKnown where the map does not say enough.
    """
    require(actor, ExperimentAct.TAKE_FIGURES)
    locked = lock_series(actor, series)
    feed = SeriesFeed.objects.select_related("map__workshop").filter(series=locked).first()
    if feed is None:
        raise NotFed(f"No map feeds “{locked.name}”; add its readings by hand, as a table or over REST.")
    moment = _now(feed.map)
    known = ReadingBatch.objects.filter(series=locked, op_id=moment.key).first()
    if known is not None:
        raise FigureTaken(
            f"Nothing on “{feed.map.title}” has changed since its {FLOW_METRICS[feed.figure].name} was read on "
            f"{known.created_at:%-d %b %Y}; that reading stands and none was added."
        )
    batch = _read(actor, locked, feed.figure, moment)
    if batch is None:
        missing = [need.sentence for need in moment.figures.missing]
        needs = f" It {missing[0]}." if missing else ""
        what = f"The {FLOW_METRICS[feed.figure].name} of “{feed.map.title}”"
        raise FigureNotKnown(
            f"{what} is not known yet, so nothing was added.{needs}",
            details={"missing": missing},
        )
    return batch


def take_saved_state(*, actor: Participant, of: Moment) -> list[ReadingBatch]:
    """Add what a state that is being saved says to every series that the map feeds; inside the caller's transaction.

    A figure that is not known, or was read at this moment already, adds nothing.
    """
    added = []
    for feed in SeriesFeed.objects.filter(map=of.map).order_by("id"):
        series = Series.objects.select_for_update(no_key=True).get(pk=feed.series_id)
        if not ReadingBatch.objects.filter(series=series, op_id=of.key).exists() and not _is_full(series):
            added.append(_read(actor, series, feed.figure, of))
    return [batch for batch in added if batch is not None]


def _now(of: Map) -> Moment:
    seq, elements = load_elements(of.pk)
    charter = of.workshop.charter
    return Moment(of, seq, charter, elements, measure(stream_from_elements(charter, elements)))


def _is_full(series: Series) -> bool:
    return series.readings.count() >= READINGS_LIMIT


def _read(actor: Participant, series: Series, figure: str, moment: Moment) -> ReadingBatch | None:
    """Write one reading with what it rests on; None where the figure is not known."""
    value = value_on_map(figure, "", moment.elements, moment.figures)
    if value is None:
        return None
    if _is_full(series):
        raise TooManyReadings(f"“{series.name}” holds at most {READINGS_LIMIT:,} readings; nothing was added.")
    rests_on = dict(moment.figures.provenance)
    origin = {
        "map": str(moment.map.pk),
        "title": moment.map.title,
        "seq": moment.seq,
        "figure": figure,
        "saved_state": moment.saved_state,
        "rests_on": rests_on,
    }
    batch = ReadingBatch.objects.create(
        series=series, op_id=moment.key, source=ReadingBatch.Source.MAP, origin=origin, created_by=actor
    )
    where = f"“{moment.saved_state[:120]}”" if moment.saved_state else f"operation {moment.seq}"
    note = f"{where}; its lead time rests on {shares_words(rests_on)}"[:300]
    Reading.objects.create(series=series, batch=batch, at=timezone.now(), value=value, note=note)
    record(actor, "take_figure", series=str(series.pk), name=series.name, map=moment.map.title, value=value)
    return batch


def shares_words(shares: Mapping[str, float]) -> str:
    """What a lead time rests on, the largest share first: “62 % guesses, 38 % measurements”."""
    told = sorted(((round(100 * share), source) for source, share in shares.items() if share > 0), reverse=True)
    words = ", ".join(f"{percent or 'under 1'} % {_SOURCES.get(source, source)}" for percent, source in told)
    return words or "nothing that is known"
