"""Addresses: declarations of pay at the desk."""

from django.urls import path

from marke.web.desk.social import views

urlpatterns = [
    path("desk/social/", views.declarations, name="desk_social"),
    path("desk/social/quarters/<int:year>/<int:number>/", views.quarter, name="desk_social_quarter"),
    path("desk/payslips/<uuid:payslip>.pdf", views.payslip_pdf, name="desk_payslip_pdf"),
]
