"""Addresses of pages that show maps."""

from django.urls import path

from maps.views import board, dashboard, new_workshop, settings

urlpatterns = [
    path("workshops/", dashboard.show_dashboard, name="dashboard"),
    path("workshops/new/", new_workshop.start_workshop, name="new_workshop"),
    path("workshops/new/<slug:slug>/", new_workshop.start_workshop, name="new_workshop_from"),
    path("workshops/<uuid:workshop_id>/board/", board.show_workshop_board, name="workshop_board"),
    path("workshops/<uuid:workshop_id>/settings/", settings.show_settings, name="workshop_settings"),
    path("maps/<uuid:map_id>/", board.show_board, name="board"),
    path("maps/<uuid:map_id>/rename/", settings.rename, name="map_rename"),
]
