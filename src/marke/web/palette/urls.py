"""Addresses: find or do anything."""

from django.urls import path

from marke.web.palette import views

urlpatterns = [
    path("palette/", views.palette, name="palette"),
    path("desk/palette/", views.desk_palette, name="desk_palette"),
]
