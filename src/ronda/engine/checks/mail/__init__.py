"""Whether strangers can write mail in the name of the domain."""
