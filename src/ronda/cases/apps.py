"""Django's entry to this room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "ronda.cases"
    label = "cases"
