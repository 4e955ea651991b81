from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "marke.domain.outbox"
    label = "outbox"
