"""What a round asks and what a person may answer: every kind in normal form, every wrong one with its sentence."""

from typing import Any

import pytest

from facilitation.domain.contributions import NOTE_LIMIT, NOTES_EACH, read_contribution, read_estimate
from facilitation.domain.options import check_anonymity, read_options
from facilitation.domain.rounds import RoundKind
from maps.domain.elements import WASTES, Reading
from metrics import Calendar
from workshops.errors import InvalidInput

ELEMENTS: dict[str, dict[str, Any]] = {
    "test": {"kind": "step", "name": "Staging test", "x": 240, "y": 0},
    "build": {"kind": "step", "name": "Build", "x": 0, "y": 0},
    "f1": {"kind": "flow", "flow": "push", "source": "build", "target": "test"},
    "idea": {"kind": "note", "note": "idea", "text": "Book the staging server by the hour " * 5, "x": 0, "y": 300},
}
BUILD, TEST = {"id": "build", "name": "Build"}, {"id": "test", "name": "Staging test"}
READING = Reading(Calendar(), "estimate")


def options_of(kind: str, **given: Any) -> dict[str, Any]:
    return read_options(RoundKind(kind), given, ELEMENTS)


def read(kind: str, given: object, **options: Any) -> list[dict[str, Any]]:
    return read_contribution(RoundKind(kind), options_of(kind, **options), given, READING)


def test_steps_are_asked_about_in_the_order_of_the_map_under_the_names_of_that_moment() -> None:
    assert options_of("effort") == {"targets": [BUILD, TEST]}
    assert options_of("constraint", elements=["test", "build", "test"]) == {"targets": [BUILD, TEST]}
    assert options_of("estimates", elements=["test"], fields=["complete_accurate", "wait_time"]) == {
        "fields": ["wait_time", "complete_accurate"],
        "targets": [TEST],
    }


def test_votes_on_notes_name_them_by_what_they_say() -> None:
    (target,) = options_of("votes", on="notes")["targets"]
    assert target["id"] == "idea"
    assert target["name"].startswith("Book the staging server by the hour Book")
    assert len(target["name"]) == 120


def test_votes_on_options_have_ids_of_their_own() -> None:
    assert options_of("votes", on="options", options=[" Slots ", "A second  server"], dots=2, stackable=True) == {
        "on": "options",
        "targets": [{"id": "option-1", "name": "Slots"}, {"id": "option-2", "name": "A second server"}],
        "dots": 2,
        "stackable": True,
        "leaders_vote": False,
    }


def test_votes_on_the_wastes_are_on_all_eight() -> None:
    targets = options_of("votes", on="wastes")["targets"]
    assert [target["id"] for target in targets] == list(WASTES)
    assert targets[3] == {"id": "talent", "name": "non-utilised talent"}


