"""Recognises a settings file and hides its values, so that no secret is shown or kept."""

import re

from ronda.engine.content.leaks import MASK, reduced

_LIMIT = 65_536
_LINE = re.compile(rb"(?:export )?([A-Za-z_][A-Za-z0-9_]{1,60})[ \t]?=(.*)")
# Settings that frameworks and hosting guides put into such files; one of them must be there.
_TELLING = (
    b"APP_",
    b"DB_",
    b"DATABASE_",
    b"MAIL_",
    b"SMTP_",
    b"REDIS_",
    b"AWS_",
    b"SECRET",
    b"JWT_",
    b"API_",
    b"MYSQL_",
    b"POSTGRES_",
    b"CI_ENVIRONMENT",
    b"NODE_ENV",
    b"DJANGO_",
)


def setting_names(body: bytes) -> tuple[str, ...]:
    """Return the names that a settings file sets, or nothing when this is not such a file.

    Every line must be NAME=value, a comment or empty, and one name must be a telling one: a page
    of HTML, a list or a text is none.
    """
    names: dict[str, None] = {}
    telling = False
    for raw in body[:_LIMIT].splitlines():
        line = raw.strip()
        if not line or line.startswith(b"#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            # Values over several lines happen; markup and prose do not.
            if b"<" in line or not names:
                return ()
            continue
        names[found[1].decode("ascii")] = None
        telling = telling or found[1].upper().startswith(_TELLING)
    return tuple(names) if telling else ()


def masked(body: bytes) -> bytes:
    """Return a body as it may be stored: of a file that leaks, only what shows that it does."""
    names = setting_names(body)
    if names:
        return "".join(f"{name}={MASK}\n" for name in names).encode()
    less = reduced(body)
    return body if less is None else less
