"""Addresses: one's own log-in."""

from django.urls import path

from marke.web.public.accounts import views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/signup/", views.join_instead, name="account_signup"),
    path("account/2fa/", views.ways_in, name="mfa_index"),
    path("language/", views.set_language, name="set_language"),
]
