"""Does the site answer at all."""
