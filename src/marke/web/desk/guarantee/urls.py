"""Addresses: the wage guarantee."""

from django.urls import path

from marke.web.desk.guarantee import views

urlpatterns = [
    path("desk/guarantee/", views.guarantee, name="desk_guarantee"),
]
