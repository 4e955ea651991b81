from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "marke.domain.payouts"
    label = "payouts"
