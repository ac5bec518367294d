"""Key results, the quarterly review and initiatives as people meet them on pages."""

from typing import Any

from django.urls import reverse

from experiments.commands.gates import decide_review
from experiments.commands.initiatives import change_initiative
from experiments.commands.key_results import change_key_result
from experiments.models import Gate, Initiative, KeyResult, Sprint
from maps.commands.edit import submit
from tests.cast import Cast, Person, client_of
from tests.experiments.results import a_sprint, a_stage, an_initiative, counted_result, fed_result, this_quarter
from tests.experiments.story import read_daily, today
from tests.pages.reading import text_of

STEP = {"kind": "step", "name": "Staging test", "wait_time": "8d", "process_time": "2d", "people": 1}


def draw(cast: Cast) -> None:
    submit(map_id=cast.map.id, actor=cast.ana, op_id="begin", edits=[{"do": "add", "id": "test", "element": STEP}])


def get(person: Person, address: str, *args: object) -> str:
    response = client_of(person).get(reverse(address, args=args))
    assert response.status_code == 200
    return response.content.decode()


def post(person: Person, address: str, /, *args: object, **data: Any) -> tuple[int, str]:
    """Return the status and the page to which the form leads."""
    response: Any = client_of(person).post(reverse(address, args=args), data, follow=True)
    status = response.redirect_chain[0][1] if response.redirect_chain else response.status_code
    return status, response.content.decode()


def test_without_key_results_the_page_says_what_to_do(cast: Cast) -> None:
    assert "Set a key result" in get(cast.lea, "key_results", cast.workshop.id)
    words = get(cast.ben, "key_results", cast.workshop.id)
    assert "Facilitators and leaders set them." in words
    assert "Set a key result" not in words


def test_lea_sets_the_lead_time_of_the_map(cast: Cast) -> None:
    draw(cast)
    status, page = post(
        cast.lea,
        "key_result_new",
        cast.workshop.id,
        measured_by=f"figure:{cast.map.id}:lead_time",
        target="5d",
        quarter=this_quarter().code,
        new_objective="Less waiting",
        owner=str(cast.ben.id),
    )
    assert status == 302
    found = KeyResult.objects.get()
    assert (found.objective and found.objective.title, found.owner) == ("Less waiting", cast.ben)
    for words in ("It stands where it began.", "10 d", "100 % estimates", "Take today’s figure"):
        assert words in page
    submit(
        map_id=cast.map.id,
        actor=cast.ben,
        op_id="less",
        edits=[{"do": "set", "id": "test", "fields": {"wait_time": "3d"}}],
    )
    _, page = post(cast.lea, "key_result_take", found.pk)
    assert "Read from the map. Its lead time rests on 100 % estimates." in page
    assert "The target is reached." in page
    _, page = post(cast.lea, "key_result_take", found.pk)
    assert "has changed since its lead time was read on" in page


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(cast: Cast) -> None:
    status, page = post(
        cast.lea,
        "key_result_new",
        cast.workshop.id,
        measured_by="new",
        new_measure="count",
        new_worse_when="higher",
        target="some",
        baseline="9",
        quarter=this_quarter().code,
    )
    assert status == 400
    assert "The name of the series is empty." in page
    assert 'value="some"' in page
    status, page = post(
        cast.lea,
        "key_result_new",
        cast.workshop.id,
        measured_by="new",
        new_name="Escaped defects",
        new_measure="count",
        new_worse_when="higher",
        target="some",
        baseline="9",
        quarter=this_quarter().code,
    )
    assert status == 400
    assert "The target: “some” is not a number." in page
    assert not KeyResult.objects.exists()


def test_two_people_change_a_key_result_and_nobody_is_overwritten(cast: Cast) -> None:
    found = counted_result(cast)
    change_key_result(actor=cast.ana, key_result=found, given={"target": 5})
    data = {"name": "Reopened", "baseline": "20", "target": "8", "quarter": this_quarter().code, "revision": "1"}
    status, page = post(cast.lea, "key_result", found.pk, **data)
    assert status == 409
    assert "Ana saved this while you wrote" in page
    assert "<td>5</td><td>8</td>" in page
    assert 'value="8"' in page
    found.refresh_from_db()
    assert found.target == 5
    status, _ = post(cast.lea, "key_result", found.pk, **{**data, "revision": "2"})
    assert status == 302
    found.refresh_from_db()
    assert (found.name, found.target) == ("Reopened", 8)


def test_two_people_change_an_initiative_and_each_keeps_what_only_they_changed(cast: Cast) -> None:
    found, served = an_initiative(cast), counted_result(cast)
    client, address = client_of(cast.lea), reverse("initiative", args=[found.pk])
    form = client.get(address).context["form"]
    mine = {"name": found.name, "owner": str(cast.ben.id), "base": form.base, "revision": str(form.revision)}
    change_initiative(actor=cast.ana, initiative=found, given={"is_investment": True, "key_results": [served.pk]})
    assert client.post(address, mine | {"purpose": "Nobody waits"}).status_code == 302
    found.refresh_from_db()
    assert (found.purpose, found.is_investment, list(found.key_results.all())) == ("Nobody waits", True, [served])
    # Both changed the purpose: nothing is saved before Lea has seen both, and then hers counts.
    answer = client.post(address, mine | {"purpose": "Staging is free"})
    assert answer.status_code == 409
    assert "<td>Nobody waits</td><td>Staging is free</td>" in text_of(answer)
    again = answer.context["form"]
    shown = {name: again[name].value() for name in again.fields if again[name].value()}
    client.post(address, shown | {"base": again.base, "revision": str(again.revision)})
    found.refresh_from_db()
    assert (found.purpose, found.is_investment, list(found.key_results.all())) == ("Staging is free", True, [served])


