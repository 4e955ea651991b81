"""Addresses: the receipts without invoice of a unit."""

from django.urls import path

from marke.web.member.receipts import views

urlpatterns = [
    path("units/<int:unit>/receipts/", views.receipts, name="takings"),
    path("units/<int:unit>/receipts/new/", views.receipt_new, name="taking_new"),
    path("units/<int:unit>/receipts/<uuid:taking>/", views.receipt, name="taking"),
    path("units/<int:unit>/receipts/<uuid:taking>/take-back/", views.receipt_take_back, name="taking_take_back"),
]
