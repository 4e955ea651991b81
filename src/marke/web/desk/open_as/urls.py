"""Addresses: read along in a member's portal."""

from django.urls import path

from marke.web.desk.open_as import views

urlpatterns = [
    path("desk/open-as/<uuid:user>/", views.open_as_member, name="desk_open_as_member"),
    path("desk/open-as/stop/", views.stop, name="desk_stop_open_as"),
]
