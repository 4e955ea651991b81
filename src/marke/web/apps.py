from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "marke.web"
    label = "web"
