"""Addresses: the costs of units."""

from django.urls import path

from marke.web.desk.costs import together, views

urlpatterns = [
    path("desk/costs/", views.costs, name="desk_costs"),
    path("desk/costs/together/", together.costs_together, name="desk_costs_together"),
    path("desk/costs/together/<uuid:run>/", together.costs_together_run, name="desk_costs_together_run"),
    path("desk/costs/<uuid:cost>/", views.cost, name="desk_cost"),
    path("desk/costs/receipts/<uuid:receipt>/", views.receipt, name="desk_receipt"),
]
