"""Addresses: the invoices of the whole enterprise."""

from django.urls import path

from marke.web.desk.invoices import together, views

urlpatterns = [
    path("desk/invoices/", views.invoices, name="desk_invoices"),
    path("desk/invoices/together/", together.invoices_together, name="desk_invoices_together"),
    path("desk/invoices/<uuid:invoice>/", views.invoice, name="desk_invoice"),
    path("desk/invoices/<uuid:invoice>/pdf/", views.invoice_pdf, name="desk_invoice_pdf"),
]
