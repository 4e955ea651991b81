"""Addresses: the clients of the whole enterprise."""

from django.urls import path

from marke.web.desk.clients import views

urlpatterns = [
    path("desk/clients/", views.clients, name="desk_clients"),
    path("desk/clients/<uuid:client>/", views.client, name="desk_client"),
    path("desk/clients/<uuid:client>/edit/", views.client_edit, name="desk_client_edit"),
]
