"""Addresses of pages about saved states."""

from django.urls import path

from reviews.views import documents, states

urlpatterns = [
    path("workshops/<uuid:workshop_id>/states/", states.show_workshop_states, name="workshop_states"),
    path("maps/<uuid:map_id>/states/", states.show_states, name="states"),
    path("states/<uuid:state_id>/drawing.svg", states.show_drawing, name="state_drawing"),
    path("states/<uuid:state_id>/documents/<str:format>/", documents.show_document, name="state_document"),
    path("documents/<uuid:document_id>/retry/", documents.retry, name="document_retry"),
    path("documents/<uuid:document_id>/file/", documents.download, name="document_file"),
]
