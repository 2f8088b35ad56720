"""Sign-in without sign-up: the office makes the accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account for himself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False
