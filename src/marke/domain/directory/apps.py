from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "marke.domain.directory"
    label = "directory"
