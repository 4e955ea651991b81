from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "marke.domain.orders"
    label = "orders"
