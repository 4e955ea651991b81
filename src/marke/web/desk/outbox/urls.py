"""Addresses: the outbox."""

from django.urls import path

from marke.web.desk.outbox import views

urlpatterns = [
    path("desk/outbox/", views.outbox, name="desk_outbox"),
    path("desk/outbox/<uuid:message>/", views.message, name="desk_message"),
]
