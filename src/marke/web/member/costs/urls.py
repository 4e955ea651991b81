"""Addresses: the costs of a unit."""

from django.urls import path

from marke.web.member.costs import views

urlpatterns = [
    path("units/<int:unit>/costs/", views.costs, name="costs"),
    path("units/<int:unit>/costs/new/", views.cost_new, name="cost_new"),
    path("units/<int:unit>/costs/<uuid:cost>/", views.cost, name="cost"),
    path("units/<int:unit>/costs/receipts/<uuid:receipt>/", views.receipt, name="receipt"),
]