@pytest.mark.parametrize(
    ("kind", "given", "place"),
    [
        ("notes", {"note": "parking_lot"}, "options.note"),
        ("notes", {"elements": ["build"]}, "options.elements"),
        ("estimates", {"fields": []}, "options.fields"),
        ("estimates", {"fields": ["people"]}, "options.fields"),
        ("estimates", {"elements": ["idea"]}, "options.elements"),
        ("estimates", {"elements": []}, "options.elements"),
        ("estimates", {"elements": "build"}, "options.elements"),
        ("estimates", {"elements": [{"id": "build"}]}, "options.elements"),
        ("votes", {"on": "queues"}, "options.on"),
        ("votes", {"dots": 0}, "options.dots"),
        ("votes", {"dots": True}, "options.dots"),
        ("votes", {"dots": 21}, "options.dots"),
        ("votes", {"stackable": 1}, "options.stackable"),
        ("votes", {"on": "options"}, "options.options"),
        ("votes", {"on": "options", "options": ["One"]}, "options.options"),
        ("votes", {"on": "options", "options": ["One", ""]}, "options.options"),
        ("votes", {"on": "options", "options": ["One", "one"]}, "options.options"),
        ("votes", {"on": "options", "options": ["One", 2]}, "options.options"),
        ("effort", {"elements": ["gone"]}, "options.elements"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(kind: str, given: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        options_of(kind, **given)
    assert [problem.place for problem in refused.value.problems] == [place]


def test_nothing_can_be_asked_about_the_steps_of_an_empty_map() -> None:
    with pytest.raises(InvalidInput, match="There are no steps to ask about"):
        read_options(RoundKind.EFFORT, {}, {})


def test_effort_is_anonymous_always() -> None:
    with pytest.raises(InvalidInput):
        check_anonymity(RoundKind.EFFORT, False)
    check_anonymity(RoundKind.EFFORT, True)
    check_anonymity(RoundKind.NOTES, False)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("notes", {"text": " We wait \x00", "about": "build"}, {"text": "We wait", "about": "build"}),
        ("notes", {"text": "Half \ud83d of it"}, {"text": "Half � of it"}),
        (
            "estimates",
            {"element": "build", "field": "wait_time", "value": "1d-3d"},
            {"element": "build", "field": "wait_time", "value": {"value": 57_600, "low": 28_800, "high": 86_400}},
        ),
        (
            "estimates",
            {"element": "build", "field": "complete_accurate", "value": "80 %"},
            {"element": "build", "field": "complete_accurate", "value": {"value": 0.8}},
        ),
        ("votes", {"target": "test"}, {"target": "test", "dots": 1}),
        ("effort", {"element": "test", "worker": 5}, {"element": "test", "worker": 5}),
        ("constraint", {"element": "test", "why": " One server "}, {"element": "test", "why": "One server"}),
        ("constraint", {"element": "test", "why": ""}, {"element": "test"}),
    ],
)
def test_a_statement_is_kept_in_normal_form(kind: str, given: dict[str, Any], kept: dict[str, Any]) -> None:
    assert read(kind, [given]) == [kept]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("80", {"value": 0.8}),
        ("80%", {"value": 0.8}),
        ("0,8", {"value": 0.8}),
        ("1", {"value": 1}),
        ("70-90 %", {"value": 0.8, "low": 0.7, "high": 0.9}),
        ("28.5%", {"value": 0.285}),
        (0.5, {"value": 0.5}),
    ],
)
def test_shares_are_read_as_the_board_reads_them(typed: object, value: dict[str, float]) -> None:
    assert read_estimate("complete_accurate", typed, READING) == value


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("notes", {"text": " "}, "The note is empty."),
        ("notes", {"text": "x" * (NOTE_LIMIT + 1)}, "1,000 are allowed"),
        ("notes", {"text": 3}, "“text” must be a text."),
        ("notes", {"text": "We wait", "about": "a b"}, "must be the id of an element"),
        ("notes", {"text": "We wait", "author": "Ben"}, "has no “author”"),
        ("estimates", {"element": "gone", "field": "wait_time", "value": "1d"}, "one of what the round asks about"),
        ("estimates", {"element": "build", "field": "people", "value": 3}, "This round asks for wait_time"),
        ("estimates", {"element": "build", "field": "wait_time"}, "The value is missing."),
        ("estimates", {"element": "build", "field": "wait_time", "value": "3"}, "could not be read"),
        ("estimates", {"element": "build", "field": "complete_accurate", "value": "180 %"}, "from 0 to 1"),
        ("estimates", {"element": "build", "field": "complete_accurate", "value": "most"}, "must be a number"),
        ("votes", {"target": ["build"]}, "one of what the round asks about"),
        ("votes", {"target": "build", "dots": 2}, "Only one dot"),
        ("votes", {"target": "build", "dots": 0}, "Only one dot"),
        ("effort", {"element": "build"}, "Give a score"),
        ("effort", {"element": "build", "customer": 6}, "from 1 to 5"),
        ("effort", {"element": "build", "customer": True}, "from 1 to 5"),
        ("constraint", {"element": "idea"}, "one of what the round asks about"),
        ("constraint", "build", "must be an object"),
    ],
)
def test_what_cannot_be_said_is_refused_with_a_sentence(kind: str, given: object, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(kind, [given])
    (problem,) = refused.value.problems
    assert problem.place == "contribution.0"
    assert sentence in problem.sentence


@pytest.mark.parametrize(
    ("kind", "given", "options", "sentence"),
    [
        ("notes", [{"text": "We wait"}] * (NOTES_EACH + 1), {}, "at most 20"),
        ("constraint", [{"element": "build"}, {"element": "test"}], {}, "at most 1"),
        ("votes", [{"target": "build"}, {"target": "test"}], {"dots": 1}, "You have placed 2 dots; there are 1"),
        ("votes", [{"target": "build"}, {"target": "build"}], {}, "about the same"),
        ("effort", [{"element": "build", "worker": 1}, {"element": "build", "customer": 1}], {}, "about the same"),
        ("notes", {"text": "We wait"}, {}, "must be a list"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    kind: str, given: object, options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(kind, given, **options)
    assert sentence in refused.value.message


def test_dots_can_be_stacked_where_the_round_says_so() -> None:
    assert read("votes", [{"target": "build", "dots": 3}], stackable=True) == [{"target": "build", "dots": 3}]


def test_two_estimates_of_one_step_are_about_different_fields() -> None:
    given = [{"element": "build", "field": field, "value": "1d"} for field in ("wait_time", "process_time")]
    assert len(read("estimates", given)) == 2
