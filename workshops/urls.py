"""Addresses of pages about people, charters and the ways in."""

from django.urls import path

from workshops.views import charter, door, invitation, landing, myself, people, tokens, workshop

urlpatterns = [
    path("", landing.show_landing, name="landing"),
    path("me/", myself.show_myself, name="myself"),
    path("me/tokens/", tokens.show_tokens, name="my_tokens"),
    path("me/tokens/<int:token_id>/end/", tokens.end_token, name="my_token_end"),
    path("join/", door.join_by_code, name="join"),
    path("join/<str:token>/", door.join_by_link, name="join_by_link"),
    path("return/<str:token>/", door.return_by_link, name="return"),
    path("sign-in/<str:token>/", door.sign_in_by_link, name="sign_in"),
    path("charter/preview/", charter.preview_charter, name="charter_preview"),
    path("workshops/<uuid:workshop_id>/", charter.show_charter, name="workshop"),
    path("workshops/<uuid:workshop_id>/people/", people.show_people, name="workshop_people"),
    path("workshops/<uuid:workshop_id>/people/me/", people.rename_me, name="workshop_rename_me"),
    path("workshops/<uuid:workshop_id>/people/<uuid:participant_id>/role/", people.give_role, name="person_role"),
    path("workshops/<uuid:workshop_id>/people/<uuid:participant_id>/remove/", people.remove, name="person_remove"),
    path("workshops/<uuid:workshop_id>/people/<uuid:participant_id>/let-in/", people.let_in, name="person_let_in"),
    path("workshops/<uuid:workshop_id>/invitation/", invitation.show_invitation, name="workshop_invitation"),
    path("workshops/<uuid:workshop_id>/qr.svg", invitation.draw_qr, name="invitation_qr"),
    path("workshops/<uuid:workshop_id>/rename/", workshop.rename, name="workshop_rename"),
    path("workshops/<uuid:workshop_id>/archive/", workshop.archive, name="workshop_archive"),
    path("workshops/<uuid:workshop_id>/delete/", workshop.delete, name="workshop_delete"),
]
