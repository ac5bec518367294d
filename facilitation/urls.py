"""Addresses of pages about the session."""

from django.urls import path

from facilitation.views import agenda, real_items, validation

urlpatterns = [
    path("workshops/<uuid:workshop_id>/session/", agenda.show_agenda, name="agenda"),
    path("workshops/<uuid:workshop_id>/pre-work/", real_items.show_prework, name="prework"),
    path("real-items/<uuid:item_id>/", real_items.show_item, name="real_item"),
    path("real-items/<uuid:item_id>/preview/", real_items.preview_item, name="real_item_preview"),
    path(
        "workshops/<uuid:workshop_id>/validations/",
        validation.show_workshop_validations,
        name="workshop_validations",
    ),
    path("maps/<uuid:map_id>/validations/", validation.show_validations, name="validations"),
    path("validations/<uuid:validation_id>/", validation.show_validation, name="validation"),
    path("validations/<uuid:validation_id>/drawing.svg", validation.draw_validation, name="validation_drawing"),
]
