"""Django's entry to this room."""

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "ronda.discovery"
    label = "discovery"
