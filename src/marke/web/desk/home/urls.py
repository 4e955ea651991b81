"""Addresses: the desk's first page."""

from django.urls import path

from marke.web.desk.home import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/second-factor/", views.second_factor, name="desk_second_factor"),
]
