"""Ways to tell people outside Ronda: one module a channel, found by walking here."""
