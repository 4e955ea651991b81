"""Addresses: the contract of use."""

from django.urls import path

from marke.web.member.contract_of_use import views

urlpatterns = [
    path("contract-of-use/", views.contract_of_use, name="contract_of_use"),
    path("contract-of-use/<int:version>/", views.contract_version, name="contract_of_use_version"),
]
