"""Addresses: declarations of pay at the desk."""

from django.urls import path

from marke.web.desk.social import tax, views

urlpatterns = [
    path("desk/social/", views.declarations, name="desk_social"),
    path("desk/social/quarters/<int:year>/<int:number>/", views.quarter, name="desk_social_quarter"),
    path("desk/social/months/<int:year>/<int:number>/", tax.month, name="desk_social_month"),
    path("desk/social/years/<int:year>/", tax.year, name="desk_social_year"),
    path("desk/payslips/<uuid:payslip>.pdf", views.payslip_pdf, name="desk_payslip_pdf"),
]