def test_saving_a_name_leaves_every_number_to_the_digit(cast: Cast) -> None:
    found = counted_result(cast, baseline=20.123456, target=9.87654)
    page = {"baseline": "20.12", "target": "9.877", "quarter": this_quarter().code, "revision": "1"}
    assert post(cast.lea, "key_result", found.pk, name="Reopened", **page)[0] == 302
    found.refresh_from_db()
    assert (found.name, found.baseline, found.target) == ("Reopened", 20.123456, 9.87654)


def test_the_review_decides_with_a_reason_and_keeps_the_figures(cast: Cast) -> None:
    found = counted_result(cast, owner=cast.ben.id)
    read_daily(cast, found.series, [18, 14], ends_on=today())
    where = (cast.workshop.id, this_quarter().code)
    page = get(cast.lea, "review", *where)
    for words in ("60 % of the way to the target.", "Continue", "Pivot", "Stop"):
        assert words in page
    assert "The one key result is not where it should be." in page
    assert 'name="decision"' not in get(cast.ben, "review", *where)
    status, page = post(cast.lea, "review_decide", *where, decision="pivot", reason=" ")
    assert status == 400
    assert "Say why the gate" in page
    assert 'value="pivot" required checked' in page
    status, page = post(cast.lea, "review_decide", *where, decision="pivot", reason="Slots alone do not do it")
    assert status == 302
    assert "Slots alone do not do it" in page
    read_daily(cast, found.series, [9], ends_on=today(), op_id="later")
    page = get(cast.vic, "review", *where)
    assert "The target is reached and passed." in page
    assert "<td>14</td>" in page
    status, page = post(cast.ana, "review_decide", *where, decision="stop", reason="After all")
    assert status == 409
    assert "You wrote: After all" in page
    assert Gate.objects.get().state == "pivoted"


def test_a_quarter_that_is_none_is_not_found(cast: Cast) -> None:
    response = client_of(cast.lea).get(reverse("review", args=[cast.workshop.id, "2026-9"]))
    assert response.status_code == 404


def test_an_initiative_runs_in_stages_and_sprints(cast: Cast) -> None:
    result = counted_result(cast)
    status, page = post(
        cast.lea,
        "initiative_new",
        cast.workshop.id,
        name="A second staging",
        purpose="Nobody waits for staging",
        owner=str(cast.ben.id),
        is_investment="on",
        key_results=[str(result.pk)],
    )
    assert status == 302
    found = Initiative.objects.get()
    asked = {f"criterion_{result.pk.hex}": "15"}
    _, page = post(cast.ben, "stage_add", found.pk, name="Booking rule", gate_on=today().isoformat(), **asked)
    assert "Reopened tickets at most 15" in page
    assert "not known" in page
    stage = found.stages.get()
    status, page = post(cast.lea, "stage_decide", stage.pk, decision="invest", reason="")
    assert status == 400
    assert "Say why the gate" in page
    _, page = post(cast.lea, "stage_decide", stage.pk, decision="invest", reason="The rule holds")
    assert "passed" in page
    assert "The rule holds" in page
    _, page = post(cast.mia, "sprint_plan", found.pk, goal="Slots", starts_on=today(), ends_on=today())
    assert "serves no key result: at the next review nothing will speak for it." in page
    sprint = Sprint.objects.get()
    _, page = post(
        cast.mia, "sprint", sprint.pk, goal="Slots", starts_on=today(), ends_on=today(), key_result=str(result.pk)
    )
    assert "“Slots” serves “Reopened tickets”." in page


def test_what_a_gate_asks_can_be_changed_until_it_is_decided(cast: Cast) -> None:
    result = counted_result(cast)
    found = an_initiative(cast, key_results=[result.pk])
    stage = a_stage(cast, found, criteria=[{"key_result": result.pk, "threshold": 15.3333333}])
    name = f"criterion_{result.pk.hex}"
    assert post(cast.lea, "stage", stage.pk, name="Booking", **{name: "15.33"})[0] == 302
    assert stage.criteria.get().threshold == 15.3333333
    status, page = post(cast.lea, "stage", stage.pk, name="Booking", **{name: "soon"})
    assert status == 400
    assert "“soon” is not a number." in page
    assert post(cast.lea, "stage", stage.pk, name="Booking", **{name: ""})[0] == 302
    assert not stage.criteria.exists()


def test_the_list_says_what_serves_nothing(cast: Cast) -> None:
    found = an_initiative(cast)
    a_sprint(cast, found)
    page = get(cast.vic, "initiatives", cast.workshop.id)
    assert "no key result" in page
    assert "(serves no key result)" in page
    assert "Add an initiative" not in page


def test_once_decided_the_key_result_says_that_it_stands(cast: Cast) -> None:
    draw(cast)
    found = fed_result(cast)
    decide_review(actor=cast.lea, quarter=this_quarter(), decision="continue", reason="It moves")
    page = get(cast.lea, "key_result", found.pk)
    assert "A gate has decided by it: baseline, target and quarter stand." in page
    assert "It moves" in page
    status, page = post(
        cast.lea,
        "key_result",
        found.pk,
        name=found.name,
        baseline="10 d",
        target="4d",
        quarter=this_quarter().code,
        revision="1",
    )
    assert status == 409
    assert "its target cannot be changed any more" in page
    _, page = post(cast.lea, "key_result_carry", found.pk, target="4d")
    assert f"goes on in {this_quarter().next}" in page
