from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "marke.domain.portal"
    label = "portal"
