"""Django's entry to this room."""

from django.apps import AppConfig


class PatrolConfig(AppConfig):
    name = "ronda.patrol"
    label = "patrol"
