"""Addresses: the cooperative's own choices."""

from django.urls import path

from marke.web.desk.settings import views

urlpatterns = [
    path("desk/settings/", views.settings_page, name="desk_settings"),
    path("desk/settings/<slug:area>.<slug:choice>/", views.choice_page, name="desk_choice"),
    path("desk/settings/identity/", views.identity, name="desk_identity"),
]
