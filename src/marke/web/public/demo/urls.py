"""Addresses: the personas of the demo."""

from django.urls import path

from marke.web.public.demo import views

urlpatterns = [
    path("demo/", views.personas, name="demo"),
    path("demo/<str:token>/", views.open_persona, name="demo_persona"),
]
