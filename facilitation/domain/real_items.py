"""What happened to one real item: how long it waited and was worked on at each step, in working time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from facilitation.domain.working_hours import WorkingHours, WorkingTime


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay at a step as somebody remembers it: moments, or the times that they state instead.

    `step_id` is empty for a stage that is not on the map. The visits of an item stand in their order; several of a
    step are rework.
    """

    step_name: str
    step_id: str = ""
    arrived_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    wait_time_s: float | None = None
    process_time_s: float | None = None
    came_back: bool = False
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class VisitTimes:
    """What a visit took in working time; None where it cannot be known, which `needs` then says.

    `idle_time_s` is how long the item lay there after it was begun: finished − started − the process time that was
    stated. `arrived_at` is that of the visit, else when the one before it was finished.
    """

    visit: Visit
    arrived_at: datetime | None
    wait_time_s: float | None
    process_time_s: float | None
    idle_time_s: float
    is_again: bool
    needs: tuple[str, ...]
    remark: str

    @property
    def waited_s(self) -> float | None:
        """All that it lay at this step, before and after it was begun."""
        return None if self.wait_time_s is None else self.wait_time_s + self.idle_time_s

    @property
    def known_s(self) -> float:
        return (self.wait_time_s or 0.0) + (self.process_time_s or 0.0) + self.idle_time_s


@dataclass(frozen=True, slots=True)
class ItemTimes:
    """What an item took from its first arrival to its last finish; sums are None while a part of them is not known.

    `wait_time_s` has the idle time in it. `rework_time_s` is the part of all three that further visits of a step took.
    """

    visits: tuple[VisitTimes, ...]
    lead_time_s: float | None
    wait_time_s: float | None
    process_time_s: float | None
    idle_time_s: float
    rework_time_s: float
    rework_visits: int
    lower_bound_s: float
    needs: tuple[str, ...]

    @property
    def flow_efficiency(self) -> float | None:
        if not self.lead_time_s or self.process_time_s is None:
            return None
        return min(1.0, self.process_time_s / self.lead_time_s)


def place_on_map(visits: Sequence[Visit], names: Mapping[str, str]) -> list[Visit]:
    """Return the visits with the ids of steps that are on the map: by id, else by the same name; else with none."""
    by_name = {_plain(name): step_id for step_id, name in names.items()}
    placed = []
    for visit in visits:
        step_id = visit.step_id if visit.step_id in names else by_name.get(_plain(visit.step_name), "")
        placed.append(replace(visit, step_id=step_id, step_name=names.get(step_id, visit.step_name)))
    return placed


def times_of(visits: Sequence[Visit], hours: WorkingHours) -> ItemTimes:
    """Return what each visit and the whole item took; wait = started − arrived, process = finished − started, and
    what was stated wins over both.
    """
    moments = [moment for visit in visits for moment in moments_of(visit)]
    clock = WorkingTime(hours, min(moments), max(moments)) if moments else None
    timed: list[VisitTimes] = []
    seen: set[str] = set()
    finished: datetime | None = None
    for visit in visits:
        key = visit.step_id or _plain(visit.step_name)
        timed.append(_time_visit(visit, finished, clock, is_again=key in seen))
        seen.add(key)
        finished = visit.finished_at
    return _sum_up(timed, clock)


def moments_of(visit: Visit) -> list[datetime]:
    """Return the moments of a visit that are known, in the order in which they should be."""
    return [moment for moment in (visit.arrived_at, visit.started_at, visit.finished_at) if moment is not None]


def _time_visit(visit: Visit, finished: datetime | None, clock: WorkingTime | None, *, is_again: bool) -> VisitTimes:
    def between(start: datetime | None, end: datetime | None) -> float | None:
        return None if clock is None or start is None or end is None else clock.between_s(start, end)

    name = f"“{visit.step_name}”"
    arrived = visit.arrived_at or finished
    # Without a wait it was begun when it arrived.
    started = visit.started_at or (arrived if visit.wait_time_s == 0 else None)
    wait_s = visit.wait_time_s if visit.wait_time_s is not None else between(arrived, started)
    worked_s = between(started, visit.finished_at)
    process_s = visit.process_time_s if visit.process_time_s is not None else worked_s
    idle_s = max(0.0, worked_s - visit.process_time_s) if worked_s and visit.process_time_s is not None else 0.0
    needs = []
    if wait_s is None:
        needs.append(f"needs {'when it was started at' if arrived else 'when it arrived at'} {name}")
    if process_s is None:
        needs.append(f"needs {'when it was finished at' if started else 'how long it was worked on at'} {name}")
    is_outside = worked_s == 0 and visit.process_time_s is None and started != visit.finished_at
    remark = f"At {name} it was worked on outside of the working hours: say how long." if is_outside else ""
    return VisitTimes(visit, arrived, wait_s, process_s, idle_s, is_again, tuple(needs), remark)


def _sum_up(timed: Sequence[VisitTimes], clock: WorkingTime | None) -> ItemTimes:
    needs = tuple(sentence for one in timed for sentence in one.needs)
    waits = [one.waited_s for one in timed]
    works = [one.process_time_s for one in timed]
    lower_bound_s = sum(one.known_s for one in timed)
    arrivals = [one.arrived_at for one in timed if one.arrived_at]
    finishes = [one.visit.finished_at for one in timed if one.visit.finished_at]
    # The whole way needs its two ends alone; what lies between may overlap, or be partly forgotten.
    has_ends = bool(timed) and timed[0].arrived_at is not None and timed[-1].visit.finished_at is not None
    lead_s = None if needs or not timed else lower_bound_s
    if clock is not None and has_ends:
        lead_s = clock.between_s(min(arrivals), max(finishes))
    again = [one for one in timed if one.is_again]
    return ItemTimes(
        visits=tuple(timed),
        lead_time_s=lead_s,
        wait_time_s=_total(waits),
        process_time_s=_total(works),
        idle_time_s=sum(one.idle_time_s for one in timed),
        rework_time_s=sum(one.known_s for one in again),
        rework_visits=len(again),
        lower_bound_s=lower_bound_s,
        needs=needs,
    )


def _total(parts: Sequence[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if parts and len(known) == len(parts) else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
