from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "marke.domain.funding"
    label = "funding"
