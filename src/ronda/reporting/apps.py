"""Registers the room of reports, and the daily forgetting of whom they came from."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """The room."""

    name = "ronda.reporting"
    verbose_name = "Laporan"

    def ready(self) -> None:
        """Let workers forget contacts in time."""
        from ronda.jobs.handlers import register_tick
        from ronda.reporting.forgetting import TICK

        register_tick(TICK)
