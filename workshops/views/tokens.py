"""My tokens for programs: made, shown once, ended."""

from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from workshops.commands.tokens import NAME_LIMIT, create_token, revoke_token
from workshops.errors import Conflict, InvalidInput, NotFound
from workshops.models import ApiToken
from workshops.selectors import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def show_tokens(request: HttpRequest) -> HttpResponse:
    """Show my tokens; the form makes one, whose secret this answer shows and no other."""
    person = signed_in(request.user)
    name, problem, secret = request.POST.get("name", ""), "", ""
    if request.method == "POST":
        try:
            _, secret = create_token(user=person, name=name)
        except (InvalidInput, Conflict) as error:
            problem = error.message
        else:
            name = ""
    context = {
        "tokens": ApiToken.objects.filter(user=person).order_by("-created_at", "-id"),
        "name": name,
        "name_limit": NAME_LIMIT,
        "problem": problem,
        "secret": secret,
    }
    return render(request, "workshops/tokens.html", context, status=400 if problem else 200)


@require_POST
@login_required
def end_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of my tokens at once."""
    # Ended already is what was wanted.
    with suppress(NotFound):
        revoke_token(user=signed_in(request.user), token_id=token_id)
    return redirect("my_tokens")
