"""Tells the rooms above that a person has decided about a site."""

from django.dispatch import Signal

decided = Signal()
"""Sent within the decision's transaction with ``site``, ``person`` and ``decision``."""
