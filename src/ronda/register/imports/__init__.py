"""Spreadsheets into the register: previewed first, applied as a whole or not at all."""

from ronda.register.imports.batches import apply, preview

__all__ = ["apply", "preview"]
