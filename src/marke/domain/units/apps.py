from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "marke.domain.units"
    label = "units"
