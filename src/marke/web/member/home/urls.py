"""Addresses: the member's first page."""

from django.urls import path

from marke.web.member.home import views

urlpatterns = [
    path("home/", views.home, name="home"),
]
