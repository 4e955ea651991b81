"""Addresses: the clients of a unit."""

from django.urls import path

from marke.web.member.clients import adding, contacts, exporting, importing, views

urlpatterns = [
    path("units/<int:unit>/clients/", views.clients, name="clients"),
    path("units/<int:unit>/clients/new/", adding.client_new, name="client_new"),
    path("units/<int:unit>/clients/check/", adding.client_check, name="client_check"),
    path("units/<int:unit>/clients/list.<slug:kind>", exporting.client_export, name="client_export"),
    path("units/<int:unit>/clients/import/", importing.client_import, name="client_import"),
    path("units/<int:unit>/clients/import/template/", importing.client_import_template, name="client_import_template"),
    path("units/<int:unit>/clients/import/<uuid:batch>/", importing.client_import_rows, name="client_import_rows"),
    path("units/<int:unit>/clients/<uuid:client>/", views.client, name="client"),
    path("units/<int:unit>/clients/<uuid:client>/edit/", adding.client_edit, name="client_edit"),
    path("units/<int:unit>/clients/<uuid:client>/notes/", contacts.client_notes, name="client_notes"),
    path("units/<int:unit>/clients/<uuid:client>/away/", contacts.client_away, name="client_away"),
    path("units/<int:unit>/clients/<uuid:client>/contacts/new/", contacts.contact_new, name="contact_new"),
    path("units/<int:unit>/contacts/<uuid:contact>/", contacts.contact_edit, name="contact_edit"),
    path("units/<int:unit>/contacts/<uuid:contact>/remove/", contacts.contact_remove, name="contact_remove"),
]
