"""Gates: decided once, by those who decide, kept for good; and where they lead initiatives."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.commands.gates import GateClosed, decide_review, decide_stage
from experiments.commands.initiatives import change_initiative, decide_initiative
from experiments.commands.stages import InitiativeEnded, StageDecided, add_stage, change_stage, remove_stage
from experiments.domain.gates import initiative_after
from experiments.domain.states import DECIDED_AS, GATE, INITIATIVE
from experiments.models import Decision, Gate, Initiative, Stage
from experiments.permissions import hands_of
from experiments.selectors.gates import review_of, stage_gate_now
from tests.cast import Cast
from tests.experiments.results import a_sprint, a_stage, an_initiative, counted_result, this_quarter
from tests.experiments.story import read_daily, today
from workshops.commands.workshop import delete_workshop
from workshops.errors import InvalidInput, NotAllowed, WorkshopError

PEOPLE = ("ana", "ben", "lea", "vic")


def review(cast: Cast, decision: str = "continue", **others: Any) -> Gate:
    given = {"actor": cast.lea, "quarter": this_quarter(), "reason": "The wait fell", **others}
    return decide_review(decision=decision, **given)


def test_a_review_keeps_the_key_results_as_they_stood(cast: Cast) -> None:
    found = counted_result(cast, owner=cast.ben.id)
    read_daily(cast, found.series, [14], ends_on=today())
    gate = review(cast)
    decided = gate.decisions.get()
    assert (gate.state, decided.reason, decided.decided_by) == ("continued", "The wait fell", cast.lea)
    assert decided.evidence is not None
    kept = decided.evidence["criteria"][0]
    assert (kept["now"], kept["is_met"], kept["owner"]) == (14, False, "Ben")
    read_daily(cast, found.series, [9], ends_on=today(), op_id="later")
    again = review_of(actor=cast.vic, quarter=this_quarter()).stream
    assert again.criteria[0].is_met is True
    assert again.decisions[0].evidence == decided.evidence


def test_a_review_is_decided_once_and_by_those_who_decide(cast: Cast) -> None:
    for name in ("ben", "vic"):
        with pytest.raises(NotAllowed), transaction.atomic():
            review(cast, actor=getattr(cast, name))
    with pytest.raises(InvalidInput, match="Say why the gate “review, Q"):
        review(cast, reason="  ")
    with pytest.raises(InvalidInput, match="“invest” cannot be decided here"):
        review(cast, "invest")
    assert not Gate.objects.exists()
    review(cast, actor=cast.ana)
    with pytest.raises(WorkshopError, match="is continued, which is an end"):
        review(cast, "stop")
    with pytest.raises(GateClosed, match="has not begun yet"):
        review(cast, quarter=this_quarter().next)
    assert [way.code for way in review_of(actor=cast.lea, quarter=this_quarter().previous).stream.open] == [
        "continue",
        "pivot",
        "stop",
    ]
    assert review_of(actor=cast.ben, quarter=this_quarter().previous).stream.open == ()


def test_history_can_be_neither_changed_nor_deleted(cast: Cast) -> None:
    decided = review(cast).decisions.get()
    with pytest.raises(IntegrityError, match="is history and cannot be changed"), transaction.atomic():
        Decision.objects.filter(pk=decided.pk).update(reason="Something nicer")
    with pytest.raises(IntegrityError, match="can only be deleted with its workshop"), transaction.atomic():
        decided.delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    delete_workshop(actor=cast.ana)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Decision.objects.exists()


def test_an_investment_is_held_and_decided_again(cast: Cast) -> None:
    found = an_initiative(cast, is_investment=True)
    review(cast, "hold", initiative=found)
    found.refresh_from_db()
    assert found.state == "held"
    review(cast, "invest", initiative=found, reason="The second environment is cheaper than waiting")
    found.refresh_from_db()
    assert found.state == "running"
    told = [(one.before, one.after) for one in found.decisions.order_by("decided_at")]
    assert told == [("planned", "held"), ("held", "running")]
    assert "Decided at the gate “review of A second staging" in found.decisions.last().reason  # type: ignore[union-attr]
    gate = Gate.objects.get(initiative=found)
    assert [one.after for one in gate.decisions.order_by("decided_at")] == ["held", "invested"]


def test_stages_follow_each_other_gate_by_gate(cast: Cast) -> None:
    result = counted_result(cast)
    found = an_initiative(cast, key_results=[result.pk])
    first = a_stage(cast, found, "Try it", criteria=[{"key_result": result.pk, "threshold": "15"}])
    second = a_stage(cast, found, "Roll it out")
    with pytest.raises(GateClosed, match="First comes the gate of “Try it”"):
        decide_stage(actor=cast.lea, stage=second, decision="invest", reason="Hurry")
    read_daily(cast, result.series, [14], ends_on=today())
    gate = decide_stage(actor=cast.lea, stage=first, decision="invest", reason="It works")
    evidence = gate.decisions.get().evidence
    assert evidence is not None
    assert (evidence["criteria"][0]["threshold"], evidence["criteria"][0]["is_met"]) == (15, True)
    found.refresh_from_db()
    assert found.state == "running"
    with pytest.raises(StageDecided):
        change_stage(actor=cast.lea, stage=first, given={"name": "Something else"})
    with pytest.raises(StageDecided):
        remove_stage(actor=cast.lea, stage=first)
    decide_stage(actor=cast.ana, stage=second, decision="hold", reason="No people before May")
    found.refresh_from_db()
    assert found.state == "held"
    decide_stage(actor=cast.ana, stage=second, decision="kill", reason="Nobody needs it any more")
    found.refresh_from_db()
    assert found.state == "stopped"
    with pytest.raises(InitiativeEnded):
        add_stage(actor=cast.lea, initiative=found, given={"name": "After all"})
    with pytest.raises(InitiativeEnded):
        a_sprint(cast, found)
    ended = stage_gate_now(actor=cast.lea, stage=Stage.objects.get(pk=second.pk))
    assert ended.open == () and "is stopped" in ended.why_closed


def test_a_criterion_without_a_threshold_asks_the_target(cast: Cast) -> None:
    result = counted_result(cast)
    stage = a_stage(cast, an_initiative(cast), criteria=[{"key_result": result.pk}])
    assert stage.criteria.get().threshold == result.target
    with pytest.raises(InvalidInput, match="is asked twice"):
        change_stage(
            actor=cast.lea, stage=stage, given={"criteria": [{"key_result": result.pk}, {"key_result": result.pk}]}
        )
    with pytest.raises(InvalidInput, match="“Reopened tickets”: “some” is not a number"):
        change_stage(actor=cast.lea, stage=stage, given={"criteria": [{"key_result": result.pk, "threshold": "some"}]})


def test_a_sprint_says_which_key_result_it_serves(cast: Cast) -> None:
    result = counted_result(cast)
    found = an_initiative(cast)
    assert a_sprint(cast, found).key_result is None
    assert a_sprint(cast, found, key_result=result.pk).key_result == result
    with pytest.raises(InvalidInput, match="before it starts on"):
        a_sprint(cast, found, ends_on=today().replace(year=today().year - 1))
    with pytest.raises(InvalidInput, match="The goal is empty"):
        a_sprint(cast, found, goal=" ")


def test_what_belongs_to_an_initiative_is_of_its_workshop(cast: Cast) -> None:
    found = an_initiative(cast)
    with pytest.raises(InvalidInput, match="One of the improvements is not in this workshop"):
        change_initiative(actor=cast.lea, initiative=found, given={"improvements": [found.pk]})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(PEOPLE), st.sampled_from([*DECIDED_AS, "wait"]), st.sampled_from(["", "Because."])),
        max_size=8,
    ),
    st.booleans(),
)
def test_whatever_is_tried_gate_and_initiative_follow_their_machines(
    cast: Cast, tries: list[tuple[str, str, str]], is_investment: bool
) -> None:
    with transaction.atomic():
        found = an_initiative(cast, is_investment=is_investment)
        allowed = {"invest", "hold", "kill"} if is_investment else {"continue", "pivot", "stop"}
        gate, history, state = GATE.initial, list[tuple[str, str]](), "planned"
        for name, decision, reason in tries:
            actor = getattr(cast, name)
            to = DECIDED_AS.get(decision, "")
            open_to = {move.target for move in GATE.open_moves(gate, hands_of(actor, Gate()))}
            may = decision in allowed and to in open_to and bool(reason) and state not in ("stopped", "finished")
            try:
                review(cast, decision, actor=actor, reason=reason, initiative=found)
                assert may
                history.append((gate, to))
                gate, state = to, initiative_after(decision, state)
            except WorkshopError as error:
                assert not may
                assert error.message.endswith(".")
        found.refresh_from_db()
        assert found.state == state
        told = Decision.objects.filter(gate__initiative=found).order_by("decided_at").values_list("before", "after")
        assert list(told) == history
        transaction.set_rollback(True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(PEOPLE), st.sampled_from([*INITIATIVE.codes, "won"]), st.sampled_from(["", "So."])),
        max_size=10,
    )
)
def test_an_initiative_follows_its_machine(cast: Cast, tries: list[tuple[str, str, str]]) -> None:
    with transaction.atomic():
        found = an_initiative(cast)
        state, history = INITIATIVE.initial, list[tuple[str, str, str]]()
        for name, to, reason in tries:
            actor = getattr(cast, name)
            moves = {move.target: move for move in INITIATIVE.open_moves(state, hands_of(actor, found))}
            may = to in moves and (bool(reason) or not moves[to].needs_reason)
            try:
                decide_initiative(actor=actor, initiative=found, to=to, reason=reason)
                assert may
                history.append((state, to, reason))
                state = to
            except WorkshopError:
                assert not may
        assert Initiative.objects.get(pk=found.pk).state == state
        told = found.decisions.order_by("decided_at").values_list("before", "after", "reason")
        assert list(told) == history
        transaction.set_rollback(True)
