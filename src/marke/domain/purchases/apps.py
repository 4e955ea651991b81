from django.apps import AppConfig


class PurchasesConfig(AppConfig):
    name = "marke.domain.purchases"
    label = "purchases"
