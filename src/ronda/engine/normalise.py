"""Tells a real change from noise: a digest over artifacts with rotating parts taken out.

Rotating are: times and dates, visitor counters, anti-forgery tokens, nonces, session ids, long
random strings, cache-busting queries, and headers that change with every answer. Everything else
is content. Each step is linear in the size of the body, whatever a server sends.
"""

import hashlib
import re

import msgspec

from ronda.engine.artifacts import (
    Artifact,
    DnsArtifact,
    Failure,
    HttpArtifact,
    IconArtifact,
    LetterArtifact,
    PageArtifact,
    TlsArtifact,
)

# Headers whose value says nothing lasting of the site.
ROTATING_HEADERS = frozenset(
    [
        "age",
        "alt-svc",
        "cf-cache-status",
        "cf-ray",
        "connection",
        "content-length",
        "date",
        "etag",
        "expires",
        "keep-alive",
        "last-modified",
        "nel",
        "report-to",
        "server-timing",
        "set-cookie",
        "via",
        "x-amz-cf-id",
        "x-amz-request-id",
        "x-cache",
        "x-cache-hits",
        "x-correlation-id",
        "x-envoy-upstream-service-time",
        "x-litespeed-cache",
        "x-request-id",
        "x-response-time",
        "x-runtime",
        "x-served-by",
        "x-timer",
        "x-trace-id",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
    ]
)
TEXT_TYPES = ("text/", "json", "xml", "javascript")

