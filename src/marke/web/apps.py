from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "marke.web"
    label = "web"

    def ready(self) -> None:
        from marke.web import checks  # noqa: F401
