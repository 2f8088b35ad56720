"""The behaviours themselves, by what they hurt; a new one is a function in any module here."""
