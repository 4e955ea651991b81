from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "marke.domain.declarations"
    label = "declarations"
