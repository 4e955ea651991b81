"""Addresses: a worker's own documents of pay."""

from django.urls import path

from marke.web.member.pay_documents import views

urlpatterns = [
    path("me/payslips/<uuid:payslip>.pdf", views.payslip_pdf, name="my_payslip_pdf"),
]
