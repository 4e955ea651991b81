"""Addresses: help."""

from django.urls import path

from marke.web.public.help import views

urlpatterns = [
    path("help/", views.help_page, name="help"),
]
