"""Addresses: the checks of one's own documents."""

from django.urls import path

from marke.web.member.checks import views

urlpatterns = [
    path("checks/", views.my_checks, name="my_checks"),
]
