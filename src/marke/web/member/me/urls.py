"""Addresses: a member's own details and data."""

from django.urls import path

from marke.web.member.me import keys, views

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/details/", views.details, name="my_details"),
    path("me/bank-account/", views.bank_account, name="my_bank_account"),
    path("me/identity/", views.identity_documents, name="my_identity"),
    path("me/keys/", keys.api_keys, name="my_keys"),
    path("me/keys/new/", keys.api_key_new, name="my_key_new"),
    path("me/keys/<uuid:key>/revoke/", keys.api_key_revoke, name="my_key_revoke"),
    path("me/data/", views.data, name="my_data"),
]
