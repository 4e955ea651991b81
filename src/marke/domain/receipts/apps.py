from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    name = "marke.domain.receipts"
    label = "receipts"
