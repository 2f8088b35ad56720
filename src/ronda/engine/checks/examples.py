"""Builders of small artifacts for the CASES of checks; a healthy made-up site is the default."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Literal

from ronda.engine.artifacts import (
    Certificate,
    DnsAnswer,
    DnsArtifact,
    Failure,
    FailureKind,
    Form,
    Hop,
    HttpArtifact,
    Link,
    PageArtifact,
    Stage,
    TlsArtifact,
    View,
)

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HOST = "dinas.contohprov.go.id"
APEX = "contohprov.go.id"
URL = f"https://{HOST}/"
ADDRESS = "198.51.100.7"


def failure(
    kind: FailureKind, stage: Stage = "connect", where: str = "", towards: str = ""
) -> Failure:
    """A measurement that failed, perhaps behind a redirect to ``towards``."""
    return Failure(kind, stage, f"{kind} while measuring", AT, where, towards)


def http(
    body: str | bytes = "<title>Dinas Contoh</title>",
    *,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (("content-type", "text/html; charset=utf-8"),),
    url: str = URL,
    final_url: str = "",
    hops: tuple[Hop, ...] = (),
    view: View = "visitor",
    elapsed_ms: int = 80,
) -> HttpArtifact:
    """The answer to a GET."""
    raw = body.encode() if isinstance(body, str) else body
    return HttpArtifact(
        at=AT,
        view=view,
        url=url,
        final_url=final_url or url,
        address=ADDRESS,
        status=status,
        headers=headers,
        hops=hops,
        body=raw,
        body_sha256=hashlib.sha256(raw).hexdigest(),
        truncated=False,
        elapsed_ms=elapsed_ms,
    )


def certificate(
    *,
    names: tuple[str, ...] = (HOST,),
    days_left: int = 60,
    days_old: int = 30,
    self_signed: bool = False,
    subject: str = f"CN={HOST}",
    issuer: str = "CN=Contoh CA,O=Contoh,C=ID",
    is_ca: bool = False,
    key_type: str = "EC",
    key_bits: int = 256,
    signature_hash: str = "sha256",
) -> Certificate:
    """A certificate whose validity is told from the time of the examples."""
    return Certificate(
        sha256=hashlib.sha256(f"{subject}{issuer}{days_left}".encode()).hexdigest(),
        subject=subject,
        issuer=subject if self_signed else issuer,
        serial="0a",
        names=names,
        not_before=AT - timedelta(days=days_old),
        not_after=AT + timedelta(days=days_left),
        key_type=key_type,
        key_bits=key_bits,
        signature_hash=signature_hash,
        is_ca=is_ca,
        self_signed=self_signed,
    )


Problem = Literal[
    "",
    "expired",
    "not_yet_valid",
    "self_signed",
    "untrusted_root",
    "missing_intermediate",
    "wrong_purpose",
    "other",
]


def tls(
    *chain: Certificate,
    version: str = "TLSv1.3",
    problem: Problem = "",
    name_matches: bool = True,
) -> TlsArtifact:
    """A handshake; with the good chain unless another is given."""
    return TlsArtifact(
        at=AT,
        host=HOST,
        address=ADDRESS,
        port=443,
        version=version,
        cipher="TLS_AES_128_GCM_SHA256",
        alpn="http/1.1",
        chain=chain or (certificate(), certificate(subject="CN=Contoh CA", is_ca=True)),
        trusted=not problem,
        name_matches=name_matches,
        problem=problem,
    )


Status = Literal["ok", "nodata", "nxdomain", "servfail", "refused", "timeout", "malformed"]


def answer(
    name: str, rdtype: str, *values: str, status: Status = "ok", aliases: tuple[str, ...] = ()
) -> DnsAnswer:
    """The answer to one DNS question; without values "ok" becomes "nodata"."""
    if not values and status == "ok":
        status = "nodata"
    return DnsAnswer(name, rdtype, status, values, 300, aliases)


def dns(*answers: DnsAnswer, host: str = HOST, apex: str = APEX) -> DnsArtifact:
    """What the resolver said of a host."""
    return DnsArtifact(AT, host, apex, answers)


def link(url: str, text: str, *, hidden: str = "") -> Link:
    """A hyperlink."""
    return Link(url, text, hidden=hidden)


def page(
    text: str = "Selamat datang di situs Dinas Contoh.",
    *,
    title: str = "Dinas Contoh",
    view: View = "visitor",
    url: str = URL,
    links: tuple[Link, ...] = (),
    hidden_text: str = "",
    headings: tuple[str, ...] = (),
    generator: str = "",
    description: str = "",
    metas: tuple[tuple[str, str], ...] = (),
    json_ld: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    forms: tuple[Form, ...] = (),
    images: tuple[tuple[str, str], ...] = (),
) -> PageArtifact:
    """A parsed page."""
    return PageArtifact(
        at=AT,
        view=view,
        url=url,
        title=title,
        language="id",
        charset="utf-8",
        generator=generator,
        description=description,
        text=text,
        hidden_text=hidden_text,
        headings=headings,
        footer="",
        links=links,
        forms=forms,
        scripts=scripts,
        images=images,
        metas=metas,
        json_ld=json_ld,
    )
