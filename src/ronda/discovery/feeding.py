"""What the sources that ask the DNS are given, out of the register and the settings."""

from django.conf import settings

from ronda.engine.attribute.contract import Gazetteer
from ronda.engine.attribute.hostwords import region_words
from ronda.engine.attribute.names import index_of, is_ordinary
from ronda.engine.discover.contract import Crawl, NameFeeds, ZoneFeed
from ronda.engine.discover.parts.tsig import key_of
from ronda.register.models import Zone

MIN_WORD = 3
MAX_WORDS = 12  # of one agency
# Names that people gave an agency come before those that its tasks suggest.
_ORDER = ("short", "alias", "token", "official", "part", "former", "former_token")


def zone_feeds() -> tuple[ZoneFeed, ...]:
    """Return the official zones, each with whence it can be read and the key that signs it."""
    return tuple(
        ZoneFeed(z.name, z.transfer_from, z.zone_file, key_of(z.name, settings.RONDA_TSIG))
        for z in Zone.objects.order_by("name")
    )


def crawl() -> Crawl:
    """Return how much the links source may read by itself, as the office has set it."""
    return Crawl(
        pages_a_site=max(0, settings.RONDA_CRAWL_PAGES_A_SITE),
        pages_a_run=max(0, settings.RONDA_CRAWL_PAGES_A_RUN),
        again_days=max(1, settings.RONDA_CRAWL_AGAIN_DAYS),
        short_links=max(0, settings.RONDA_SHORT_LINKS_A_RUN),
        read_social=settings.RONDA_READ_SOCIAL,
    )


def name_feeds(gazetteer: Gazetteer) -> NameFeeds:
    """Return the words, logs and ranges for ``SourceContext.names``."""
    return NameFeeds(
        query_logs=tuple(settings.RONDA_QUERY_LOGS),
        own_ranges=tuple(settings.RONDA_OWN_RANGES),
        agencies=_agency_words(gazetteer),
        region=region_words(gazetteer),
    )


def _agency_words(gazetteer: Gazetteer) -> tuple[tuple[str, ...], ...]:
    words: dict[str, list[tuple[int, int, str]]] = {a.key: [] for a in gazetteer.agencies}
    for word, bearers in index_of(gazetteer).host_words.items():
        if len(word) >= MIN_WORD:
            for key, kind in bearers.items():
                rank = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
                rank += len(_ORDER) * is_ordinary(word)
                words[key].append((rank, len(word), word))
    return tuple(
        tuple(word for _, _, word in sorted(found)[:MAX_WORDS]) for found in words.values() if found
    )
