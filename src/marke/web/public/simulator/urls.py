"""Addresses: the public simulator."""

from django.urls import path

from marke.web.public.simulator import views

urlpatterns = [
    path("simulator/", views.simulator, name="simulator"),
]
