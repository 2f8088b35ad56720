"""Tells which links of a page lead to a social profile or to an application, and gives each one name.

A profile is known by network and handle ("instagram/dinkescontoh"), an application by the store and
its id there ("play/id.go.contoh.app"). Nothing is fetched: only the address of the link is read.
Links that share a page, show one post or open a search are no profile.
"""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from ronda.engine.attribute.shared import registered_domain

MAX_CHANNELS = 60  # of one page
MAX_APK = 300  # characters of the address of an offered package

SOCIAL = frozenset(
    {"instagram", "facebook", "x", "youtube", "tiktok", "threads", "telegram", "whatsapp"}
)
APPS = frozenset({"play", "appstore", "appgallery", "apk"})

_HOSTS = {
    "instagram.com": "instagram",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "fb.me": "facebook",
    "twitter.com": "x",
    "x.com": "x",
    "youtube.com": "youtube",
    "tiktok.com": "tiktok",
    "threads.net": "threads",
    "threads.com": "threads",
    "t.me": "telegram",
    "telegram.me": "telegram",
    "whatsapp.com": "whatsapp",
    "play.google.com": "play",
    "apps.apple.com": "appstore",
    "itunes.apple.com": "appstore",
    "appgallery.huawei.com": "appgallery",
}
_HOST = re.compile(r"https?://([^/?#@:]{4,60})[:/?]?", re.IGNORECASE)
# First words of paths that are no profile: posts, sharing, searching, the platform's own pages.
_NO_PROFILE = frozenset(
    [
        "about",
        "accounts",
        "ads",
        "channel",
        "dialog",
        "direct",
        "discover",
        "download",
        "embed",
        "events",
        "explore",
        "feed",
        "feeds",
        "hashtag",
        "help",
        "home",
        "i",
        "intent",
        "invite",
        "legal",
        "live",
        "login",
        "login.php",
        "marketplace",
        "messages",
        "notifications",
        "p",
        "permalink.php",
        "photo",
        "photo.php",
        "photos",
        "playlist",
        "playlists",
        "plugins",
        "policies",
        "post",
        "premium",
        "privacy",
        "profile.php",
        "reel",
        "reels",
        "results",
        "search",
        "settings",
        "share",
        "share.php",
        "sharer",
        "sharer.php",
        "shorts",
        "signup",
        "stories",
        "story.php",
        "tag",
        "terms",
        "tos",
        "tr",
        "trending",
        "tv",
        "video",
        "videos",
        "watch",
        "web",
    ]
)
_NAME = {
    "instagram": re.compile(r"[a-z0-9_.]{1,30}"),
    "facebook": re.compile(r"[a-z0-9.\-]{3,80}"),
    "x": re.compile(r"[a-z0-9_]{1,15}"),
    "youtube": re.compile(r"[\w.\-]{3,60}"),
    "tiktok": re.compile(r"[a-z0-9_.]{2,24}"),
    "threads": re.compile(r"[a-z0-9_.]{1,30}"),
    "telegram": re.compile(r"[a-z][a-z0-9_]{3,31}"),
}
_PACKAGE = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*){1,9}", re.ASCII)
_STORE_ID = re.compile(r"/id(\d{6,12})(?:$|[/?])")
_ID = re.compile(r"[A-Za-z0-9_-]{5,60}")


class Channel(msgspec.Struct, frozen=True):
    """A profile or an application that an address leads to."""

    network: str  # of SOCIAL or APPS
    handle: str  # normalised: one spelling for each profile

    @property
    def key(self) -> str:
        """Both in one word: "instagram/dinkescontoh"."""
        return f"{self.network}/{self.handle}"


def channel_of(url: str) -> Channel | None:
    """Return the profile or application that an absolute address leads to, or None. Never raises."""
    network = _network(url)
    if not network and ".apk" not in url.lower():
        return None
    try:
        parts = urlsplit(url)
        if not network:
            return _package_file(parts.netloc, parts.path, parts.scheme)
        segments = [unquote(s) for s in parts.path.split("/") if s]
        if network in APPS:
            handle = _application(network, parts.path, parts.query)
        else:
            handle = _profile(network, segments, parts.query)
    except ValueError:
        return None
    return Channel(network, handle) if handle else None


