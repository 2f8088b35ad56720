"""Evidence in a candidate's address, DNS, certificate and in who has seen it."""

from collections.abc import Iterator
from functools import lru_cache

from ronda.engine.attribute import signs
from ronda.engine.attribute.calledafter import called_after
from ronda.engine.attribute.contract import CandidateFacts, Gazetteer
from ronda.engine.attribute.hostwords import (
    HostWords,
    hinted,
    host_label,
    host_of,
    owned_words,
    read_words,
    region_words,
)
from ronda.engine.attribute.imitation import imitation
from ronda.engine.attribute.item import Evidence
from ronda.engine.attribute.names import index_of
from ronda.engine.attribute.shared import chosen_labels, registered_domain, shared_hosts
from ronda.engine.attribute.words import squeeze, tokens
from ronda.engine.attribute.zones import ZoneKind, among, in_zones, zone_kind
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

MAX_SIGHTINGS = 200
MIN_TRADE_WORD = 4  # letters; shorter words stand in too many others
MAX_TRADE_WORD = max(len(word) for words in signs.TRADE_WORDS.values() for word in words)


def host_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """What the address itself says."""
    try:
        origin = parse(facts.url)
    except BadUrl:
        return
    kind = zone_kind(facts.url, gazetteer)
    host_where = Text(f"alamat {origin.host}", f"address {origin.host}")
    in_host, in_path = owned_words(facts.url, gazetteer)
    if kind is ZoneKind.OURS:
        zone = in_zones(origin.host, gazetteer.zones) or ""
        yield Evidence("in_zone", host_where, zone)
        if origin.host.removeprefix("www.") == zone:
            yield Evidence("zone_apex", host_where, zone)
    elif kind is ZoneKind.OTHER_GOVERNMENT:
        yield Evidence("other_zone", host_where, origin.host, other=origin.host)
    elif kind is ZoneKind.INSTITUTION:
        yield Evidence("institution_zone", host_where, origin.host)
    yield from _words(in_host, host_where, "agency_in_host", "host_exact", kind)
    if kind is ZoneKind.OURS:
        zone = in_zones(origin.host, gazetteer.zones) or ""
        for word, key, agency_kind in hinted(origin.host.removesuffix(zone), gazetteer):
            if key not in in_host.agencies:
                yield Evidence("", host_where, word, key, agency_kind)
    else:
        yield from _trade_in_host(facts.url, host_where, gazetteer)
    path_where = Text(f"alamat {facts.url}", f"address {facts.url}")
    if origin.path != "/":
        yield from _words(in_path, path_where, "agency_in_path", "path_name", kind)
    if kind is ZoneKind.OPEN:
        yield from imitation(origin.host, gazetteer)
        yield from _guest(origin.host, in_host, host_where, gazetteer)
        yield from _called(origin.host, host_where, gazetteer)
    holders = host_holders(gazetteer)
    known = among(origin.host, holders)
    for key in holders.get(known or "", ()):
        relation = "known_host" if kind is not ZoneKind.OURS else ""
        yield Evidence(relation, host_where, known or "", key, "former_host")


