"""Addresses: structured invoices of the whole enterprise, sent and received."""

from django.urls import path

from marke.web.desk.einvoices import inbox, network, together, views

urlpatterns = [
    path("desk/einvoices/", views.einvoices, name="desk_einvoices"),
    path("desk/einvoices/together/", together.einvoices_together, name="desk_einvoices_together"),
    path("desk/einvoices/together/<uuid:run>/", together.einvoices_together_run, name="desk_einvoices_together_run"),
    path("desk/einvoices/network/", network.network, name="desk_network"),
    path("desk/einvoices/inbox/", inbox.incoming_documents, name="desk_incoming"),
    path("desk/einvoices/inbox/together/", together.incoming_together, name="desk_incoming_together"),
    path(
        "desk/einvoices/inbox/together/<uuid:run>/", together.incoming_together_run, name="desk_incoming_together_run"
    ),
    path("desk/einvoices/inbox/<uuid:incoming>/", inbox.incoming_document, name="desk_incoming_document"),
    path("desk/einvoices/inbox/<uuid:incoming>/xml/", inbox.incoming_xml, name="desk_incoming_xml"),
    path("desk/einvoices/<uuid:invoice>/", views.einvoice, name="desk_einvoice"),
    path("desk/einvoices/<uuid:invoice>/xml/<uuid:document>/", views.einvoice_xml, name="desk_einvoice_xml"),
]
