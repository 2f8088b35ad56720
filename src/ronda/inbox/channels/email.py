"""E-mail over the office's own server (SMTP, RFC 5321; submission with TLS, RFC 8314)."""

import smtplib
import ssl
from contextlib import closing
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

import msgspec
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from ronda.accounts.models import Person
from ronda.engine.text import Text
from ronda.inbox.channels.contract import Outgoing, Unsent

ID = "email"
TITLE = Text("Surel", "E-mail")

PATIENCE = 20  # seconds for each answer of the server
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class _Server(msgspec.Struct, frozen=True):
    scheme: str
    host: str
    port: int
    user: str
    password: str


def configured() -> bool:
    """The office has set its mail server."""
    return bool(settings.RONDA_SMTP)


def reaches(person: Person) -> bool:
    """The person has an address."""
    return bool(person.email)


def send(person: Person, outgoing: Outgoing) -> None:
    """Hand the message to the server; raises :class:`Unsent`."""
    domain = parseaddr(settings.RONDA_MAIL_FROM)[1].rpartition("@")[2]
    headers = {
        # The same in each attempt: a mailbox that got it in spite of a broken line knows it again.
        "Message-ID": f"<{outgoing.id}@{domain}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no answering machine answers
    }
    if outgoing.urgent:
        headers["Importance"] = "high"
    body = f"{outgoing.body}\n\n{outgoing.link}".strip() + "\n"
    title = " ".join(outgoing.title.split())[:200]
    mail = EmailMessage(title, body, settings.RONDA_MAIL_FROM, [person.email], headers=headers)
    with closing(_backend()) as backend:
        _guarded(backend, lambda: backend.send_messages([mail]))


def try_out() -> None:
    """Connect, greet, sign in; raises :class:`Unsent`."""
    with closing(_backend()) as backend:
        _guarded(backend, lambda: None)


def _guarded(backend: EmailBackend, work: object) -> None:
    """Open the connection and do the work; every failure in words."""
    try:
        backend.open()
        work()  # type: ignore[operator]
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        raise Unsent(_refused(error), final=_is_final(error)) from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise Unsent(_unreachable(error)) from error


def _backend() -> EmailBackend:
    server = _server()
    return EmailBackend(
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.scheme == "smtp+starttls",
        use_ssl=server.scheme == "smtps",
        timeout=PATIENCE,
    )


def _server() -> _Server:
    try:
        parts = urlsplit(settings.RONDA_SMTP)
        port = parts.port or _PORTS[parts.scheme]
        if not parts.hostname or "@" not in parseaddr(settings.RONDA_MAIL_FROM)[1]:
            raise ValueError
    except (ValueError, KeyError) as error:
        raise Unsent(
            Text(
                "RONDA_SMTP atau RONDA_MAIL_FROM tidak dapat dipakai. Contoh: "
                "RONDA_SMTP=smtp+starttls://akun:sandi@surel.contohprov.go.id dan "
                "RONDA_MAIL_FROM=ronda@contohprov.go.id",
                "RONDA_SMTP or RONDA_MAIL_FROM cannot be used. Example: "
                "RONDA_SMTP=smtp+starttls://user:password@mail.contohprov.go.id and "
                "RONDA_MAIL_FROM=ronda@contohprov.go.id",
            )
        ) from error
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return _Server(parts.scheme, parts.hostname, port, user, password)


def _is_final(error: smtplib.SMTPException) -> bool:
    """A refusal with a code of 500 or more is for good (RFC 5321, 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def _refused(error: smtplib.SMTPException) -> Text:
    said = " ".join(str(error).split())[:300]
    return Text(
        "Server surel menolak pesan ini: {said}. Periksa alamat orangnya dan pengirim di "
        "RONDA_MAIL_FROM.",
        "The mail server refused the message: {said}. Check the person's address and the sender "
        "in RONDA_MAIL_FROM.",
    ).fill(said=said)


def _unreachable(error: Exception) -> Text:
    said = " ".join(str(error).split())[:300] or type(error).__name__
    where = urlsplit(settings.RONDA_SMTP).hostname or ""
    if isinstance(error, ssl.SSLError):
        said = f"TLS: {said}"
    return Text(
        "Server surel {where} tidak menerima pesan: {said}. Periksa RONDA_SMTP, sandi, dan jalur "
        "ke server itu; Ronda mencoba lagi sendiri.",
        "The mail server {where} takes no message: {said}. Check RONDA_SMTP, the password and the "
        "way to that server; Ronda tries again by itself.",
    ).fill(where=where, said=said)
