"""The form's token: signed, good for one report, neither at once nor for ever."""

import hashlib
import secrets
from datetime import timedelta

from django.core import signing

SALT = "ronda.reporting.form"
YOUNGEST = timedelta(seconds=2)  # nobody reads and fills in the form faster
OLDEST = timedelta(hours=4)  # a page left open overnight is opened anew


class BadToken(ValueError):
    """The token is not ours (``forged``), too young (``hasty``) or too old (``stale``)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def new_token() -> str:
    """Return a token for one form."""
    return signing.TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(12))


def check_token(token: str) -> str:
    """Return the digest by which a good token is known as used; raises :class:`BadToken`."""
    signer = signing.TimestampSigner(salt=SALT)
    if len(token) > 200:
        raise BadToken("forged")
    try:
        signer.unsign(token, max_age=OLDEST)
    except signing.SignatureExpired as error:
        raise BadToken("stale") from error
    except signing.BadSignature as error:
        raise BadToken("forged") from error
    try:
        signer.unsign(token, max_age=YOUNGEST)
    except signing.SignatureExpired:
        return hashlib.sha256(token.encode()).hexdigest()
    raise BadToken("hasty")
