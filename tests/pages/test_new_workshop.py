"""A new workshop from each template and from a file; the templates themselves."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maps.domain.map_file import SIZE_LIMIT, parse_map_file, write_map_file
from maps.library.catalogue import TEMPLATES, find_template, template_file
from maps.models import Map, Operation
from maps.selectors import figures_of, snapshot_of
from tests.cast import Cast, client_of
from tests.pages.reading import text_of
from workshops.errors import NotFound
from workshops.forms import fields_of_charter
from workshops.models import Workshop

FORMATS = Path(__file__).resolve().parent.parent / "fixtures" / "formats"
SLUGS = [template.slug for template in TEMPLATES]
FULL_FIGURES = (
    "lead_time_s",
    "expected_lead_time_s",
    "process_time_s",
    "wait_time_s",
    "effort_s",
    "flow_efficiency",
    "value_added_time_s",
    "process_cycle_efficiency",
    "rolled_complete_accurate",
    "takt_time_s",
    "throughput_per_day",
    "wip",
    "handoffs",
    "constraint",
)


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "blank"])
def test_a_template_has_every_figure_and_no_problem(slug: str) -> None:
    file = template_file(slug)
    figures = figures_of(dict(file.charter), file.elements)
    assert figures["problems"] == []
    assert figures["missing"] == []
    assert figures["outside"] == []
    assert [name for name in FULL_FIGURES if figures[name] is None] == []
    notes = [element["note"] for element in file.elements.values() if element["kind"] == "note"]
    assert "hypothesis" in notes
    assert all(element.get("waste") for element in file.elements.values() if element.get("note") == "burst")
    assert parse_map_file(write_map_file(file)) == file


@pytest.mark.parametrize("slug", SLUGS)
def test_no_two_things_of_a_template_lie_on_each_other(slug: str) -> None:
    half_sizes = {"step": (82, 75), "queue": (28, 31), "note": (75, 42)}
    boxes = {
        element_id: (element["x"], element["y"], *half_sizes[element["kind"]])
        for element_id, element in template_file(slug).elements.items()
        if element["kind"] != "flow"
    }
    overlapping = [
        (one, other)
        for one, (x1, y1, w1, h1) in boxes.items()
        for other, (x2, y2, w2, h2) in boxes.items()
        if one < other and abs(x1 - x2) < w1 + w2 and abs(y1 - y2) < h1 + h2
    ]
    assert overlapping == []


def test_the_sample_is_the_published_feature_delivery_map() -> None:
    assert template_file("feature-delivery") == parse_map_file((FORMATS / "feature-delivery.vsm.json").read_bytes())


def test_an_unknown_template_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound, match="There is no template “rocket”"):
        find_template("rocket")
    assert client_of(cast.ana).get(reverse("new_workshop_from", args=["rocket"])).status_code == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_a_workshop_from_each_template(cast: Cast, slug: str) -> None:
    client = client_of(cast.lea)
    address = reverse("new_workshop_from", args=[slug])
    assert client.get(address).status_code == 200
    file = template_file(slug)
    form = {name: "" if value is None else value for name, value in fields_of_charter(file.charter).items()}
    response = client.post(address, form | {"name": "Our stream"})
    created = Map.objects.exclude(pk=cast.map.pk).get()
    assert response["Location"] == reverse("board", args=[created.id])
    assert created.workshop.name == "Our stream"
    assert created.workshop.charter == {**file.charter, "name": "Our stream"}
    assert snapshot_of(created.id).elements == file.elements
    # One import is one operation and one undo step; an empty map needs none.
    assert Operation.objects.filter(map=created).count() == (1 if file.elements else 0)
    assert created.workshop.participants.get().role == "facilitator"


def test_a_charter_with_problems_creates_nothing(cast: Cast) -> None:
    address = reverse("new_workshop_from", args=["bug-fix"])
    response = client_of(cast.ana).post(address, {"name": "", "hours_per_day": "0"})
    assert response.status_code == 400
    assert Workshop.objects.count() == 1


def upload(cast: Cast, content: bytes, name: str = "map.vsm.json") -> Any:
    file = SimpleUploadedFile(name, content, content_type="application/json")
    return client_of(cast.ana).post(reverse("new_workshop"), {"file": file})


@pytest.mark.parametrize("name", ["feature-delivery", "onboarding", "brackets"])
def test_a_workshop_from_a_file(cast: Cast, name: str) -> None:
    content = (FORMATS / f"{name}.vsm.json").read_bytes()
    response = upload(cast, content)
    created = Map.objects.exclude(pk=cast.map.pk).get()
    assert response["Location"] == reverse("workshop", args=[created.workshop_id])
    file = parse_map_file(content)
    assert created.title == file.title
    assert created.workshop.charter == file.charter
    assert snapshot_of(created.id).elements == file.elements


def test_every_problem_of_a_file_is_listed_with_its_place_and_nothing_is_created(cast: Cast) -> None:
    data = json.loads((FORMATS / "feature-delivery.vsm.json").read_bytes())
    data["elements"]["build"]["wait_time"] = "soon"
    data["elements"]["review"]["colour"] = "blue"
    data["remarks"] = "none"
    response = upload(cast, json.dumps(data).encode(), name="<b>broken</b>.vsm.json")
    assert response.status_code == 400
    page = text_of(response)
    for place in ("elements.build.wait_time", "elements.review.colour", "remarks"):
        assert f"<code>{place}</code>" in page
    assert b"<b>broken" not in response.content
    assert Workshop.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"not json", b"[]", b'{"format": "other"}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_map_file_is_refused_with_a_sentence(cast: Cast, content: bytes) -> None:
    response = upload(cast, content)
    assert response.status_code == 400
    assert "nothing was created" in text_of(response)
    assert Workshop.objects.count() == 1


def test_a_file_that_is_too_large_is_refused(cast: Cast) -> None:
    response = upload(cast, b" " * (SIZE_LIMIT + 1))
    assert response.status_code == 400
    assert "larger than 8 MiB" in text_of(response)


def test_no_file_at_all_is_said(cast: Cast) -> None:
    response = client_of(cast.ana).post(reverse("new_workshop"))
    assert response.status_code == 400
    assert "Choose a map file" in text_of(response)


def test_guests_are_told_that_they_need_an_account(cast: Cast) -> None:
    response = client_of(cast.ben).get(reverse("new_workshop"))
    assert response.status_code == 403
    assert "sign up first" in text_of(response)
