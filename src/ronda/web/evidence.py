"""A finding's evidence as seen: the excerpt marked where it stands, and how it was measured."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ronda.accounts.models import Person
from ronda.patrol.models import Body, Observation
from ronda.register.models import Site

AROUND = 160
MOST_BODY = 2_000_000
SHOWN_BODY = 20_000


@dataclass(frozen=True)
class Marked:
    """A passage with the cited part marked."""

    before: str
    cited: str
    after: str


@dataclass(frozen=True)
class Seen:
    """One piece of evidence, and the observation it comes from."""

    artifact: str
    where: object
    excerpt: str
    passage: Marked | None = None
    observation: Observation | None = None
    facts: Sequence[tuple[str, str]] = field(default=())


def current(site: Site, person: Person) -> dict[str, Observation]:
    """The observations of a site that stand now, by key."""
    rows = (
        Observation.objects.visible_to(person)
        .filter(site=site, replaced_at__isnull=True)
        .select_related("body")
        .order_by("key")
    )
    return {row.key: row for row in rows}


def body_text(body: Body | None, limit: int = MOST_BODY) -> str:
    """A stored body as text, bounded; "" when there is none or it cannot be read."""
    if body is None:
        return ""
    try:
        raw = zlib.decompressobj().decompress(bytes(body.content), limit)
    except zlib.error:
        return ""
    return raw.decode("utf-8", "replace")


def of_verdict(verdict: object, observations: Mapping[str, Observation]) -> list[Seen]:
    """The evidence of a stored verdict, each with its place in what was observed."""
    pieces = verdict.get("evidence") if isinstance(verdict, dict) else None
    found = []
    for piece in pieces if isinstance(pieces, list) else []:
        if not isinstance(piece, dict):
            continue
        key = str(piece.get("artifact", ""))
        excerpt = str(piece.get("excerpt", ""))
        row = observations.get(key.replace("page:", "http:", 1))
        passage = _passage(body_text(row.body), excerpt) if row and excerpt else None
        facts = artifact_facts(row.artifact) if row else ()
        found.append(Seen(key, piece.get("where"), excerpt, passage, row, facts))
    return found


def _passage(text: str, excerpt: str) -> Marked | None:
    """The excerpt within the text around it, when it stands there word for word."""
    at = text.find(excerpt)
    if at < 0:
        return None
    end = at + len(excerpt)
    before = text[max(0, at - AROUND) : at]
    after = text[end : end + AROUND]
    return Marked(
        ("…" if at > AROUND else "") + before, excerpt, after + "…" * (end + AROUND < len(text))
    )


def artifact_facts(artifact: object) -> list[tuple[str, str]]:
    """The few facts of how an artifact was measured, as (name, value) of the stored JSON."""
    if not isinstance(artifact, dict):
        return []
    wanted = (
        "type",
        "url",
        "final_url",
        "status",
        "address",
        "host",
        "port",
        "version",
        "cipher",
        "kind",
        "stage",
        "where",
        "towards",
        "detail",
        "elapsed_ms",
        "http_version",
        "truncated",
        "body_sha256",
    )
    return [
        (key, str(artifact[key])) for key in wanted if artifact.get(key) not in (None, "", False)
    ]


def failed(artifact: object) -> bool:
    """The observation is a failure, not an artifact."""
    return isinstance(artifact, dict) and artifact.get("type") == "failure"


def platform_of(observations: Mapping[str, Observation]) -> list[str]:
    """What the site seems to run on, the most telling first: ["wordpress", "nginx"]."""
    row = observations.get("http:visitor")
    if row is None or not isinstance(row.artifact, dict):
        return []
    headers: dict[str, Any] = {}
    for pair in row.artifact.get("headers") or []:
        if isinstance(pair, list | tuple) and len(pair) == 2:
            headers.setdefault(str(pair[0]).lower(), str(pair[1]))
    start = body_text(row.body, 200_000).lower()
    signs = {
        "wordpress": "wp-content/" in start or 'content="wordpress' in start,
        "joomla": 'content="joomla' in start,
        "drupal": 'content="drupal' in start,
        "moodle": "moodlesession" in str(headers.get("set-cookie", "")).lower(),
        "laravel": "laravel_session" in str(headers.get("set-cookie", "")).lower(),
        "cpanel": "cpanel" in start[:5000],
    }
    server = str(headers.get("server", "")).lower()
    found = [name for name, seen in signs.items() if seen]
    return found + [name for name in ("nginx", "apache", "litespeed") if name in server]
