"""Addresses: received invoices of a unit."""

from django.urls import path

from marke.web.member.incoming import views

urlpatterns = [
    path("units/<int:unit>/costs/incoming/", views.incoming_invoices, name="incoming_invoices"),
    path("units/<int:unit>/costs/incoming/<uuid:incoming>/", views.incoming_invoice, name="incoming_invoice"),
    path("units/<int:unit>/costs/incoming/<uuid:incoming>/xml/", views.incoming_xml, name="incoming_xml"),
]
