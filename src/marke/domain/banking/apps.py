from django.apps import AppConfig


class BankingConfig(AppConfig):
    name = "marke.domain.banking"
    label = "banking"
