"""Addresses: who did what."""

from django.urls import path

from marke.web.desk.audit import views

urlpatterns = [
    path("desk/audit/", views.trail, name="desk_audit"),
    path("desk/audit/<int:event>/", views.event, name="desk_audit_event"),
]
