"""Addresses: receipts without invoice at the desk."""

from django.urls import path

from marke.web.desk.receipts import views

urlpatterns = [
    path("desk/receipts/", views.receipts, name="desk_takings"),
    path("desk/receipts/<uuid:taking>/", views.receipt, name="desk_taking"),
]
