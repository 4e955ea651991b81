"""Addresses: wage runs."""

from django.urls import path

from marke.web.desk.wages import views

urlpatterns = [
    path("desk/wages/", views.wages, name="desk_wages"),
    path("desk/wages/runs/<uuid:run>/", views.run, name="desk_run"),
    path("desk/wages/runs/<uuid:run>/approve/", views.approve, name="desk_run_approve"),
    path("desk/wages/due/", views.due, name="desk_wages_due"),
    path("desk/wages/service/", views.service, name="desk_wages_service"),
]
