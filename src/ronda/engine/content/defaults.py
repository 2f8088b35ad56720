"""Recognises the page that a server shows before anybody has set it up."""

import re

import msgspec

from ronda.engine.artifacts import PageArtifact

# A page with more words than this has been filled in by somebody, whatever its title says.
_LONGEST = 4000


class DefaultPage(msgspec.Struct, frozen=True):
    """Whose default page it is, and the words by which it was recognised."""

    product: str
    words: str


# (product, words in the title or a heading, words that the text must hold too, or "").
_KNOWN: tuple[tuple[str, str, str], ...] = (
    ("nginx", "welcome to nginx", ""),
    ("nginx", "test page for the nginx http server", ""),
    ("Apache", "it works!", ""),
    ("Apache", "apache2 ubuntu default page", ""),
    ("Apache", "apache2 debian default page", ""),
    ("Apache", "apache http server test page", ""),
    ("Apache", "test page for the apache http server", ""),
    ("Apache", "http server test page", "powered by"),
    ("Microsoft IIS", "iis windows server", ""),
    ("Microsoft IIS", "internet information services", "welcome"),
    ("LiteSpeed", "congratulations", "litespeed web server"),
    ("XAMPP", "welcome to xampp", ""),
    ("cPanel", "default web site page", ""),
    ("cPanel", "sorry!", "contact your hosting provider"),
    ("Plesk", "domain default page", ""),
    ("Plesk", "web server's default page", ""),
    ("Tomcat", "apache tomcat", "successfully installed tomcat"),
    ("Caddy", "caddy works!", ""),
    ("Laravel", "laravel", "laracasts"),
    ("CodeIgniter", "welcome to codeigniter", ""),
    ("cPanel", "future home of something quite cool", ""),
)
_LISTING = re.compile(r"index of /", re.IGNORECASE)


def default_page(page: PageArtifact) -> DefaultPage | None:
    """Return whose default page this is, or None when it is a page that somebody made."""
    if len(page.text) > _LONGEST:
        return None
    text = " ".join(page.text.split()).lower()
    for line in (page.title, *page.headings[:5]):
        said = " ".join(line.split())
        if _LISTING.match(said):
            return DefaultPage("daftar isi folder (Index of)", said)
        for product, opening, also in _KNOWN:
            if said.lower().startswith(opening) and also in text:
                return DefaultPage(product, said)
    return None
