from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Plugs in what needs the models, which `wiring.wire` is too early for."""

    name = "marke.config"
    label = "wiring"

    def ready(self) -> None:
        from marke.config.wiring import wire_carriers

        wire_carriers()
