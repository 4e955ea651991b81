from django.apps import AppConfig


class EinvoicingConfig(AppConfig):
    name = "marke.domain.einvoicing"
    label = "einvoicing"
