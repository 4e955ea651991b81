from django.apps import AppConfig


class ApiKeysConfig(AppConfig):
    name = "marke.domain.apikeys"
    label = "apikeys"
