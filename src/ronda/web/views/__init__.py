"""Views: thin; they read selectors, call services and choose a template."""
