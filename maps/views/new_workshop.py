"""A new workshop: from a template, whose charter can be changed first, or from a map file as it is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from maps.commands.workshop import create_workshop_from_file
from maps.domain.map_file import SIZE_LIMIT, parse_map_file
from maps.library.catalogue import TEMPLATES, Template, find_template, template_file
from maps.overview import headline_of
from maps.render.thumbnail import draw_thumbnail
from maps.selectors import figures_of
from workshops.errors import InvalidInput, NotAllowed, Problem
from workshops.forms import CharterForm, explain_charter, fields_of_charter
from workshops.models import User
from workshops.selectors import signed_in

PROBLEMS_SHOWN = 100


@require_http_methods(["GET", "POST"])
@login_required
def start_workshop(request: HttpRequest, slug: str = "") -> HttpResponse:
    person = signed_in(request.user)
    if person.is_guest:
        raise NotAllowed("You joined with a name only, and workshops belong to accounts: sign up first.")
    if slug:
        return _from_template(request, person, find_template(slug))
    if request.method == "POST":
        return _from_upload(request, person)
    return _show_choice(request)


def _from_template(request: HttpRequest, person: User, template: Template) -> HttpResponse:
    file = template_file(template.slug)
    form = CharterForm(request.POST or None, initial=fields_of_charter(file.charter))
    status = 200
    if request.method == "POST":
        charter = form.charter(kept=file.charter)
        if charter is not None:
            _, created = create_workshop_from_file(actor=person, charter=charter, file=file)
            return redirect("board", created.id)
        status = 400
    context = {
        "form": form,
        "template": show_template(template),
        "sentences": explain_charter(file.charter),
    }
    return render(request, "maps/new_workshop_charter.html", context, status=status)


def _from_upload(request: HttpRequest, person: User) -> HttpResponse:
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise InvalidInput([Problem("", "Choose a map file (*.vsm.json) first.")])
        # A file that is too large is refused by its size, not read into memory first.
        file = parse_map_file(upload.read(SIZE_LIMIT + 1))
        participant, _ = create_workshop_from_file(actor=person, charter=file.charter, file=file)
    except InvalidInput as error:
        return _show_choice(request, problems=error.problems, file_name=upload.name if upload else "")
    messages.success(request, f"“{participant.workshop.name}” was created from the file. Check its charter.")
    return redirect("workshop", participant.workshop_id)


def _show_choice(
    request: HttpRequest, *, problems: tuple[Problem, ...] = (), file_name: str | None = ""
) -> HttpResponse:
    context = {
        "templates": [show_template(template) for template in TEMPLATES],
        "problems": problems[:PROBLEMS_SHOWN],
        "problem_count": len(problems),
        "file_name": file_name,
    }
    return render(request, "maps/new_workshop.html", context, status=400 if problems else 200)


def show_template(template: Template) -> dict[str, Any]:
    """Return a template with its drawing and its headline figures."""
    file = template_file(template.slug)
    figures = figures_of(dict(file.charter), file.elements)
    constraint = figures["constraint"]["step"] if figures["constraint"] else None
    return {
        "slug": template.slug,
        "title": template.title,
        "description": template.description,
        "drawing": draw_thumbnail(file.elements, constraint=constraint),
        "headline": headline_of(file.charter, file.elements, figures),
    }
