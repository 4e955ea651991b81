from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marke.domain.accounts"
    label = "accounts"
