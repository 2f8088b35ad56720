"""Profiles on social networks that a page links: "instagram:dinkesarunika"."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from ronda.engine.artifacts import PageArtifact

MAX_PROFILES = 20
_NETWORKS = {
    **dict.fromkeys(("facebook.com", "fb.com", "fb.me"), "facebook"),
    **dict.fromkeys(("twitter.com", "x.com"), "x"),
    **dict.fromkeys(("instagram.com",), "instagram"),
    **dict.fromkeys(("youtube.com",), "youtube"),
    **dict.fromkeys(("tiktok.com",), "tiktok"),
    **dict.fromkeys(("t.me", "telegram.me"), "telegram"),
    **dict.fromkeys(("linkedin.com",), "linkedin"),
    **dict.fromkeys(("threads.net", "threads.com"), "threads"),
}
# First parts of paths that lead to a post, a film or a form for passing a page on: nobody's profile.
_NOBODYS = frozenset(
    {
        *("sharer", "sharer.php", "share", "share.php", "intent", "dialog", "plugins", "tr", "login"),
        *("p", "reel", "reels", "explore", "hashtag", "search", "home", "watch", "embed", "shorts"),
        *("playlist", "results", "live", "events", "groups", "photo", "photo.php", "story.php"),
        *("permalink.php", "help", "policies", "about", "terms", "privacy", "sharearticle", "joinchat"),
    }
)  # fmt: skip
_BEFORE = frozenset({"pages", "channel", "c", "user", "company", "in", "s", "pg", "people"})
_HANDLE = re.compile(r"[\w.%-]{3,80}")


def profiles_in(page: PageArtifact) -> tuple[str, ...]:
    """Return the profiles that a page links openly, at most ``MAX_PROFILES``, each once."""
    found: dict[str, None] = {}
    for link in page.links[:1_000]:
        if not link.hidden and (profile := profile_of(link.url)):
            found[profile] = None
    return tuple(found)[:MAX_PROFILES]


def profile_of(url: str) -> str:
    """Return the profile that an address leads to as "network:name", or ""."""
    try:
        parts = urlsplit(url[:500])
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("id-id.")
    except ValueError:
        return ""
    network = _NETWORKS.get(host)
    if network is None:
        return ""
    if parts.path == "/profile.php":
        name = parse_qs(parts.query[:200]).get("id", [""])[0]
    else:
        name = next(_names([p for p in parts.path.lower().split("/") if p][:4]), "")
    return f"{network}:{name}" if _HANDLE.fullmatch(name) else ""


def _names(segments: list[str]) -> Iterator[str]:
    """The handle among the parts of a path: "pages/Dinas-X/1234" is known by its number."""
    if not segments or segments[0] in _NOBODYS:
        return
    if segments[0] in _BEFORE:
        yield segments[-1] if segments[0] in ("pages", "people") else "".join(segments[1:2])
        return
    yield segments[0].lstrip("@")
