"""Addresses: the orders of the whole enterprise."""

from django.urls import path

from marke.web.desk.orders import views

urlpatterns = [
    path("desk/orders/", views.orders, name="desk_orders"),
    path("desk/orders/files/<uuid:order_file>/", views.order_file, name="desk_order_file"),
    path("desk/orders/<uuid:order>/", views.order, name="desk_order"),
]
