"""What opens the next session: of one workshop with every action, of several in a sentence each."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from experiments.commands.experiments import decide_experiment
from experiments.commands.improvements import decide_improvement, propose_improvement
from experiments.models import Experiment
from experiments.selectors.opening import opening_of, opening_sentences
from tests.cast import Cast, make_cast
from tests.experiments.story import ready_experiment, today


def fill(cast: Cast) -> Experiment:
    """Two overdue, one begun, one to be judged; done, dropped and far away ones that nobody has to be told of."""
    for title, days, states in (
        ("Late", -2, ()),
        ("Begun late", -1, ("doing",)),
        ("Begun", 9, ("doing",)),
        ("Done", -9, ("doing", "done")),
        ("Dropped", -9, ("dropped",)),
        ("Idea", 30, ()),
    ):
        given = {"title": title, "owner": cast.ben.id, "due_on": today() + timedelta(days=days)}
        entry = propose_improvement(actor=cast.ben, given=given)
        for state in states:
            entry = decide_improvement(actor=cast.ana, improvement=entry, to=state, reason="So it was decided.")
    experiment = ready_experiment(cast)
    for state in ("running", "to_be_judged"):
        experiment = decide_experiment(actor=cast.ana, experiment=experiment, to=state)
    return experiment


def test_it_names_every_action_with_its_page(cast: Cast) -> None:
    experiment = fill(cast)
    opening = opening_of(actor=cast.vic)
    assert opening.sentence == "2 actions are overdue, 2 unfinished: begin with them."
    assert [(action.title, action.due, action.who) for action in opening.overdue] == [
        ("Late", "2 days overdue", "Ben"),
        ("Begun late", "1 day overdue", "Ben"),
    ]
    begun, judged = opening.unfinished
    assert (begun.title, begun.state, begun.due) == ("Begun", "being done", "due in 9 days")
    assert (judged.kind, judged.state) == ("experiment", "to be judged")
    assert judged.path == f"/experiments/{experiment.id}/"
    assert begun.path == f"/improvements/{begun.id}/"


def test_several_workshops_are_read_at_once_and_say_the_same(cast: Cast) -> None:
    fill(cast)
    other, empty = make_cast(), make_cast()
    propose_improvement(actor=other.ben, given={"title": "Late", "due_on": today() - timedelta(days=1)})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        sentences = opening_sentences([cast.workshop, other.workshop, empty.workshop])
    assert len(queries) == 2
    assert sentences == {
        cast.workshop.id: opening_of(actor=cast.ana).sentence,
        other.workshop.id: "One action is overdue: begin with it.",
    }
