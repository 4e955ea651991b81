"""Addresses: one's own work and pay."""

from django.urls import path

from marke.web.member.my_work import views

urlpatterns = [
    path("me/work/", views.my_work, name="my_work"),
    path("me/work/<uuid:contract>/", views.my_contract, name="my_contract"),
    path("me/work/<uuid:contract>/sign/", views.my_contract_sign, name="my_contract_sign"),
    path("me/work/<uuid:contract>/refuse/", views.my_contract_refuse, name="my_contract_refuse"),
    path("me/work/<uuid:contract>/accident/", views.my_accident, name="my_accident"),
    path("me/work/<uuid:contract>/pdf/", views.my_contract_file, name="my_contract_file"),
    path("me/pay/", views.my_pay, name="my_pay"),
    path("me/pay/<uuid:payslip>/", views.my_payslip, name="my_payslip"),
    path("me/pay-file/", views.my_pay_file, name="my_pay_file"),
    path("work/invitation/<str:token>/", views.work_invitation, name="work_invitation"),
]
