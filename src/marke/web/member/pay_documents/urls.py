"""Addresses: a worker's own documents of pay."""

from django.urls import path

from marke.web.member.pay_documents import views

urlpatterns = [
    path("me/pay-documents/", views.documents, name="my_pay_documents"),
    path("me/pay-documents/<int:year>/<slug:kind>.pdf", views.year_pdf, name="my_year_pdf"),
    path("me/pay-documents/contracts/<uuid:contract>/<slug:kind>.pdf", views.contract_pdf, name="my_contract_pdf"),
    path("me/payslips/<uuid:payslip>.pdf", views.payslip_pdf, name="my_payslip_pdf"),
]
