"""Addresses: the work of a unit."""

from django.urls import path

from marke.web.member.work import steady, views

urlpatterns = [
    path("units/<int:unit>/work/", views.work, name="work"),
    path("units/<int:unit>/work/new/", views.work_new, name="work_new"),
    path("units/<int:unit>/work/new/figures/", views.work_figures, name="work_figures"),
    path("units/<int:unit>/work/steady/", steady.steady_pay, name="steady_pay"),
    path("units/<int:unit>/work/<uuid:contract>/", views.contract, name="contract"),
    path("units/<int:unit>/work/<uuid:contract>/sign/", views.contract_sign, name="contract_sign"),
    path("units/<int:unit>/work/<uuid:contract>/confirm/", views.contract_confirm, name="contract_confirm"),
    path("units/<int:unit>/work/<uuid:contract>/withdraw/", views.contract_withdraw, name="contract_withdraw"),
    path("units/<int:unit>/work/<uuid:contract>/days/<uuid:day>/", views.contract_day, name="contract_day"),
    path("units/<int:unit>/work/<uuid:contract>/pdf/", views.contract_file, name="contract_file"),
]
