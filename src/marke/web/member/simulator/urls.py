"""Addresses: the simulator of a unit."""

from django.urls import path

from marke.web.member.simulator import views

urlpatterns = [
    path("units/<int:unit>/simulator/", views.unit_simulator, name="unit_simulator"),
]
