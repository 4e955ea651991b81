"""Addresses: the costs of units."""

from django.urls import path

from marke.web.desk.costs import views

urlpatterns = [
    path("desk/costs/", views.costs, name="desk_costs"),
    path("desk/costs/<uuid:cost>/", views.cost, name="desk_cost"),
    path("desk/costs/receipts/<uuid:receipt>/", views.receipt, name="desk_receipt"),
]
