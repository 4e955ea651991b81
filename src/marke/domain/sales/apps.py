from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "marke.domain.sales"
    label = "sales"
