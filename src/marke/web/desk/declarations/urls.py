"""Addresses: declarations of work at the desk."""

from django.urls import path

from marke.web.desk.declarations import views

urlpatterns = [
    path("desk/declarations/", views.declarations, name="desk_declarations"),
    path("desk/declarations/<uuid:declaration>/", views.declaration, name="desk_declaration"),
]
