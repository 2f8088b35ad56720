"""Starts Django for commands that need the database; `ronda check` never does."""

import os


def use_database() -> None:
    """Load settings and models; safe to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ronda.settings")
    import django

    django.setup()
