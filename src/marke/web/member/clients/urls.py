"""Addresses: the clients of a unit."""

from django.urls import path

from marke.web.member.clients import views

urlpatterns = [
    path("units/<int:unit>/clients/", views.clients, name="clients"),
    path("units/<int:unit>/clients/new/", views.client_new, name="client_new"),
    path("units/<int:unit>/clients/check/", views.client_check, name="client_check"),
    path("units/<int:unit>/clients/<uuid:client>/", views.client, name="client"),
    path("units/<int:unit>/clients/<uuid:client>/edit/", views.client_edit, name="client_edit"),
    path("units/<int:unit>/clients/<uuid:client>/contact/", views.client_contact, name="client_contact"),
]
