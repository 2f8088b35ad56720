"""Django's entry to this room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ronda.jobs"
    label = "jobs"
