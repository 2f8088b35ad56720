"""What a registry says of a domain: read from RDAP's JSON (RFC 9083), whatever it holds."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

MAX_BYTES = 1_000_000
MAX_ENTITIES = 100
MAX_DEPTH = 3  # entities within entities: registrar -> its abuse contact
MAX_SERVERS = 20
_HIDDEN = re.compile(
    r"redact|privacy|private|proxy|whoisguard|not disclosed|data protected|withheld|masked|gdpr"
    r"|^\W*$|^(?:n/?a|none|null)$",
    re.IGNORECASE,
)


class Registration(msgspec.Struct, frozen=True):
    """A domain's registration as published. Times are UTC; "" and None: not published."""

    domain: str
    asked_at: datetime
    server: str  # the RDAP server that said it
    registered_on: datetime | None = None
    changed_on: datetime | None = None
    expires_on: datetime | None = None
    registrar: str = ""
    holder: str = ""  # the holder's organisation; persons are never kept
    country: str = ""
    name_servers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    @property
    def age_days(self) -> int | None:
        """Whole days from registration to the question; None when either is not known."""
        if self.registered_on is None:
            return None
        return max(0, (self.asked_at - self.registered_on).days)


class BadRegistration(ValueError):
    """The answer is no RDAP domain object of the domain asked for; the message says why."""


def parse(body: bytes, domain: str, server: str, asked_at: datetime) -> Registration:
    """Read an answer; raises :class:`BadRegistration`. Fields that are odd are left out."""
    if len(body) > MAX_BYTES:
        raise BadRegistration(f"larger than {MAX_BYTES} bytes")
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRegistration(f"no JSON: {str(error)[:150]}") from error
    if not isinstance(told, dict) or told.get("objectClassName") != "domain":
        raise BadRegistration("no domain object (RFC 9083 section 5.3)")
    name = _text(told.get("ldhName")).rstrip(".").lower()
    if name != domain:
        raise BadRegistration(f"speaks of {name[:100]!r} instead of {domain}")
    events = _events(told)
    roles = dict(_entities(told, 0, [MAX_ENTITIES]))
    holder = roles.get("registrant", {})
    return Registration(
        domain=domain,
        asked_at=asked_at,
        server=server[:200],
        registered_on=events.get("registration"),
        changed_on=events.get("last changed"),
        expires_on=events.get("expiration"),
        registrar=_organisation(roles.get("registrar", {}), person_too=True),
        holder=_organisation(holder),
        country=_country(holder),
        name_servers=tuple(_name_servers(told)),
        statuses=tuple(_text(s)[:60] for s in _list(told.get("status"))[:20] if _text(s)),
    )


def _events(told: Mapping[str, Any]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for event in _list(told.get("events"))[:50]:
        if isinstance(event, dict):
            moment = _moment(event.get("eventDate"))
            if moment is not None:
                found.setdefault(_text(event.get("eventAction")).lower(), moment)
    return found


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value)[:40])
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if 1985 <= moment.year <= 2200 else None


def _entities(
    told: Mapping[str, Any], depth: int, left: list[int]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (role, entity), inner ones first, so that in a dict the outermost of a role wins."""
    for entity in reversed(_list(told.get("entities"))[:MAX_ENTITIES]):
        left[0] -= 1
        if not isinstance(entity, dict) or left[0] < 0:
            continue
        if depth < MAX_DEPTH:
            yield from _entities(entity, depth + 1, left)
        for role in _list(entity.get("roles"))[:10]:
            yield _text(role).lower(), entity


def _organisation(entity: Mapping[str, Any], *, person_too: bool = False) -> str:
    """The organisation on an entity's card (jCard, RFC 7095).

    A plain name counts only when the card says that it is an organisation's; ``person_too``: a
    registrar's card holds its name there without saying so.
    """
    fields = _card(entity)
    said = fields.get("org", "")
    if not said and (person_too or fields.get("kind", "").lower() == "org"):
        said = fields.get("fn", "")
    return "" if _HIDDEN.search(said) else said


def _card(entity: Mapping[str, Any]) -> dict[str, str]:
    card = _list(entity.get("vcardArray"))
    found: dict[str, str] = {}
    for line in _list(card[1] if len(card) > 1 else None)[:60]:
        if isinstance(line, list) and len(line) >= 4:
            value = line[3]
            while isinstance(value, list):
                value = value[0] if value else ""
            found.setdefault(_text(line[0]).lower(), _clean(value))
    return found


def _country(entity: Mapping[str, Any]) -> str:
    card = _list(entity.get("vcardArray"))
    for line in _list(card[1] if len(card) > 1 else None)[:60]:
        if isinstance(line, list) and len(line) >= 4 and line[0] == "adr":
            code = line[1].get("cc", "") if isinstance(line[1], dict) else ""
            parts = _list(line[3])
            said = _clean(code) or (_clean(parts[6]) if len(parts) > 6 else "")
            return "" if _HIDDEN.search(said) else said[:60]
    return ""


def _name_servers(told: Mapping[str, Any]) -> Iterator[str]:
    for server in _list(told.get("nameservers"))[:MAX_SERVERS]:
        name = _text(server.get("ldhName")) if isinstance(server, dict) else ""
        if name and name.isascii() and len(name) <= 253:
            yield name.rstrip(".").lower()


def _clean(value: object) -> str:
    text = _text(value)[:400]
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def facts_of(said: Registration) -> dict[str, str]:
    """Return a registration as a sighting's facts; what is not published is left out."""
    facts = {
        "domain": said.domain,
        "server": said.server,
        "asked_at": said.asked_at.isoformat(),
        "registered_on": said.registered_on.isoformat() if said.registered_on else "",
        "changed_on": said.changed_on.isoformat() if said.changed_on else "",
        "expires_on": said.expires_on.isoformat() if said.expires_on else "",
        "registrar": said.registrar,
        "holder": said.holder,
        "country": said.country,
        "name_servers": ", ".join(said.name_servers)[:1000],
        "statuses": ", ".join(said.statuses)[:1000],
    }
    return {key: value for key, value in facts.items() if value}


def from_facts(facts: Mapping[str, str]) -> Registration | None:
    """Return the registration that facts of a sighting tell of, or None."""
    asked = _moment(facts.get("asked_at"))
    if asked is None or not facts.get("domain"):
        return None
    return Registration(
        domain=facts["domain"],
        asked_at=asked,
        server=facts.get("server", ""),
        registered_on=_moment(facts.get("registered_on")),
        changed_on=_moment(facts.get("changed_on")),
        expires_on=_moment(facts.get("expires_on")),
        registrar=facts.get("registrar", ""),
        holder=facts.get("holder", ""),
        country=facts.get("country", ""),
        name_servers=tuple(n for n in facts.get("name_servers", "").split(", ") if n),
        statuses=tuple(n for n in facts.get("statuses", "").split(", ") if n),
    )
