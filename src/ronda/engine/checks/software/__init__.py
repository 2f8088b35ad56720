"""Software that the site itself says it runs."""
