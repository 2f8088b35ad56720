"""What people are told: messages in Ronda itself, and on the office's channels."""
