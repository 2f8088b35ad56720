"""Certificate and encryption of the connection."""
