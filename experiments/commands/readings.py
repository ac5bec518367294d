"""Readings come in: by hand, as a table, from a program; all of one request or none, and never twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from experiments.commands.records import record
from experiments.commands.series import lock_series
from experiments.domain.days import zone_of
from experiments.domain.reading_values import ReadingRules
from experiments.domain.readings_table import (
    ROW_LIMIT,
    NewReading,
    ReadingsTable,
    read_new_readings,
    read_readings_table,
)
from experiments.models import Reading, ReadingBatch, Series
from experiments.permissions import ExperimentAct, require
from maps.domain.elements import ID_PATTERN
from maps.domain.map_file import calendar_of
from workshops.errors import Conflict, InvalidInput, NotFound, Problem
from workshops.models import Participant

READINGS_LIMIT = 50_000
_UNITS_OF_TIME = {"s", "m", "h", "d", "w"}


class TooManyReadings(Conflict):
    """The series holds as many readings as it may."""

    code = "too_many_readings"


@dataclass(frozen=True, slots=True)
class BatchReceipt:
    """What one request added; `is_new` is False where its `op_id` was known before and nothing was added."""

    batch: ReadingBatch
    count: int
    is_new: bool


def rules_of(series: Series) -> ReadingRules:
    """Return how readings of this series are written: the workshop's calendar and zone, the series' unit."""
    calendar = series.workshop.calendar
    unit = series.unit if series.unit in _UNITS_OF_TIME else ""
    return ReadingRules(series.measure, calendar_of(calendar), zone_of(calendar), timezone.now(), unit)  # type: ignore[arg-type]


def preview_readings(*, actor: Participant, series: Series, text: str) -> ReadingsTable:
    """Return what a table would add, with every problem and its line; nothing is added."""
    require(actor, ExperimentAct.ADD_READINGS)
    return read_readings_table(text, rules=rules_of(series))


def add_readings_table(*, actor: Participant, series: Series, op_id: str, text: str, source: str) -> BatchReceipt:
    """Add the readings of a table; raises InvalidInput with the problems of all lines, and adds nothing then."""
    require(actor, ExperimentAct.ADD_READINGS)
    table = read_readings_table(text, rules=rules_of(series))
    if table.problems:
        raise InvalidInput(table.problems)
    return _add(actor, series, op_id, table.readings, source)


def add_readings(
    *, actor: Participant, series: Series, op_id: str, given: Sequence[Mapping[str, Any]], source: str
) -> BatchReceipt:
    """Add readings `{at, value, note?}`; raises InvalidInput with every problem, and adds nothing then."""
    require(actor, ExperimentAct.ADD_READINGS)
    if not given:
        raise InvalidInput([Problem("readings", "There is no reading; nothing was added.")])
    if len(given) > ROW_LIMIT:
        raise InvalidInput([Problem("readings", f"{len(given):,} readings came; {ROW_LIMIT:,} can be added at once.")])
    return _add(actor, series, op_id, read_new_readings(given, rules=rules_of(series)), source)


@transaction.atomic
def withdraw_readings(*, actor: Participant, series: Series, batch_id: UUID) -> None:
    """Take back what one request added; whoever added it may, and facilitators."""
    locked = lock_series(actor, series)
    batch = ReadingBatch.objects.filter(pk=batch_id, series=locked).first()
    if batch is None:
        raise NotFound(f"There are no such readings in “{locked.name}”; they may have been withdrawn already.")
    require(actor, ExperimentAct.ADD_READINGS)
    if batch.created_by_id != actor.id:
        require(actor, ExperimentAct.WITHDRAW_ANY_READINGS)
    count = batch.readings.count()
    batch.delete()
    record(actor, "withdraw_readings", series=str(locked.id), name=locked.name, count=count)


@transaction.atomic
def _add(actor: Participant, series: Series, op_id: str, readings: Sequence[NewReading], source: str) -> BatchReceipt:
    if not ID_PATTERN.fullmatch(op_id):
        raise InvalidInput([Problem("op_id", "“op_id” must be 1 to 64 letters, digits, “-” or “_”.")])
    locked = lock_series(actor, series)
    known = ReadingBatch.objects.filter(series=locked, op_id=op_id).first()
    if known is not None:
        if known.created_by_id != actor.id:
            raise Conflict("This op_id belongs to another participant's readings; nothing was added.")
        return BatchReceipt(known, known.readings.count(), is_new=False)
    if locked.readings.count() + len(readings) > READINGS_LIMIT:
        raise TooManyReadings(f"“{locked.name}” holds at most {READINGS_LIMIT:,} readings; nothing was added.")
    batch = ReadingBatch.objects.create(series=locked, op_id=op_id, source=source, created_by=actor)
    Reading.objects.bulk_create(
        Reading(series=locked, batch=batch, at=new.at, value=new.value, note=new.note) for new in readings
    )
    record(actor, "add_readings", series=str(locked.id), name=locked.name, count=len(readings), source=source)
    return BatchReceipt(batch, len(readings), is_new=True)
