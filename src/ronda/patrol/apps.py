"""Registers the patrol with Django, its shards with the worker, its round with the schedule."""

from django.apps import AppConfig


class PatrolConfig(AppConfig):
    """The room of rounds, visits, observations and measurements."""

    name = "ronda.patrol"
    verbose_name = "Ronda"

    def ready(self) -> None:
        """Let workers know of patrol shards and of the round of due sites."""
        from ronda.jobs import handlers
        from ronda.patrol.schedule import TICK
        from ronda.patrol.shards import KIND, PatrolHandler

        handlers.register(KIND, PatrolHandler())
        handlers.register_tick(TICK)
