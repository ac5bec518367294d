"""Which address leads where."""

from django.urls import include, path

from vsm_workshop.health import show_health, show_readiness
from vsm_workshop.measures import show_measures

handler500 = "vsm_workshop.errors.server_error"

urlpatterns = [
    path("", include("workshops.urls")),
    path("", include("maps.urls")),
    path("", include("experiments.urls")),
    path("", include("facilitation.urls")),
    path("", include("reviews.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/", include("vsm_workshop.api_urls")),
    path("healthz", show_health, name="health"),
    path("readyz", show_readiness, name="readiness"),
    path("metrics", show_measures, name="measures"),
]
