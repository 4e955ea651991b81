"""Addresses: the clients of the whole enterprise."""

from django.urls import path

from marke.web.desk.clients import deciding, lists, merging, views

urlpatterns = [
    path("desk/clients/", views.clients, name="desk_clients"),
    path("desk/clients/list.<slug:kind>", lists.client_export, name="desk_client_export"),
    path("desk/clients/import/", lists.client_import, name="desk_client_import"),
    path("desk/clients/import/template/", lists.client_import_template, name="desk_client_import_template"),
    path("desk/clients/import/<uuid:batch>/", lists.client_import_rows, name="desk_client_import_rows"),
    path("desk/clients/<uuid:client>/", views.client, name="desk_client"),
    path("desk/clients/<uuid:client>/edit/", views.client_edit, name="desk_client_edit"),
    path("desk/clients/<uuid:client>/state/<slug:act>/", deciding.client_state, name="desk_client_state"),
    path("desk/clients/<uuid:client>/limit/", deciding.client_limit, name="desk_client_limit"),
    path("desk/clients/<uuid:client>/limit/end/", deciding.limit_end, name="desk_limit_end"),
    path("desk/clients/<uuid:client>/limit/<uuid:grant>/", deciding.limit_decide, name="desk_limit_decide"),
    path("desk/clients/<uuid:client>/vat/", deciding.vat_ask, name="desk_vat_ask"),
    path("desk/clients/<uuid:client>/merge/", merging.client_merge, name="desk_client_merge"),
    path("desk/clients/<uuid:client>/merge/<uuid:into>/", merging.client_merge_into, name="desk_client_merge_into"),
]
