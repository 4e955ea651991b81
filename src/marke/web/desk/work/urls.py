"""Addresses: work at the desk."""

from django.urls import path

from marke.web.desk.work import views

urlpatterns = [
    path("desk/work/", views.work, name="desk_work"),
    path("desk/work/<uuid:contract>/", views.contract, name="desk_contract"),
    path("desk/work/<uuid:contract>/pdf/", views.contract_file, name="desk_contract_file"),
]
