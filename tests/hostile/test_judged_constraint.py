"""While people judge which step is the constraint, nothing of the site tells anybody what the figures say of it.

The same search runs over everything that people can read: before the round, where it finds the constraint at many
addresses (so it can find it), while the round is open and when it is closed, where it finds nothing, and after the
reveal, where it finds it wherever it was before.
"""

import html
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from experiments.commands.campaigns import plan_campaign
from experiments.commands.experiments import draft_experiment
from experiments.commands.feeds import feed_series
from experiments.commands.future_state import derive_future_state
from experiments.commands.improvements import propose_improvement
from experiments.commands.later_state import map_again
from experiments.commands.lens import answer_lens
from facilitation.commands.entries import save_entry
from facilitation.commands.reveal import reveal_round
from facilitation.commands.rounds import cancel_round, close_round, open_round, prepare_round
from facilitation.commands.validation import ask_for_validation
from facilitation.models import Round
from maps.commands.edit import submit
from maps.commands.simulating import SIMULATIONS, do_simulation
from maps.commands.simulation import start_simulation
from maps.commands.what_if import share_what_if
from maps.domain.elements import Elements
from maps.models import ConstraintJudging
from maps.selectors import figures_of, hides_constraint, snapshot_of
from reviews.commands.documents import request_document
from reviews.commands.leases import claim_job
from reviews.commands.rendering import render_job
from reviews.commands.states import save_state
from reviews.models import DocumentFormat, RenderJob, SavedState
from tests.api.rows_plan import ANSWERS
from tests.cast import CHARTER, Cast, Person, client_of, make_cast
from tests.experiments.conftest import fill_map
from tests.experiments.story import plan, series, today
from tests.hostile.surface import addresses, surface

# A demand that gives loads which occur nowhere else: 134.25 % of the test, 89.5 % of the build.
ODD_CHARTER = {**CHARTER, "demand": {"items": 5.37, "per": "week"}}
MORE_PEOPLE = [{"do": "set", "id": "test", "fields": {"people": 2}}]
OTHER_ROLE = [{"do": "set", "id": "test", "fields": {"role": "Testers"}}]
FASTER_BUILD = [{"do": "set", "id": "build", "fields": {"process_time": "1d"}}]
# In drawings, pages and tables the step is marked without a sentence.
MARKS = (
    r"is-constraint",
    r"constraint · ",
    r'"constraint": ?\{',
    r'"utilisation": ?[0-9]',
    r'"capacity_per_day": ?[0-9]',
    r"<dd>Staging test</dd>",
    r"1\.34249?\d*",
    r"134(?:\.[23])? %",
    r"89\.5 %",
)
# What the API's document calls a field, and the constraints of the templates that a new workshop begins with.
ABOUT_NO_WORKSHOP = {"/api/schema/", "/workshops/new/"}
# The map file alone has no figures.
FILES = (DocumentFormat.CSV, DocumentFormat.SVG, DocumentFormat.MAP_FILE, DocumentFormat.XLSX)


