from django.apps import AppConfig


class QuotesConfig(AppConfig):
    name = "marke.domain.quotes"
    label = "quotes"
