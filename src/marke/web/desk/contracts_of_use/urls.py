"""Addresses: contracts of use at the desk."""

from django.urls import path

from marke.web.desk.contracts_of_use import views

urlpatterns = [
    path("desk/contracts-of-use/", views.versions, name="desk_contracts_of_use"),
    path("desk/contracts-of-use/new/", views.write, name="desk_contract_of_use_new"),
    path("desk/contracts-of-use/<int:version>/", views.version_page, name="desk_contract_of_use"),
    path("desk/contracts-of-use/<int:version>/edit/", views.write, name="desk_contract_of_use_edit"),
    path("desk/contracts-of-use/<int:version>/announce/", views.announce, name="desk_contract_of_use_announce"),
]
