"""Links from pages of known sites to hosts that nobody has registered.

What it reads: pages that a patrol has already brought back; it touches no network. A link is worth
a look when its address or its words carry an office's name, a region's name, a kind or a field of
offices, when its words call it an application as offices name theirs ("E-KAPAL"), or when an
official page leads to a bare IP address. Any other unknown site that one of our pages links to is a
lead: Ronda looks at it once, and it becomes a candidate only when what stands there concerns us.
The source sees only what known pages link to.

What it drops, counted: links within known sites, links to the large platforms, names in other
governments' zones, schools and universities without a sign, addresses that are none.

What it costs: nothing to anybody else.
"""

from collections import Counter
from collections.abc import AsyncIterator
from ipaddress import ip_address

from ronda.engine.attribute.shared import SharedHosts, registered_domain, shared_hosts
from ronda.engine.discover.contract import (
    Checkpoint,
    KnownPage,
    Note,
    Sighting,
    SourceContext,
    SourceMeta,
)
from ronda.engine.discover.parts.signals import (
    Signs,
    Watch,
    application_in_text,
    of_institution,
    office_in_address,
)
from ronda.engine.text import Text
from ronda.engine.urls import BadUrl, parse

META = SourceMeta(
    id="links",
    title=Text("Tautan dari situs yang dikenal", "Links from known sites"),
    what=Text(
        "Membaca tautan pada halaman yang sudah dikunjungi ronda. Hanya melihat situs yang "
        "ditautkan dari sana.",
        "Reads links on pages that a patrol has visited. Sees only sites that are linked there.",
    ),
    cost=Text("Tidak membebani siapa pun.", "Costs nobody anything."),
)

# Every government links to these; a link there says nothing of a site of its own.
_PLATFORMS = frozenset(
    [
        "facebook.com",
        "fb.com",
        "fb.me",
        "instagram.com",
        "twitter.com",
        "x.com",
        "t.co",
        "youtube.com",
        "youtu.be",
        "tiktok.com",
        "whatsapp.com",
        "wa.me",
        "telegram.me",
        "t.me",
        "linkedin.com",
        "google.com",
        "google.co.id",
        "goo.gl",
        "googleapis.com",
        "gstatic.com",
        "googletagmanager.com",
        "wordpress.org",
        "joomla.org",
        "w3.org",
        "gmpg.org",
        "gravatar.com",
        "cloudflare.com",
        "jquery.com",
        "jsdelivr.net",
        "bootstrapcdn.com",
        "fontawesome.com",
        "apple.com",
        "microsoft.com",
        "wikipedia.org",
        "creativecommons.org",
        "addtoany.com",
        "histats.com",
        "schema.org",
        "openstreetmap.org",
        "zoom.us",
        "bit.ly",
        "s.id",
    ]
)
MAX_LINKS = 2_000  # a page
_TRUSTED = frozenset({"official", "unofficial"})


async def discover(context: SourceContext) -> AsyncIterator[Sighting | Checkpoint | Note]:
    """Yield the unknown sites that known pages link to."""
    shared = shared_hosts(context.net.extra_shared_hosts)
    watch = Watch(context.watched, shared, context.hints, context.places)
    counts: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    for page in context.pages:
        if page.relation not in _TRUSTED:
            counts["page_not_trusted"] += 1
            continue
        for link in page.links[:MAX_LINKS]:
            counts["read"] += 1
            sighting = _judge(page, link, context, watch, shared, counts)
            if sighting is None:
                continue
            if (sighting.url, page.url) in seen:
                counts["duplicate"] += 1
                continue
            seen.add((sighting.url, page.url))
            counts["lead" if sighting.lead else "sighted"] += 1
            yield sighting
        counts["clipped"] += max(0, len(page.links) - MAX_LINKS)
    for step, count in counts.items():
        if count:
            yield Note(step, count)


def _judge(
    page: KnownPage,
    link: tuple[str, str, str],
    context: SourceContext,
    watch: Watch,
    shared: SharedHosts,
    counts: Counter[str],
) -> Sighting | None:
    """Return the sighting that a link is, or count why it is none."""
    address, words, place = link
    try:
        origin = parse(address)
        url = shared.site_of(address)
        page_host = parse(page.url).host
    except BadUrl:
        counts["malformed"] += 1
        return None
    if origin.host == page_host and shared.host_of(origin.host) is None:
        counts["own_site"] += 1
        return None
    if url in context.known:
        counts["known"] += 1
        return None
    if origin.host not in shared.paths and registered_domain(origin.host) in _PLATFORMS:
        counts["platform"] += 1
        return None
    sign = watch.in_address(origin)
    if sign is None and origin.host.endswith(".go.id"):
        # Under go.id and in none of our zones: another government's, whatever the words say.
        counts["other_government"] += 1
        return None
    if sign is None:
        sign = (
            watch.in_text(words)
            or office_in_address(origin, shared)
            or application_in_text(words)
            or _two_signs(watch.signs_in_host(origin.host))
            or ("IP" if _is_address(origin.host) else None)
        )
    if sign is None and of_institution(origin.host):
        counts["institution"] += 1
        return None
    facts = {
        "link_text": words[:300],
        "place": place,
        "from": page.url,
        "from_relation": page.relation,
        "href": address[:500],
        "sign": sign or "",
        "scheme": origin.scheme,
    }
    where = f"{page.url} ({place})"[:500]
    return Sighting(META.id, url, context.now, where, facts, lead=sign is None)


def _two_signs(signs: Signs) -> str | None:
    """An office's word beside our region's is as good as a watched word."""
    return f"{signs.office} {signs.place}" if signs.office and signs.place else None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
