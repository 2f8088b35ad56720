"""Django's entry to this room."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "ronda.register"
    label = "register"
