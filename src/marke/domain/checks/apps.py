from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "marke.domain.checks"
    label = "checks"
