"""Series fed by a map: a saved state is a reading, a moment is read once, and what it rests on is kept."""

import pytest
from django.db import transaction

from experiments.commands.feeds import (
    FigureNotKnown,
    FigureTaken,
    NotFed,
    feed_series,
    shares_words,
    take_figure,
)
from experiments.models import ReadingBatch, Series
from maps.commands.edit import submit
from maps.models import Map
from reviews.commands.states import save_state
from tests.cast import Cast
from tests.experiments.story import series
from workshops.commands.workshop import change_charter
from workshops.errors import InvalidInput, NotAllowed

DAY_S = 8 * 3600.0
LEAD_TIME_S = 13.25 * DAY_S
"""Of the map of tests/experiments/conftest.py: 1 + 2, 8 + 1, 1 d + 2 h."""


def edit(cast: Cast, wait: str, op_id: str) -> None:
    edits = [{"do": "set", "id": "test", "fields": {"wait_time": {"value": wait, "source": "measured", "n": 9}}}]
    submit(map_id=cast.map.id, actor=cast.ben, op_id=op_id, edits=edits)


def values(of: Series) -> list[float]:
    return list(of.readings.order_by("at", "id").values_list("value", flat=True))


def test_a_fed_series_begins_with_todays_figure_and_what_it_rests_on(cast: Cast) -> None:
    fed = feed_series(actor=cast.lea, of=cast.map, figure="lead_time")
    assert (fed.name, fed.measure, fed.worse_when) == ("Lead time of “Feature delivery”", "time_s", "higher")
    assert values(fed) == [pytest.approx(LEAD_TIME_S)]
    batch = fed.batches.get()
    assert batch.source == ReadingBatch.Source.MAP
    assert batch.origin is not None
    assert (batch.origin["map"], batch.origin["seq"]) == (str(cast.map.id), 1)
    assert sum(batch.origin["rests_on"].values()) == pytest.approx(1)
    assert fed.readings.get().note == "operation 1; its lead time rests on 100 % estimates"
    assert feed_series(actor=cast.ben, of=cast.map, figure="lead_time") == fed
    assert len(values(fed)) == 1


def test_shares_and_rates_are_fed_in_their_own_measure(cast: Cast) -> None:
    efficiency = feed_series(actor=cast.lea, of=cast.map, figure="flow_efficiency")
    assert (efficiency.measure, efficiency.worse_when) == ("share", "lower")
    assert values(efficiency) == [pytest.approx(3.25 / 13.25)]
    throughput = feed_series(actor=cast.lea, of=cast.map, figure="throughput")
    assert values(throughput) == [pytest.approx(0.8)]


def test_every_saved_state_is_a_reading_and_none_is_added_twice(cast: Cast) -> None:
    fed = feed_series(actor=cast.lea, of=cast.map, figure="lead_time")
    save_state(actor=cast.ana, map_id=cast.map.id, name="As we found it")
    assert len(values(fed)) == 1
    edit(cast, "4d", "halved")
    save_state(actor=cast.ana, map_id=cast.map.id, name="After the slots")
    assert values(fed) == [pytest.approx(LEAD_TIME_S), pytest.approx(LEAD_TIME_S - 4 * DAY_S)]
    newest = fed.batches.first()
    assert newest is not None and newest.origin is not None
    assert newest.origin["saved_state"] == "After the slots"
    assert newest.origin["rests_on"]["measured"] == pytest.approx(4 / 9.25)
    save_state(actor=cast.ana, map_id=cast.map.id, name="The same once more")
    assert len(values(fed)) == 2


def test_a_moment_that_was_read_is_not_read_again(cast: Cast) -> None:
    fed = feed_series(actor=cast.lea, of=cast.map, figure="lead_time")
    with pytest.raises(FigureTaken, match="Nothing on “Feature delivery” has changed since its lead time was read on"):
        take_figure(actor=cast.ben, series=fed)
    edit(cast, "6d", "less")
    take_figure(actor=cast.ben, series=fed)
    assert values(fed) == [pytest.approx(LEAD_TIME_S), pytest.approx(LEAD_TIME_S - 2 * DAY_S)]


def test_another_charter_is_another_moment(cast: Cast) -> None:
    fed = feed_series(actor=cast.lea, of=cast.map, figure="throughput")
    change_charter(actor=cast.ana, changes={"demand": {"items": 2, "per": "week"}})
    take_figure(actor=cast.lea, series=Series.objects.select_related("workshop").get(pk=fed.pk))
    assert values(fed) == [pytest.approx(0.8), pytest.approx(0.4)]
    change_charter(actor=cast.ana, changes={"name": "Another name"})
    with pytest.raises(FigureTaken):
        take_figure(actor=cast.lea, series=fed)


def test_a_figure_that_is_not_known_adds_nothing_and_says_what_it_needs(cast: Cast) -> None:
    submit(
        map_id=cast.map.id,
        actor=cast.ben,
        op_id="unknown",
        edits=[{"do": "set", "id": "test", "fields": {"wait_time": None}}],
    )
    fed = feed_series(actor=cast.lea, of=cast.map, figure="lead_time")
    assert values(fed) == []
    with pytest.raises(FigureNotKnown, match="It needs the wait before “Staging test”") as refused:
        take_figure(actor=cast.lea, series=fed)
    assert refused.value.details["missing"]
    save_state(actor=cast.ana, map_id=cast.map.id, name="Half filled")
    assert values(fed) == []


def test_only_a_current_state_feeds(cast: Cast) -> None:
    future = Map.objects.create(workshop=cast.workshop, title="In a year", kind=Map.Kind.FUTURE)
    with pytest.raises(InvalidInput, match="its figures are a promise, not readings"):
        feed_series(actor=cast.lea, of=future, figure="lead_time")
    with pytest.raises(InvalidInput, match="There is no figure “batch_size” of a map"):
        feed_series(actor=cast.lea, of=cast.map, figure="batch_size")
    with pytest.raises(NotFed, match="No map feeds “Staging wait”"):
        take_figure(actor=cast.lea, series=series(cast))


def test_viewers_take_nothing(cast: Cast) -> None:
    fed = feed_series(actor=cast.lea, of=cast.map, figure="lead_time")
    for attempt in (
        lambda: feed_series(actor=cast.vic, of=cast.map, figure="effort"),
        lambda: take_figure(actor=cast.vic, series=fed),
    ):
        with pytest.raises(NotAllowed), transaction.atomic():
            attempt()


def test_what_it_rests_on_in_words() -> None:
    told = shares_words({"guess": 0.62, "measured": 0.377, "walked": 0.003})
    assert told == "62 % guesses, 38 % measurements, under 1 % walked items"
    assert shares_words({}) == "nothing that is known"
