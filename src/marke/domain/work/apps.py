from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "marke.domain.work"
    label = "work"
