from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "marke.domain.lists"
    label = "lists"
