"""Registers the patrol with Django, its shards with the worker, its rounds and searches with the schedule."""

from django.apps import AppConfig


class PatrolConfig(AppConfig):
    """The room of rounds, visits, observations and measurements."""

    name = "ronda.patrol"
    verbose_name = "Ronda"

    def ready(self) -> None:
        """Let workers know of patrol shards, of searches, and of what the clock starts."""
        from ronda.jobs import handlers
        from ronda.patrol import schedule, searching, shards

        handlers.register(shards.KIND, shards.PatrolHandler())
        handlers.register(searching.KIND, searching.DiscoverHandler())
        handlers.register_tick(schedule.TICK)
        handlers.register_tick(searching.DAILY)
        handlers.register_tick(searching.FOLLOWING)
        handlers.register_tick(searching.TELLING)
