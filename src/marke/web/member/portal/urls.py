"""Addresses: what clients of a unit see without an account."""

from django.urls import path

from marke.web.member.portal import views

urlpatterns = [
    path("units/<int:unit>/clients/<uuid:client>/links/", views.client_links, name="client_links"),
    path("units/<int:unit>/clients/<uuid:client>/preview/", views.client_preview, name="client_preview"),
]