_STEPS: tuple[tuple[re.Pattern[bytes], bytes], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), to)
    for pattern, to in (
        # Session ids in paths, cache-busting and session parameters in queries. A version with
        # dots ("ver=6.4.2") is content.
        (rb";jsessionid=[^\"'<>\s?#]{0,200}", b""),
        (
            rb"([?&;])(?:v|ver|version|_|t|ts|time|timestamp|r|cache)=(?:0?\.)?\d{5,17}\b",
            rb"\1~",
        ),
        (
            rb"([?&;])(?:cb|rand|rnd|random|nocache|cachebuster|sid|phpsessid|jsessionid|session|"
            rb"sessionid|token|_token|nonce|_wpnonce|csrf)=[^\"'<>&\s#]{0,300}",
            rb"\1~",
        ),
        # Our own random path that asks for what is not there; error pages repeat it.
        (rb"\bronda-[0-9a-f]{16}\b", b"~"),
        # A nonce attribute or CSP source.
        (rb"nonce(?:-|\s{0,9}=\s{0,9}[\"']?)[\w+/=-]{1,200}", b"nonce~"),
        # Times of day, then dates with day, month and year in figures or words, epoch times.
        (
            rb"\b\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:z|[+-]\d\d:?\d\d)?)?",
            b"~",
        ),
        (rb"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?(?:wib|wita|wit|am|pm|gmt|utc))\b", b"~"),
        (rb"\b\d{1,2}:\d\d(?::\d\d)?\b", b"~"),
        (rb"\b\d{1,2}[/-]\d{1,2}[/-]\d{4}\b", b"~"),
        (
            rb"(?:\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|mon|tue|wed|thu|fri|sat|sun)"
            rb"[a-z]{0,6},?\s{1,3})?\b\d{1,2}\s{1,3}(?:jan|feb|mar|apr|mei|may|jun|jul|agu|aug|"
            rb"sep|okt|oct|nov|des|dec)[a-z]{0,8},?\s{1,3}\d{4}\b",
            b"~",
        ),
        (rb"\b1[5-9]\d{8}(?:\d{3})?\b", b"~"),
        # Ages and durations: "3 jam lalu", "0.123 seconds".
        (
            rb"\b\d{1,9}(?:[.,]\d{1,9})?\s{0,3}(?:(?:detik|seconds?|secs?|ms)\b|"
            rb"(?:menit|jam|hari|minggu|bulan|tahun|minutes?|hours?|days?|weeks?|months?|years?)"
            rb"\s{1,3}(?:yang\s{1,3})?(?:lalu|ago)\b)",
            b"~",
        ),
        # Counters: a figure shortly after or before a counting word.
        (
            rb"(\b(?:pengunjung|kunjungan|visitors?|visits?|hits?|dilihat|dibaca|views?|viewed|"
            rb"diunduh|downloads?|online|hari ini|kemarin|minggu ini|bulan ini|tahun ini|today|"
            rb"yesterday|this week|this month|total|counter)\b[^0-9]{0,80}?)\d[\d.,]{0,15}",
            rb"\1~",
        ),
        (
            rb"\b\d[\d.,]{0,15}(\s{0,3}(?:x|kali|views?|dilihat|dibaca|pengunjung|kunjungan|"
            rb"orang|hits?|visitors?|pembaca|downloads?)\b)",
            rb"~\1",
        ),
    )
)
# Hidden fields and metas that hold a token, by their name.
_TAG = re.compile(rb"<(?:input|meta)\b[^<>]*", re.IGNORECASE)
_TOKENISH = re.compile(rb"csrf|xsrf|token|nonce|authenticity|viewstate|captcha", re.IGNORECASE)
_VALUE = re.compile(rb"((?:value|content)\s?=\s?)(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
# A run that may be a token: looked at by _token, which decides.
_RUN = re.compile(rb"[A-Za-z0-9+_=-]{16,}")
_HEX = re.compile(rb"[0-9a-fA-F-]+\Z")
_DIGITS = re.compile(rb"\d+")
_SPACE = re.compile(rb"\s+")


def digest(artifact: Artifact) -> str:
    """Return the SHA-256 (hex) of what is lasting in an artifact; times never count."""
    return hashlib.sha256(msgspec.json.encode(_lasting(artifact))).hexdigest()


def _lasting(artifact: Artifact) -> object:
    match artifact:
        case Failure():
            # Whom a redirect led to lasts; what it was told in the query is a stamp of the moment.
            led = [artifact.towards.partition("?")[0]] if artifact.towards else []
            return ["failure", artifact.kind, artifact.stage, *led]
        case DnsArtifact():
            answers = sorted(
                (a.name, a.rdtype, a.status, sorted(_record(a.rdtype, v) for v in a.values))
                for a in artifact.answers
            )
            aliases = sorted({alias for a in artifact.answers for alias in a.aliases})
            return ["dns", answers, aliases, artifact.wildcard]
        case TlsArtifact():
            chain = [certificate.sha256 for certificate in artifact.chain]
            said = (artifact.version, artifact.cipher, artifact.alpn, artifact.problem)
            return ["tls", chain, said, artifact.trusted, artifact.name_matches]
        case HttpArtifact():
            return _http(artifact)
        case IconArtifact():
            return ["icon", artifact.url, artifact.kind, artifact.digest]
        case PageArtifact():
            return ["page", artifact.url, artifact.title, text(artifact.text)]
        case LetterArtifact():
            return ["letter", artifact.url, artifact.lines, artifact.no_text]


def _record(rdtype: str, value: str) -> str:
    """A zone's serial number moves with any change anywhere in it (RFC 1035, 3.3.13)."""
    if rdtype != "SOA":
        return value
    parts = value.split()
    return " ".join(parts[:2] + parts[3:])


def _http(artifact: HttpArtifact) -> object:
    headers = sorted(
        (name, text(value)) for name, value in artifact.headers if name not in ROTATING_HEADERS
    )
    # A cookie's name and attributes are content, its value and time are not.
    cookies = sorted({_cookie(value) for value in artifact.all_headers("set-cookie")})
    hops = [(text(h.url), h.status, text(h.location)) for h in artifact.hops]
    kind = (artifact.header("content-type") or "text/html").lower()
    is_text = any(t in kind for t in TEXT_TYPES)
    content = body(artifact.body) if is_text else artifact.body
    return [
        "http",
        artifact.status,
        text(artifact.final_url),
        hops,
        headers,
        cookies,
        hashlib.sha256(content).hexdigest(),
        artifact.truncated,
        bool(artifact.framing_problem),
    ]


def _cookie(value: str) -> str:
    first, *attributes = value.split(";")
    kept = sorted(
        a.strip().lower()
        for a in attributes
        if not a.strip().lower().startswith(("expires", "max-age"))
    )
    name = _token_in(first.partition("=")[0].strip().encode("latin-1", "replace")).decode("latin-1")
    return ";".join([name, *kept])


def text(value: str) -> str:
    """Return a text with rotating parts taken out, for comparing; never for showing."""
    return body(value.encode("utf-8", "replace")).decode("utf-8", "replace")


def words(value: str) -> str:
    """Return a sentence with every figure taken out: "expires in 13 days" is the same tomorrow."""
    return re.sub(r"\d+", "0", value)


def body(content: bytes) -> bytes:
    """Return a text body with rotating parts taken out."""
    content = _TAG.sub(_field, _comments(content))
    for pattern, to in _STEPS:
        content = pattern.sub(to, content)
    return _SPACE.sub(b" ", _token_in(content)).strip()


def _comments(content: bytes) -> bytes:
    """Take the figures out of comments ("generated in 0.3 s by node 7"), in one pass."""
    parts: list[bytes] = []
    at = 0
    while (start := content.find(b"<!--", at)) >= 0:
        end = content.find(b"-->", start + 4)
        if end < 0:
            break
        parts += [content[at:start], _DIGITS.sub(b"~", content[start:end])]
        at = end
    parts.append(content[at:])
    return b"".join(parts)


def _field(found: re.Match[bytes]) -> bytes:
    tag = found[0]
    return _VALUE.sub(rb"\1~", tag) if _TOKENISH.search(tag) else tag


def _token_in(content: bytes) -> bytes:
    return _RUN.sub(lambda found: b"~" if _token(found[0]) else found[0], content)


def _token(run: bytes) -> bool:
    """A long mix of figures and letters as no word or number has it."""
    figures = sum(48 <= c <= 57 for c in run[:200])
    letters = sum(65 <= (c & 0xDF) <= 90 for c in run[:200])
    if figures < 3 or letters < 2:
        return False
    if _HEX.match(run):
        return True
    mixed = run.upper() != run and run.lower() != run
    return (mixed and len(run) >= 20) or (len(run) >= 24 and b"-" not in run and figures >= 4)
