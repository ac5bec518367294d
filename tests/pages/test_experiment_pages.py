"""Experiments as people use their pages without script: drafted, started, judged with guards in front, adopted."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from experiments.commands.experiments import change_experiment, decide_experiment
from experiments.models import Experiment, Series
from maps.selectors import snapshot_of
from tests.cast import Cast, Person, client_of
from tests.experiments.conftest import fill_map
from tests.experiments.story import HALVE_THE_WAIT, read_daily, ready_experiment, series, today
from tests.pages.reading import text_of

DAY_S = 8 * 3600.0


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """The cast with three steps on their map."""
    fill_map(cast)
    return cast


def page_of(person: Person, of: Experiment) -> str:
    return text_of(client_of(person).get(reverse("experiment", args=[of.id])))


def decide(person: Person, of: Experiment, **data: str) -> Any:
    return client_of(person).post(reverse("experiment_decide", args=[of.id]), data, follow=True)


def judged(cast: Cast, *, guard: list[float] | None = None) -> Experiment:
    """An experiment whose wait halved and whose period is over; `guard` are readings of reopened tickets since."""
    others = {}
    if guard is not None:
        reopened = series(cast, "Reopened tickets", "count")
        read_daily(cast, reopened, [2.0, 3, 2, 4, 3, 2, 3, 3, 2, 3, 4, 3], ends_on=today() - timedelta(days=22))
        read_daily(cast, reopened, guard, ends_on=today() - timedelta(days=2), op_id="since")
        others = {"guards": [reopened.id], "guard_absence": ""}
    found = ready_experiment(cast, **others)
    assert found.series is not None
    since = [4.0, 3, 4, 5, 4, 3, 4, 4, 5, 4, 3, 4]
    read_daily(cast, found.series, since, ends_on=today() - timedelta(days=2), op_id="since")
    decide_experiment(actor=cast.ben, experiment=found, to="running")
    return decide_experiment(actor=cast.ben, experiment=found, to="to_be_judged")


def form_of(cast: Cast, **others: Any) -> dict[str, Any]:
    """What the form of a complete draft sends."""
    return {
        "change": "booking the staging environment in slots",
        "direction": "reduce",
        "metric": "wait_time",
        "place": f"{cast.map.id}:test",
        "percent": "50",
        "within": "3 weeks",
        "owner": str(cast.ben.id),
        "how_measured": "From the board",
        "guard_absence": "Nothing else waits for the slots.",
        **others,
    }


def test_without_experiments_the_page_says_what_to_do(cast: Cast) -> None:
    address = reverse("experiments", args=[cast.workshop.id])
    assert "Draft the first experiment" in text_of(client_of(cast.ben).get(address))
    for_vic = text_of(client_of(cast.vic).get(address))
    assert "No experiment yet" in for_vic and "Draft the first experiment" not in for_vic


def test_a_draft_begins_its_measurement_and_its_guard(filled: Cast) -> None:
    address = reverse("experiment_new", args=[filled.workshop.id])
    given = form_of(
        filled,
        series="new",
        new_series="Staging wait",
        new_guard="Reopened tickets",
        new_guard_measure="count",
        new_guard_worse="higher",
        edits_from="value",
        effect_place=f"{filled.map.id}:test",
        effect_field="people",
        effect_value="2",
    )
    said = text_of(client_of(filled.ben).post(address, given, follow=True))
    assert "reduce the wait time of “Staging test” by 50 % within 3 weeks." in said
    assert "There is no reading from before the start" in said
    made = Experiment.objects.get()
    assert made.series is not None
    assert (made.series.measure, made.series.worse_when) == ("time_s", "higher")
    assert [guard.series.name for guard in made.guards.all()] == ["Reopened tickets"]
    assert made.predicted is not None and made.predicted["percent"] < 0
    assert "the engine predicts" in said


def test_nothing_is_saved_of_a_form_with_problems(filled: Cast) -> None:
    """The name of the guard is taken, so the measurement that would begin with it does not begin either."""
    series(filled, "Reopened tickets", "count")
    address = reverse("experiment_new", args=[filled.workshop.id])
    given = form_of(filled, series="new", new_series="Staging wait", new_guard="Reopened tickets")
    answer = client_of(filled.ben).post(address, given)
    page = text_of(answer)
    assert answer.status_code == 400
    guard = page.split('id="new_guard-errors"')[1].split("</div>")[0]
    assert "There is a series “Reopened tickets” in this workshop already." in guard
    assert "booking the staging environment in slots</textarea>" in page
    assert not Experiment.objects.exists()
    assert Series.objects.count() == 1


def test_the_sentence_follows_the_form(filled: Cast) -> None:
    wait = series(filled)
    read_daily(filled, wait, [DAY_S * 8, DAY_S * 9, DAY_S * 7, DAY_S * 8], ends_on=today() - timedelta(days=30))
    address = reverse("experiment_preview", args=[filled.workshop.id])
    part = text_of(client_of(filled.ben).post(address, {"change": "slots", "percent": "many"}))
    assert "We believe that by slots we will" in part
    assert '<span class="open-part">[reduce or raise]</span>' in part
    assert "Choose the flow metric that it should move." in part
    given = form_of(
        filled,
        series=str(wait.id),
        starts_on=today().isoformat(),
        ends_on=(today() + timedelta(days=21)).isoformat(),
        edits_from="value",
        effect_place=f"{filled.map.id}:test",
        effect_field="people",
        effect_value="2",
    )
    whole = text_of(client_of(filled.ben).post(address, given))
    assert "−50 %" in whole and "The engine predicts" in whole
    assert "By the engine the wait time would fall by" in whole
    assert "4 readings from before: mean 8 d" in whole
    assert "The period is 3 weeks." in whole
    assert "Say on which day the result is reviewed" in whole
    assert not Experiment.objects.exists()


def test_two_people_write_the_same_draft_and_nothing_is_lost(filled: Cast) -> None:
    draft = ready_experiment(filled)
    address = reverse("experiment_edit", args=[draft.id])
    told = client_of(filled.ben).get(address).context["form"].base
    change_experiment(actor=filled.ana, experiment=draft, given={"percent": 30.0, "within": "2 months"})
    mine = json.loads(told) | {"percent": "40", "change": "a booking sheet for staging"}
    mine |= {"base": told, "revision": str(draft.revision), "experiment": str(draft.id)}
    answer = client_of(filled.ben).post(address, mine)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Ana saved this while you wrote." in page
    assert "<td>30</td><td>40</td>" in page
    assert '<th scope="row">Within</th><td>2 months</td><td><span class="hint">not changed by you</span></td>' in page
    draft.refresh_from_db()
    assert (draft.percent, draft.change) == (30.0, "booking the staging environment in slots")
    form = answer.context["form"]
    again = json.loads(form.base) | {name: form[name].value() for name in ("percent", "change", "within")}
    again |= {"base": form.base, "revision": str(draft.revision)}
    assert client_of(filled.ben).post(address, again).status_code == 302
    draft.refresh_from_db()
    assert (draft.percent, draft.within, draft.change) == (40.0, "2 months", "a booking sheet for staging")


def test_a_start_that_lacks_something_says_all_of_it(filled: Cast) -> None:
    draft = ready_experiment(filled, within="", guard_absence="")
    answer = decide(filled.ben, draft, state="running")
    problems = text_of(answer).split('role="alert"')[1].split("</div>")[0]
    assert answer.status_code == 400
    assert "Say within which time the effect should be seen." in problems
    assert "Name a guard metric" in problems
    assert "not_started" not in problems


def test_a_guard_that_got_worse_is_shown_first(filled: Cast) -> None:
    found = judged(filled, guard=[9.0, 8, 10, 9, 11, 9, 8, 10, 9, 9, 10, 11])
    page = page_of(filled.lea, found)
    assert "Guard first: “Reopened tickets” got worse, while “Staging wait” got better." in page
    assert page.index("Guard that got worse: Reopened tickets") < page.index("The metric: Staging wait")
    assert "The figures suggest: Do not adopt it as it is" in page
    assert page.count('type="application/json"') == 2
    assert 'id="decide"' not in page
    listed = text_of(client_of(filled.lea).get(reverse("experiments", args=[filled.workshop.id])))
    assert "Guard first: “Reopened tickets” got worse" in listed


def test_no_evidence_of_change_is_an_answer(filled: Cast) -> None:
    found = ready_experiment(filled)
    assert found.series is not None
    same = [8.0, 9, 7, 8, 10, 8, 7, 9]
    read_daily(filled, found.series, same, ends_on=today() - timedelta(days=2), op_id="since")
    decide_experiment(actor=filled.ben, experiment=found, to="running")
    page = page_of(filled.vic, found)
    assert "No evidence of change in “Staging wait”." in page
    assert "The verdict so far" in page


def test_a_decision_needs_its_reason_and_keeps_what_was_typed(filled: Cast) -> None:
    found = judged(filled)
    answer = decide(filled.ben, found, state="adopted")
    page = text_of(answer)
    assert answer.status_code == 400
    assert "Say why the experiment" in page
    assert 'value="adopted" required checked' in page
    done = text_of(decide(filled.ben, found, state="adopted", reason="It halved, and nothing suffers."))
    assert "The experiment is adopted." in done
    assert "It halved, and nothing suffers." in done
    assert "The verdict of that moment: “Staging wait” got better." in done
    late = text_of(decide(filled.ben, found, state="abandoned", reason="No."))
    assert "which is an end" in late


def test_it_runs_longer_until_another_day(filled: Cast) -> None:
    found = judged(filled)
    ends, review = today() + timedelta(days=14), today() + timedelta(days=16)
    refused = decide(filled.ben, found, state="running", reason="", ends_on=ends.isoformat())
    assert refused.status_code == 400
    found.refresh_from_db()
    assert (found.state, found.ends_on) == ("to_be_judged", today() - timedelta(days=1))
    dates = {"ends_on": ends.isoformat(), "review_on": review.isoformat()}
    text = text_of(decide(filled.ben, found, state="running", reason="Too few readings", **dates))
    found.refresh_from_db()
    assert (found.state, found.ends_on, found.review_on) == ("running", ends, review)
    assert "Too few readings" in text


def test_what_runs_keeps_an_owner_and_a_review(filled: Cast) -> None:
    found = judged(filled)
    address = reverse("experiment_running", args=[found.id])
    answer = client_of(filled.ben).post(address, {"revision": str(found.revision), "owner": "", "review_on": ""})
    page = text_of(answer)
    assert answer.status_code == 400
    assert "say on which day the result is reviewed" in page and "name who sees to it" in page
    stale = {"revision": "1", "owner": str(filled.mia.id), "review_on": today().isoformat()}
    refused = client_of(filled.ben).post(address, stale)
    assert refused.status_code == 409
    form = refused.context["running_form"]
    assert form["owner"].value() == str(filled.mia.id)
    fresh = stale | {"revision": str(form.revision), "base": form.base}
    assert client_of(filled.ben).post(address, fresh).status_code == 302
    found.refresh_from_db()
    assert found.owner == filled.mia


def test_adopted_it_offers_the_measured_value_and_writes_it_once(filled: Cast) -> None:
    found = judged(filled)
    decide(filled.ben, found, state="adopted", reason="It halved.")
    page = page_of(filled.ben, found)
    assert "Write it onto the map" in page and "measured (12)" in page
    assert "8 d" in page.split('class="table offer-table"')[1].split("</table>")[0]
    assert "A facilitator or a member can write it." in page_of(filled.lea, found)
    address = reverse("experiment_to_map", args=[found.id])
    for _ in range(2):
        said = text_of(client_of(filled.ben).post(address, {"op_id": "adopt"}, follow=True))
    assert "What was measured stands on the map, as its change 2." in said
    wait = snapshot_of(filled.map.id).elements["test"]["wait_time"]
    assert (wait["source"], wait["n"]) == ("measured", 12)


def test_the_next_one_goes_on_from_it(filled: Cast) -> None:
    found = judged(filled)
    decide(filled.ben, found, state="adapted", reason="Longer slots.")
    address = reverse("experiment_new", args=[filled.workshop.id])
    shown = client_of(filled.ben).get(address, {"follows": str(found.id)})
    assert "It goes on from “booking the staging environment in slots”" in text_of(shown)
    assert "booking the staging environment in slots</textarea>" in text_of(shown)
    given = form_of(filled, change="longer slots", follows=str(found.id))
    client_of(filled.ben).post(address, given)
    after = Experiment.objects.get(change="longer slots")
    assert after.follows == found
    assert "longer slots" in page_of(filled.vic, found)


def test_a_draft_that_was_dropped_has_no_verdict(filled: Cast) -> None:
    draft = ready_experiment(filled)
    page = text_of(decide(filled.ben, draft, state="abandoned", reason="Not now"))
    assert "Not now" in page
    assert 'id="verdict"' not in page


def test_one_value_of_a_step_must_be_on_the_map_of_the_metric(filled: Cast) -> None:
    address = reverse("experiment_preview", args=[filled.workshop.id])
    part = text_of(client_of(filled.ben).post(address, form_of(filled, edits_from="improvement")))
    assert "By the engine" not in part
    wrong = form_of(
        filled,
        edits_from="value",
        effect_place=f"{filled.map.id}:test",
        effect_field="complete_accurate",
        effect_value="very",
    )
    assert "%C/A must be a number" in text_of(client_of(filled.ben).post(address, wrong))


def test_what_the_change_is_on_the_map_stays(filled: Cast) -> None:
    """A draft that is changed elsewhere keeps the edits that stand for it."""
    draft = ready_experiment(filled, edits=HALVE_THE_WAIT)
    address = reverse("experiment_edit", args=[draft.id])
    told = client_of(filled.ben).get(address).context["form"].base
    mine = json.loads(told) | {"within": "a month", "base": told, "revision": str(draft.revision)}
    assert client_of(filled.ben).post(address, mine).status_code == 302
    draft.refresh_from_db()
    assert draft.edits is not None
    assert (draft.within, draft.edits[0]["id"]) == ("a month", "test")
