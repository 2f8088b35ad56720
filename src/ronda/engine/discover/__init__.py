"""Discovery sources: one file each, found by walking here."""
