"""Addresses: the orders of a unit."""

from django.urls import path

from marke.web.member.orders import acting, files, progress, together, views

ORDERS = "units/<int:unit>/orders/"
ORDER = f"{ORDERS}<uuid:order>/"

urlpatterns = [
    path(ORDERS, views.orders, name="orders"),
    path(f"{ORDERS}together/", together.orders_together, name="orders_together"),
    path(f"{ORDERS}together/<uuid:run>/", together.orders_together_run, name="orders_together_run"),
    path(f"{ORDERS}files/<uuid:order_file>/", files.order_file, name="order_file"),
    path(ORDER, views.order, name="order"),
    path(f"{ORDER}invoice/", acting.order_invoice, name="order_invoice"),
    path(f"{ORDER}progress/", progress.order_progress, name="order_progress"),
    path(f"{ORDER}progress/result/", progress.order_progress_result, name="order_progress_result"),
    path(f"{ORDER}automatic/", acting.order_automatic, name="order_automatic"),
    path(f"{ORDER}files/", files.order_file_add, name="order_file_add"),
    path(f"{ORDER}end/", acting.order_end, name="order_end"),
]
