"""Addresses: the views people keep of the lists of a unit and of the desk."""

from django.urls import path

from marke.web.lists import views

urlpatterns = [
    path("units/<int:unit>/views/", views.views, name="views"),
    path("units/<int:unit>/views/keep/", views.views_keep, name="views_keep"),
    path("units/<int:unit>/views/<uuid:view>/", views.view_change, name="view_change"),
    path("desk/views/", views.desk_views, name="desk_views"),
    path("desk/views/keep/", views.desk_views_keep, name="desk_views_keep"),
    path("desk/views/<uuid:view>/", views.desk_view_change, name="desk_view_change"),
]
