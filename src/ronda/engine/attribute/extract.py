"""What a person who decides about a site is shown of it: a page's words, contacts and server."""

import re

import msgspec

from ronda.engine.artifacts import (
    DNS,
    HTTP_VISITOR,
    PAGE_VISITOR,
    TLS,
    DnsArtifact,
    Failure,
    HttpArtifact,
    Observation,
    PageArtifact,
    TlsArtifact,
)
from ronda.engine.attribute.contacts import contacts_in, link_contacts, together

MAX_HEADINGS = 6
MAX_TEXT = 700  # characters of the page's beginning
MAX_END = 300  # and of its footer
MAX_CONTACTS = 4  # of each kind
_CARD = re.compile(r"card|cvv|cvc|\bpin\b|\botp\b|rekening|kartu", re.IGNORECASE)


class Extract(msgspec.Struct, frozen=True):
    """A page in a few lines; "" and () where a page has none of it. All of it is untrusted text."""

    seen_at: str = ""  # ISO time of the visit
    final_url: str = ""  # where a visitor lands, when that is another address
    title: str = ""
    headings: tuple[str, ...] = ()
    beginning: str = ""
    end: str = ""  # of the footer
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()  # what its forms ask for: "password", "card"
    addresses: tuple[str, ...] = ()  # of the server
    certificate: tuple[str, ...] = ()  # names in it
    issuer: str = ""
    failure: str = ""  # kind of the failure when the page could not be read


def extract_of(seen: Observation) -> Extract:
    """Return what one visit shows of a site, bounded; of a failed visit, why it failed."""
    artifacts = seen.artifacts
    page, http = artifacts.get(PAGE_VISITOR), artifacts.get(HTTP_VISITOR)
    dns, tls = artifacts.get(DNS), artifacts.get(TLS)
    found: dict[str, object] = {"seen_at": seen.started_at.isoformat()}
    if isinstance(page, PageArtifact):
        found |= _of_page(page)
    failed = next((a for a in (page, http) if isinstance(a, Failure)), None)
    if failed is not None:
        found["failure"] = failed.kind.value
    if isinstance(http, HttpArtifact) and http.final_url != http.url:
        found["final_url"] = http.final_url[:500]
    if isinstance(dns, DnsArtifact):
        found["addresses"] = tuple(dns.addresses[:MAX_CONTACTS])
    if isinstance(tls, TlsArtifact) and tls.chain:
        found["certificate"] = tuple(tls.chain[0].names[:MAX_CONTACTS])
        found["issuer"] = tls.chain[0].issuer[:200]
    return msgspec.convert(found, Extract)


def plain(extract: Extract) -> dict[str, object]:
    """Return an extract as JSON values, what is empty left out, NUL (refused by PostgreSQL) too."""
    return {name: _clean(value) for name, value in msgspec.structs.asdict(extract).items() if value}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    return [_clean(one) for one in value] if isinstance(value, tuple) else value


def _of_page(page: PageArtifact) -> dict[str, object]:
    contacts = together([link_contacts(page), contacts_in(page.footer), contacts_in(page.text)])
    headings = dict.fromkeys(" ".join(h.split())[:160] for h in page.headings[:40])
    return {
        "title": page.title[:300],
        "headings": tuple(h for h in headings if h and h != page.title)[:MAX_HEADINGS],
        "beginning": _cut(page.text, MAX_TEXT),
        "end": _cut(page.footer, MAX_END) if page.footer else "",
        "phones": contacts.phones[:MAX_CONTACTS],
        "mails": tuple(mail for mail, _ in contacts.mails[:MAX_CONTACTS]),
        "asks": _asked(page),
    }


def _asked(page: PageArtifact) -> tuple[str, ...]:
    fields = [field for form in page.forms[:20] for field in form.fields[:40]]
    found = []
    if any(kind == "password" for _, kind in fields):
        found.append("password")
    if any(_CARD.search(name[:100]) for name, _ in fields):
        found.append("card")
    return tuple(found)


def _cut(text: str, most: int) -> str:
    """The first characters of a text, whole words, with a mark where it goes on."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0][:most] + " …"
