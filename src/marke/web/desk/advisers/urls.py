"""Addresses: advisers."""

from django.urls import path

from marke.web.desk.advisers import views

urlpatterns = [
    path("desk/advisers/", views.advisers, name="desk_advisers"),
    path("desk/advisers/requests/<uuid:request_id>/", views.answer, name="desk_adviser_request"),
]
