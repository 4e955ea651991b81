"""Addresses: what clients pay."""

from django.urls import path

from marke.web.desk.payments import views

urlpatterns = [
    path("desk/payments/", views.payments, name="desk_payments"),
    path("desk/payments/new/", views.payment_new, name="desk_payment_new"),
    path("desk/payments/<uuid:payment>/", views.payment, name="desk_payment"),
]
