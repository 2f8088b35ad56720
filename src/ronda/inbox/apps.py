"""Registers the room of messages, and lets workers deliver them."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """The room."""

    name = "ronda.inbox"
    label = "inbox"
    verbose_name = "Pesan"

    def ready(self) -> None:
        """Let workers deliver."""
        from ronda.inbox import delivering
        from ronda.jobs import handlers

        # Quiet hours and mail servers that are away may last: `ronda work --once` does not wait.
        handlers.register(delivering.KIND, delivering.DeliverHandler(), awaited=False)
