"""Tells the rooms above that a person has decided about a site, or has taken that back."""

from django.dispatch import Signal

decided = Signal()
"""Sent within the decision's transaction with ``site``, ``person`` and ``decision``."""

undone = Signal()
"""Sent within the undoing's transaction with ``site``, ``person`` and ``decision``."""
