from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "marke.domain.foundation"
    label = "foundation"
