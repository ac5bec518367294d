"""A saved state is what the map was, under a name, and stays so."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from experiments.commands.feeds import feed_series
from maps.commands.edit import submit
from maps.domain.map_file import MapFile, write_map_file
from maps.projection import load_elements
from maps.selectors import figures_of
from reviews.checksum import checksum_of
from reviews.commands.states import save_state
from reviews.models import RenderJob, SavedState
from reviews.selectors import map_file_of_state
from tests.cast import Cast, make_cast
from tests.reviews.conftest import fill_map
from workshops.commands.workshop import delete_workshop
from workshops.errors import InvalidInput, NotAllowed, NotFound
from workshops.models import AuditEntry


def test_a_state_holds_elements_figures_and_number_of_one_moment(cast: Cast, saved: SavedState) -> None:
    seq, elements = load_elements(cast.map.id)
    assert (saved.seq, saved.elements) == (seq, elements)
    assert saved.figures == json.loads(json.dumps(figures_of(cast.workshop.charter, elements)))
    assert (saved.kind, saved.title, saved.charter) == (cast.map.kind, cast.map.title, cast.workshop.charter)
    assert saved.created_by == cast.ana
    assert AuditEntry.objects.filter(workshop_id=cast.workshop.id, act="save_state").count() == 1


def test_later_edits_leave_it_alone(cast: Cast, saved: SavedState) -> None:
    before = (dict(saved.elements), saved.checksum)
    step = next(element_id for element_id, element in saved.elements.items() if element["kind"] == "step")
    submit(
        map_id=cast.map.id,
        actor=cast.ben,
        op_id="later",
        edits=[{"do": "set", "id": step, "fields": {"name": "Something else"}}],
    )
    saved.refresh_from_db()
    assert (saved.elements, saved.checksum) == before
    assert load_elements(cast.map.id)[1][step]["name"] == "Something else"


def test_an_old_moment_is_saved_as_the_map_was_then(cast: Cast, saved: SavedState) -> None:
    step = next(element_id for element_id, element in saved.elements.items() if element["kind"] == "step")
    name = saved.elements[step]["name"]
    edit = {"do": "set", "id": step, "fields": {"name": "Something else"}, "saw": {"name": name}}
    submit(map_id=cast.map.id, actor=cast.ben, op_id="later", edits=[edit])
    series = feed_series(actor=cast.ana, of=cast.map, figure="lead_time")
    submit(map_id=cast.map.id, actor=cast.ben, op_id="taken-back", edits=[{"do": "remove", "id": step}])
    then = save_state(actor=cast.ana, map_id=cast.map.id, name="Before", seq=saved.seq)
    assert (then.seq, then.elements, then.checksum) == (saved.seq, saved.elements, saved.checksum)
    assert series.readings.count() == 1, "what was is no reading of today"
    save_state(actor=cast.ana, map_id=cast.map.id, name="Now", seq=saved.seq + 2)
    assert series.readings.count() == 2
    with pytest.raises(NotFound, match=f"there is no moment {saved.seq + 3}"):
        save_state(actor=cast.ana, map_id=cast.map.id, name="To come", seq=saved.seq + 3)


def test_the_checksum_is_that_of_the_map_file_and_the_figures(saved: SavedState) -> None:
    state = SavedState.objects.get(pk=saved.pk)
    assert checksum_of(map_file_of_state(state), state.figures) == state.checksum

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value

    kept = map_file_of_state(state)
    file = MapFile(plain(dict(kept.charter)), kept.kind, kept.title, plain(dict(kept.elements)))
    figures = json.dumps(plain(state.figures), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert state.checksum == hashlib.sha256(write_map_file(file) + figures.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        lambda file, figures: (MapFile(file.charter, file.kind, "Another", file.elements), figures),
        lambda file, figures: (MapFile(file.charter, "future", file.title, file.elements), figures),
        lambda file, figures: (MapFile({**file.charter, "unit": "bug"}, file.kind, file.title, file.elements), figures),
        lambda file, figures: (file, {**figures, "lead_time_s": 1}),
    ],
    ids=["title", "kind", "charter", "figures"],
)
def test_the_checksum_changes_with_every_part(
    saved: SavedState, change: Callable[[MapFile, dict[str, Any]], tuple[MapFile, dict[str, Any]]]
) -> None:
    assert checksum_of(*change(map_file_of_state(saved), saved.figures)) != saved.checksum


def test_numbers_give_the_same_checksum_however_the_database_writes_them() -> None:
    def file(number: float) -> MapFile:
        quantity = {"value": number, "source": "guess"}
        return MapFile({"name": "N"}, "current", "T", {"q": {"kind": "queue", "items": quantity}})

    assert checksum_of(file(1e11), {"a": 1e22}) == checksum_of(file(100_000_000_000), {"a": 10**22})
    assert checksum_of(file(0.1), {}) != checksum_of(file(0.2), {})


@pytest.mark.parametrize(
    "changes",
    [{"name": "Better"}, {"elements": {}}, {"figures": {}}, {"checksum": "0" * 64}, {"seq": 99}, {"title": "T"}],
    ids=lambda changes: next(iter(changes)),
)
def test_the_database_refuses_every_change(saved: SavedState, changes: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        SavedState.objects.filter(pk=saved.pk).update(**changes)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        for name, value in changes.items():
            setattr(saved, name, value)
        saved.save()


def test_the_database_refuses_deletion_without_the_workshop(saved: SavedState) -> None:
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        SavedState.objects.filter(pk=saved.pk).delete()
        connection.check_constraints()
    assert SavedState.objects.filter(pk=saved.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_state_goes_with_its_workshop() -> None:
    cast = make_cast()
    fill_map(cast)
    saved = save_state(actor=cast.ana, map_id=cast.map.id, name="First")
    RenderJob.objects.create(saved_state=saved, format="csv")
    with pytest.raises(DatabaseError, match="immutable"):
        cast.map.delete()
    delete_workshop(actor=cast.ana)
    assert not SavedState.objects.exists()
    assert not RenderJob.objects.exists()


@pytest.mark.parametrize("name", ["ben", "lea", "vic"])
def test_only_facilitators_save(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed, match="only facilitators can save the state of a map"):
        save_state(actor=getattr(cast, name), map_id=cast.map.id, name="Mine")
    assert not SavedState.objects.exists()


def test_a_map_of_another_workshop_is_not_found(cast: Cast) -> None:
    other = make_cast()
    with pytest.raises(NotFound):
        save_state(actor=other.ana, map_id=cast.map.id, name="Theirs")


@pytest.mark.parametrize("name", ["", "  \n ", "\x00", "x" * 201])
def test_a_name_that_cannot_be_kept_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(InvalidInput, match="othing was saved"):
        save_state(actor=cast.ana, map_id=cast.map.id, name=name)
    assert not SavedState.objects.exists()


def test_an_empty_map_can_be_saved(cast: Cast) -> None:
    state = save_state(actor=cast.ana, map_id=cast.map.id, name=" The\tempty \n map ")
    assert (state.name, state.seq, state.elements) == ("The empty map", 0, {})
    assert state.figures["lead_time_s"] is None
