"""The first page of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@require_safe
def show_landing(request: HttpRequest) -> HttpResponse:
    """Say what this is and offer the doors; who is signed in goes to their workshops."""
    if request.user.is_authenticated:
        return redirect("dashboard")
    return render(request, "workshops/landing.html")
