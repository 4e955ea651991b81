from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "marke.domain.members"
    label = "members"
