"""Addresses: the personal links of clients, at the desk."""

from django.urls import path

from marke.web.desk.portal import views

urlpatterns = [
    path("desk/clients/<uuid:client>/links/", views.desk_client_links, name="desk_client_links"),
    path("desk/clients/<uuid:client>/preview/<int:unit>/", views.desk_client_preview, name="desk_client_preview"),
]
