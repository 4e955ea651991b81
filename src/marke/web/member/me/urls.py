"""Addresses: a member's own details and data."""

from django.urls import path

from marke.web.member.me import views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/details/", views.details, name="my_details"),
    path("me/bank-account/", views.bank_account, name="my_bank_account"),
    path("me/identity/", views.identity_documents, name="my_identity"),
    path("me/data/", views.data, name="my_data"),
]
