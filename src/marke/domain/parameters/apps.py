from django.apps import AppConfig


class ParametersConfig(AppConfig):
    name = "marke.domain.parameters"
    label = "parameters"
