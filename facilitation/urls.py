"""Addresses of pages about the session."""

from django.urls import path

from facilitation.views import agenda

urlpatterns = [
    path("workshops/<uuid:workshop_id>/session/", agenda.show_agenda, name="agenda"),
]
