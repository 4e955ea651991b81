"""Addresses: units at the desk."""

from django.urls import path

from marke.web.desk.units import views

urlpatterns = [
    path("desk/units/", views.units, name="desk_units"),
    path("desk/screening/", views.screening, name="desk_screening"),
    path("desk/units/<int:unit>/", views.unit_page, name="desk_unit"),
    path("desk/units/<int:unit>/screening/", views.screen, name="desk_unit_screening"),
    path("desk/units/<int:unit>/freeze/", views.freeze, name="desk_unit_freeze"),
    path("desk/units/<int:unit>/unfreeze/", views.unfreeze, name="desk_unit_unfreeze"),
    path("desk/units/<int:unit>/rest/", views.rest, name="desk_unit_rest"),
    path("desk/units/<int:unit>/adviser/", views.assign, name="desk_unit_adviser"),
]
