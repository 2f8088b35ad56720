"""Serves a world by the servers that the world really runs, as the current user, on loopback."""
