from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "marke.domain.people"
    label = "people"
