"""Addresses: the front page."""

from django.urls import path

from marke.web.public.landing import views

urlpatterns = [
    path("", views.landing, name="landing"),
]
