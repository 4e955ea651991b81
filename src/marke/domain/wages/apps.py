from django.apps import AppConfig


class WagesConfig(AppConfig):
    name = "marke.domain.wages"
    label = "wages"