class Site:
    """The cast with everything that rests on a map's figures: states, documents, a future, a campaign, simulations."""

    def __init__(self) -> None:
        cache.clear()
        self.cast: Cast = make_cast(ODD_CHARTER)
        fill_map(self.cast)
        self.cast.map.refresh_from_db()
        cast, ana = self.cast, self.cast.ana
        self.what_if, _ = share_what_if(actor=cast.ben, of=cast.map, title="Two testers", edits=MORE_PEOPLE)
        self.future, _ = derive_future_state(
            actor=ana,
            of=cast.map,
            title="In a year",
            target_condition="Four days",
            horizon_ends_on=today() + timedelta(days=300),
            edits=FASTER_BUILD,
            op_id="future",
        )
        self.later, _ = map_again(actor=ana, future=self.future, title="Later", begin="copy", op_id="later")
        self.fed = feed_series(actor=cast.lea, of=cast.map, figure="lead_time")
        self.improvement = propose_improvement(
            actor=cast.ben,
            given={"title": "Faster build", "map": str(cast.map.id), "element_id": "build", "edits": FASTER_BUILD},
        )
        wait = series(cast)
        self.experiment = draft_experiment(actor=cast.ben, given=plan(cast, wait))
        self.campaign = plan_campaign(
            actor=cast.mia,
            given={"name": "Reviews", "map": str(cast.map.id), "element_id": "build", "series": str(wait.pk)},
        )
        answer_lens(actor=cast.mia, concern="Everything takes long", answers=ANSWERS)
        self.state = save_state(actor=ana, map_id=cast.map.id, name="As we found it")
        self.validation = ask_for_validation(actor=ana, map_id=cast.map.id, validation_id=uuid4())
        self.documents = [self.document_of(self.state, kind) for kind in FILES]
        self.simulation = start_simulation(actor=cast.vic, of=cast.map, items=200, seed=3)
        lease = SIMULATIONS.claim(self.simulation.id)
        assert lease is not None
        do_simulation(lease)

    @property
    def people(self) -> dict[str, Person | None]:
        """One of each role, and a stranger."""
        cast = self.cast
        return {"ana": cast.ana, "ben": cast.ben, "lea": cast.lea, "vic": cast.vic, "stan": cast.stan}

    def document_of(self, state: SavedState, kind: str) -> RenderJob:
        job = request_document(actor=self.cast.ana, saved_state_id=state.id, format=kind)
        lease = claim_job(job.id)
        assert lease is not None
        render_job(lease)
        return job

    def open_round(self, kind: str = "constraint") -> Round:
        of = prepare_round(
            actor=self.cast.ana,
            map_id=self.cast.map.id,
            kind=kind,
            prompt="Which step governs the stream?",
            is_anonymous=False,
            options={},
            round_id=uuid4(),
        )
        return open_round(actor=self.cast.ana, round_id=of.id, minutes=60)

    def addresses(self, *rounds: UUID) -> list[str]:
        """Return every address there is, about each of the things that exist."""
        things: dict[str, object] = {
            "workshop_id": self.cast.workshop.id,
            "map_id": self.cast.map.id,
            "seq": self.cast.map.head_seq,
            "element_id": "test",
            "state_id": self.state.id,
            "what_if_id": self.what_if.id,
            "simulation_id": self.simulation.id,
            "series_id": self.fed.pk,
            "improvement_id": self.improvement.pk,
            "experiment_id": self.experiment.pk,
            "campaign_id": self.campaign.pk,
            "participant_id": self.cast.mia.id,
            "validation_id": self.validation.pk,
        }
        found = set(addresses(things))
        for map_id in (self.future.id, self.later.id):
            found |= set(addresses({**things, "map_id": map_id}))
        for job in self.documents:
            found |= set(addresses({**things, "document_id": job.id}))
        for round_id in rounds:
            found |= set(addresses({**things, "round_id": round_id}))
        for state in SavedState.objects.exclude(pk=self.state.pk):
            found |= set(addresses({**things, "state_id": state.id}))
        found.add(f"/api/maps/{self.cast.map.id}/at/{self.cast.map.head_seq}/?figures=true")
        return sorted(found - ABOUT_NO_WORKSHOP)

    def asked(self) -> dict[str, str]:
        """Return what Vic, who only reads, is answered where a question is sent: what-ifs, and his simulation again."""
        client = client_of(self.cast.vic)
        base = f"/api/maps/{self.cast.map.id}"
        found = {}
        for path in ("what-if", "explanation", "sensitivity"):
            for name, edits in (("more", MORE_PEOPLE), ("faster", FASTER_BUILD), ("other role", OTHER_ROLE)):
                found[f"{path} {name}"] = posted(client, f"{base}/{path}/", {"edits": edits})
        found["simulation"] = posted(client, f"/api/simulations/{self.simulation.id}/cancel/", {})
        return found


def posted(client: Client, address: str, body: dict[str, Any]) -> str:
    answer = client.post(address, json.dumps(body), content_type="application/json")
    return f"{answer.status_code} {answer.content.decode()}"


def signs_of(charter: dict[str, Any], elements: Elements) -> list[re.Pattern[str]]:
    """Return by what the constraint would be known: every sentence that names it, every load, every mark."""
    figures = figures_of(charter, elements)
    assert figures["constraint"]["step"] == "test"
    telling = [one for one in figures["findings"] if one["code"] in {"cannot_meet_demand", "near_its_limit"}]
    waits = [one for one in figures["findings"] if one["code"] == "long_wait"]
    assert telling and waits
    sentences = [*figures["constraint"]["evidence"], *(one["sentence"] for one in (*telling, *waits))]
    return [re.compile(re.escape(sentence)) for sentence in sentences] + [re.compile(mark) for mark in MARKS]


def telling(answers: dict[Any, str], signs: list[re.Pattern[str]]) -> dict[Any, list[str]]:
    """Return which of the answers tell the constraint, and by what."""
    found = {}
    for where, text in answers.items():
        read = html.unescape(text)
        seen = [match.group() for sign in signs if (match := sign.search(read))]
        if seen:
            found[where] = seen
    return found


@pytest.fixture
def site(db: None) -> Iterator[Site]:
    yield Site()