def channels(urls: Iterable[str]) -> tuple[Channel, ...]:
    """Return the profiles and applications of addresses, each once, at most ``MAX_CHANNELS``."""
    found: dict[str, Channel] = {}
    for url in urls:
        channel = channel_of(url)
        if channel is not None and len(found) < MAX_CHANNELS:
            found.setdefault(channel.key, channel)
    return tuple(found.values())


def package_domain(package: str) -> str:
    """Return the domain that a package's name is made of, or "".

    By the convention of Java's packages (JLS 6.1) ``id.go.contohprov.antrian`` is made by who
    holds contohprov.go.id. A sign and no proof: nobody checks what a package is called.
    """
    if not _PACKAGE.fullmatch(package):
        return ""
    host = ".".join(reversed(package.lower().split("."))).replace("_", "-")
    domain = registered_domain(host)
    return domain if domain.count(".") and domain != host else ""


def _network(url: str) -> str:
    """The network or store that an address belongs to, or ""; quick, for it is asked of every link."""
    found = _HOST.match(url)
    if found is None:
        return ""
    labels = found[1].lower().rstrip(".").split(".")
    # "m.facebook.com" and "id-id.facebook.com" are the network; "a.b.c.facebook.com" is nobody's link.
    for size in (2, 3):
        if size <= len(labels) <= size + 2:
            network = _HOSTS.get(".".join(labels[-size:]))
            if network:
                return network
    return ""


def _package_file(netloc: str, path: str, scheme: str) -> Channel | None:
    """An Android package that a site offers by itself, outside of any store."""
    if not path.lower().endswith(".apk") or scheme not in ("http", "https"):
        return None
    host = netloc.rpartition("@")[2].lower()
    place = f"{host}{path}"
    return Channel("apk", place) if host and len(place) <= MAX_APK else None


def _application(network: str, path: str, query: str) -> str:
    if network == "play":
        package = parse_qs(query, max_num_fields=20).get("id", [""])[0]
        named = path.rstrip("/").lower() == "/store/apps/details"
        return package if named and len(package) <= 150 and _PACKAGE.fullmatch(package) else ""
    if network == "appstore":
        number = _STORE_ID.search(path)
        return number[1] if number else ""
    last = path.rstrip("/").rpartition("/")[2]
    return last if re.fullmatch(r"C\d{5,12}", last) else ""


def _profile(network: str, segments: list[str], query: str) -> str:
    if not segments:
        return ""
    first = segments[0]
    if network == "facebook":
        return _facebook(segments, query)
    if network == "whatsapp":
        named = len(segments) > 1 and first.lower() == "channel" and _ID.fullmatch(segments[1])
        return f"channel/{segments[1]}" if named else ""
    if network == "youtube" and first.lower() in ("channel", "c", "user"):
        named = len(segments) > 1 and _ID.fullmatch(segments[1])
        # Ids of channels tell capitals from small letters; names do not.
        exact = first.lower() == "channel"
        name = segments[1] if exact else segments[1].lower() if named else ""
        return f"{first.lower()}/{name}" if named else ""
    if network in ("tiktok", "threads") and not first.startswith("@"):
        return ""
    if (network, first) in (("telegram", "s"), ("instagram", "_u")) and len(segments) > 1:
        first = segments[1]
    return _name(network, first)


def _facebook(segments: list[str], query: str) -> str:
    first = segments[0].lower()
    number = parse_qs(query, max_num_fields=20).get("id", [""])[0]
    if first == "profile.php":
        return number if number.isascii() and number.isdigit() and len(number) <= 20 else ""
    if first in ("pages", "people", "p") and len(segments) > 1:
        # "pages/Dinas-Contoh/1234", "p/Dinas-Contoh-1234": the number is the page.
        tail = segments[-1].rpartition("-")[2]
        return tail if tail.isascii() and tail.isdigit() and 5 <= len(tail) <= 20 else ""
    if first == "groups" and len(segments) > 1:
        name = _name("facebook", segments[1])
        return f"groups/{name}" if name else ""
    # Dots in a name count for nothing there: "dinas.contoh" is "dinascontoh".
    return _name("facebook", segments[0]).replace(".", "")


def _name(network: str, text: str) -> str:
    name = text.removeprefix("@").lower()
    if name in _NO_PROFILE or not _NAME[network].fullmatch(name):
        return ""
    return name
