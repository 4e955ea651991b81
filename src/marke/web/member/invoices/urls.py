"""Addresses: the invoices of a unit."""

from django.urls import path

from marke.web.member.invoices import together, views, writing

urlpatterns = [
    path("units/<int:unit>/invoices/", views.invoices, name="invoices"),
    path("units/<int:unit>/invoices/new/", writing.invoice_new, name="invoice_new"),
    path("units/<int:unit>/invoices/preview/", writing.invoice_preview, name="invoice_preview"),
    path("units/<int:unit>/invoices/needed/", views.invoice_needed, name="invoice_needed"),
    path("units/<int:unit>/invoices/together/", together.invoices_together, name="invoices_together"),
    path(
        "units/<int:unit>/invoices/together/<uuid:run>/",
        together.invoices_together_run,
        name="invoices_together_run",
    ),
    path("units/<int:unit>/invoices/<uuid:invoice>/", views.invoice, name="invoice"),
    path("units/<int:unit>/invoices/<uuid:invoice>/pdf/", views.invoice_pdf, name="invoice_pdf"),
    path("units/<int:unit>/invoices/<uuid:invoice>/edit/", writing.invoice_edit, name="invoice_edit"),
    path("units/<int:unit>/invoices/<uuid:invoice>/discard/", writing.invoice_discard, name="invoice_discard"),
    path("units/<int:unit>/invoices/<uuid:invoice>/credit/", views.invoice_credit, name="invoice_credit"),
]
