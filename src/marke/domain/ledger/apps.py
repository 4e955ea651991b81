from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "marke.domain.ledger"
    label = "ledger"
