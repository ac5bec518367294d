"""My own page: the name of my account, and where I take part."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from workshops.addresses import base_url_of, return_address
from workshops.commands.people import rename_user
from workshops.errors import InvalidInput
from workshops.selectors import places_of, signed_in


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def show_myself(request: HttpRequest) -> HttpResponse:
    """Show and change my name, and show my return links."""
    person = signed_in(request.user)
    error = ""
    if request.method == "POST":
        try:
            rename_user(actor=person, name=request.POST.get("name", ""))
        except InvalidInput as problem:
            error = problem.message
        else:
            messages.success(request, "Your name was changed.")
            return redirect("myself")
    base_url = base_url_of(request)
    places = [{"place": place, "return_url": return_address(place, base_url=base_url)} for place in places_of(person)]
    context = {"person": person, "places": places, "error": error}
    return render(request, "workshops/myself.html", context, status=400 if error else 200)
