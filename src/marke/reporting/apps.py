from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "marke.reporting"
    label = "reporting"
