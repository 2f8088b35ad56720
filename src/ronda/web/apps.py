"""Django's entry to this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ronda.web"
    label = "web"
