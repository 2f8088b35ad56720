"""What is misconfigured and how to mend it: one module a subject, found by walking here."""