def _guest(host: str, words: HostWords, where: Text, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """An office's name as a label below a domain that says neither office nor region: a host's."""
    domain = registered_domain(host)
    if not words.agencies or domain == host or shared_hosts(gazetteer.shared_hosts).host_of(host):
        return
    label = chosen_labels(domain)
    below = read_words(label, gazetteer)
    regional = any(word in squeeze(label) for word in region_words(gazetteer))
    if not (below.agencies or below.other or regional):
        yield Evidence("guest_of", where, domain)


def _called(host: str, where: Text, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """The domain is called after what our own pages call an application of an agency."""
    applications = index_of(gazetteer).applications
    name = called_after(host, applications)
    if name is not None:
        yield Evidence("named_as_ours", where, name, applications[name], "host_named")


def _trade_in_host(url: str, where: Text, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Words of a trade in an address: "bapperidagroup", "ikatanpajak..."."""
    label = squeeze(host_label(url, gazetteer))
    sizes = range(MIN_TRADE_WORD, min(len(label), MAX_TRADE_WORD) + 1)
    ends = {part for n in sizes for part in (label[:n], label[-n:])}
    for kind, words in signs.TRADE_WORDS.items():
        word = next((w for w in words if w in ends), None)
        if word is not None:
            yield Evidence(f"{kind}_in_host", where, word)


@lru_cache(maxsize=8)
def host_holders(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """Return agencies by the hosts that are theirs: no zone's portal, no page builder."""
    shared = shared_hosts(gazetteer.shared_hosts)
    found: dict[str, tuple[str, ...]] = {}
    for agency in gazetteer.agencies:
        for host in agency.hosts:
            portal = host.removeprefix("www.") in gazetteer.zones
            if not portal and shared.host_of(host) != host:
                found[host] = (*found.get(host, ()), agency.key)
    return found


def _words(
    words: HostWords, where: Text, kind: str, agency_kind: str, zone: ZoneKind
) -> Iterator[Evidence]:
    for key, how in words.agencies.items():
        exact = how == "exact"
        used = agency_kind if exact or agency_kind != "host_exact" else "host_part"
        relation = kind if zone is not ZoneKind.OURS else ""
        strength = 1.0 if exact else 0.6
        yield Evidence(relation, where, words.words[key], key, used, strength)
    if zone is ZoneKind.OURS:
        return
    if words.ours:
        yield Evidence("region_in_host", where, words.ours, strength=1.0 if words.whole else 0.4)
    if words.other:
        yield Evidence("other_in_host", where, words.other_word, other=words.other)


def certificate_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Names and organisation in the certificate, shown or logged."""
    if zone_kind(facts.url, gazetteer) is ZoneKind.OURS:
        return
    names: list[str] = []
    if facts.tls is not None and facts.tls.chain:
        leaf = facts.tls.chain[0]
        names += leaf.names[:200]
        yield from _organization(leaf.organization, gazetteer)
    for sighting in facts.sightings[:MAX_SIGHTINGS]:
        if sighting.source == "ct":
            names += sighting.facts.get("names", "").split(", ")[:50]
    where = Text("sertifikat situs", "certificate of the site")
    shared = next((n for n in names if in_zones(n.removeprefix("*."), gazetteer.zones)), None)
    if shared:
        yield Evidence("certificate_with_zone", where, shared)
    holders = host_holders(gazetteer)
    for key in dict.fromkeys(k for n in names for k in holders.get(n, ())):
        yield Evidence("", where, ", ".join(names[:5]), key, "link_to_agency")


def _organization(organization: str, gazetteer: Gazetteer) -> Iterator[Evidence]:
    where = Text("nama organisasi pada sertifikat", "organisation in the certificate")
    index = index_of(gazetteer)
    for mention in index.find(tokens(organization, 300)):
        for key in mention.agencies:
            yield Evidence("", where, organization[:100], key, "organization")


def dns_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Name servers, mail exchangers or aliases that stand in our zones."""
    if facts.dns is None or zone_kind(facts.url, gazetteer) is ZoneKind.OURS:
        return
    for answer in facts.dns.answers[:60]:
        targets = list(answer.aliases)
        if answer.rdtype in ("NS", "MX", "CNAME"):
            targets += [v.split()[-1] for v in answer.values[:20] if v.split()]
        for target in targets[:40]:
            host = target.rstrip(".").lower()
            if in_zones(host, gazetteer.zones):
                where = Text(f"DNS ({answer.rdtype})", f"DNS ({answer.rdtype})")
                yield Evidence("dns_with_zone", where, host)
                return


def sighting_evidence(facts: CandidateFacts, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """Links from our own sites, and what their words call the candidate."""
    if zone_kind(facts.url, gazetteer) is ZoneKind.OURS:
        return
    linked = [(url, words) for url, words in facts.linked_from[:MAX_SIGHTINGS]]
    for sighting in facts.sightings[:MAX_SIGHTINGS]:
        origin = sighting.facts.get("from", "")
        if origin and sighting.facts.get("from_relation") == "official":
            linked.append((origin, sighting.facts.get("link_text", "")))
    index = index_of(gazetteer)
    for url, words in dict.fromkeys(linked):
        where = Text(f"tautan di {url}", f"link on {url}")
        yield Evidence("linked_from_official", where, words[:150])
        folded = tokens(words, 500)
        for mention in index.find(folded):
            for key in mention.agencies:
                yield Evidence("", where, words[:150], key, "linked_as_agency")
        for key, word, strength in _linkers(url, gazetteer):
            yield Evidence("", where, word, key, "linked_as_agency", strength)


def _linkers(url: str, gazetteer: Gazetteer) -> Iterator[tuple[str, str, float]]:
    """Yield (agency, what says so, strength) for whose page a link stands on.

    A confirmed site is its agency's; of one that nobody has confirmed yet, the address says whose
    it is when it names one office and nothing that is unexplained.
    """
    host = host_of(url)
    holders = host_holders(gazetteer).get(host, ())
    yield from ((key, host, 0.6) for key in holders)
    if holders:
        return
    in_host, in_path = owned_words(url, gazetteer)
    # The path is its owner's name only where many share the host: elsewhere it names a subject.
    shared = shared_hosts(gazetteer.shared_hosts).host_of(host) == host
    words = in_path if shared else in_host
    named = [key for key, how in words.agencies.items() if how == "exact"]
    if len(named) == 1:
        yield named[0], words.words[named[0]], 0.5
