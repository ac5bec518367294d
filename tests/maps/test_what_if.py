"""What arrives at once: one future state for one `op_id`, one what-if for a double click."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from maps.commands.edit import submit
from maps.commands.future_state import create_future_state
from maps.commands.what_if import share_what_if
from maps.models import Map, WhatIf
from tests.cast import Cast, make_cast

EDITS = [{"do": "set", "id": "build", "fields": {"people": 2}}]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    cast = make_cast()
    build = {"do": "add", "id": "build", "element": {"kind": "step", "name": "Build"}}
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=[build])
    return cast


def at_once(act: Callable[[], bool]) -> list[bool]:
    """Return what four threads that act at the same time were answered: whether theirs is new."""
    answers: list[bool] = []
    gate = threading.Barrier(4)

    def work() -> None:
        try:
            gate.wait()
            answers.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_one_op_id_makes_one_future_state(cast: Cast) -> None:
    def make() -> bool:
        return create_future_state(actor=cast.ana, of=cast.map, title="Then", edits=EDITS, op_id="once")[1]

    assert at_once(make) == [False, False, False, True]
    assert Map.objects.filter(derived_from=cast.map).count() == 1


def test_a_double_click_shares_once(cast: Cast) -> None:
    def share() -> bool:
        return share_what_if(actor=cast.ben, of=cast.map, title="Two", edits=EDITS)[1]

    assert at_once(share) == [False, False, False, True]
    assert WhatIf.objects.count() == 1