def test_nothing_tells_the_constraint_to_anybody_while_people_judge_it(site: Site) -> None:
    signs = signs_of(site.cast.workshop.charter, snapshot_of(site.cast.map.id).elements)
    at = site.addresses()
    before = telling(surface({"vic": site.cast.vic}, at), signs)
    assert len(before) >= 15, before
    asked_before = telling(site.asked(), signs)
    assert {"what-if other role", "explanation other role", "simulation"} <= asked_before.keys()

    earlier = site.open_round()
    save_entry(actor=site.cast.ben, round_id=earlier.id, contribution=[{"element": "build"}])
    reveal_round(actor=site.cast.ana, round_id=earlier.id)
    there = [address for _, address in before]
    assert telling(surface({"vic": site.cast.vic}, there), signs).keys() == before.keys()

    of = site.open_round()
    save_state(actor=site.cast.ana, map_id=site.cast.map.id, name="Meanwhile")
    at = site.addresses(earlier.id, of.id)
    assert telling(surface(site.people, at), signs) == {}
    assert telling(site.asked(), signs) == {}
    close_round(actor=site.cast.ana, round_id=of.id)
    assert telling(surface(site.people, there), signs) == {}

    reveal_round(actor=site.cast.ana, round_id=of.id)
    assert telling(surface({"vic": site.cast.vic}, there), signs).keys() == before.keys()
    assert telling(site.asked(), signs).keys() == asked_before.keys()


def test_a_step_that_an_earlier_round_was_told_is_not_told_in_the_next(site: Site) -> None:
    earlier = site.open_round()
    reveal_round(actor=site.cast.ana, round_id=earlier.id)
    address = f"/api/rounds/{earlier.id}/"
    client = client_of(site.cast.mia)
    assert client.get(address).json()["result"]["figures"]["step"] == "test"
    of = site.open_round()
    for where in (address, f"/api/workshops/{site.cast.workshop.id}/rounds/"):
        assert '"step"' not in client.get(where).content.decode()
    cancel_round(actor=site.cast.ana, round_id=of.id)
    assert client.get(address).json()["result"]["figures"]["step"] == "test"


def test_documents_wait_and_the_map_file_does_not(site: Site) -> None:
    of = site.open_round()
    client = client_of(site.cast.lea)
    for job in site.documents:
        answer = client.get(f"/api/documents/{job.id}/file/")
        is_free = job.format == DocumentFormat.MAP_FILE
        assert answer.status_code == (200 if is_free else 409), answer.content
        if not is_free:
            assert answer.json()["code"] == "constraint_hidden"
            assert "As we found it" in answer.json()["message"]
    cancel_round(actor=site.cast.ana, round_id=of.id)
    for job in site.documents:
        assert client.get(f"/api/documents/{job.id}/file/").status_code == 200


def test_figures_that_are_saved_meanwhile_are_whole_afterwards(site: Site) -> None:
    of = site.open_round()
    state = save_state(actor=site.cast.ana, map_id=site.cast.map.id, name="Meanwhile")
    client = client_of(site.cast.lea)
    hidden = client.get(f"/api/states/{state.id}/").json()["figures"]
    assert (hidden["constraint"], hidden["constraint_hidden"]) == (None, True)
    assert hidden["lead_time_s"] is not None
    reveal_round(actor=site.cast.ana, round_id=of.id)
    shown = client.get(f"/api/states/{state.id}/").json()["figures"]
    assert shown["constraint"]["step"] == "test"
    assert "constraint_hidden" not in shown


def test_it_is_hidden_as_long_as_any_round_judges_it_and_by_no_other_round(site: Site) -> None:
    workshop_id = site.cast.workshop.id
    notes = site.open_round("notes")
    assert not hides_constraint(workshop_id)
    first, second = site.open_round(), site.open_round()
    assert ConstraintJudging.objects.count() == 2
    cancel_round(actor=site.cast.ana, round_id=first.id)
    assert hides_constraint(workshop_id)
    close_round(actor=site.cast.ana, round_id=second.id)
    assert hides_constraint(workshop_id)
    reveal_round(actor=site.cast.ana, round_id=second.id)
    assert not hides_constraint(workshop_id)
    reveal_round(actor=site.cast.ana, round_id=notes.id)
    assert not ConstraintJudging.objects.exists()


def test_another_workshop_is_not_concerned(site: Site) -> None:
    other = make_cast(ODD_CHARTER)
    fill_map(other)
    site.open_round()
    client = client_of(other.ben)
    assert client.get(f"/api/maps/{other.map.id}/metrics/").json()["constraint"]["step"] == "test"
    assert not hides_constraint(other.workshop.id)


def test_whoever_changes_the_map_meanwhile_sees_sums_and_no_load(site: Site) -> None:
    site.open_round()
    edits = [{"do": "set", "id": "test", "fields": {"wait_time": "4d"}}]
    submit(map_id=site.cast.map.id, actor=site.cast.ben, op_id="shorter", edits=edits)
    told = client_of(site.cast.ben).get(f"/api/maps/{site.cast.map.id}/metrics/").json()
    assert told["lead_time_s"] is not None
    assert told["throughput_per_day"] is not None
    assert {step["utilisation"] for step in told["steps"].values()} == {None}
    assert told["steps"]["test"]["wait_time_s"] == 4 * 8 * 3600
