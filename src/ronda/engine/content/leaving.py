"""Tells a whole page that leads its visitors to a stranger: what no office does without a word about it."""

import re
from typing import Literal
from urllib.parse import unquote, urlsplit

from ronda.engine.artifacts import Form, PageArtifact
from ronda.engine.content.hosts import belongs, host_of, labels_below_suffix, registered
from ronda.engine.content.strangers import at_play, unrelated, words_of

Leaves = Literal["", "perhaps", "surely"]

_SHORT_TEXT = 150  # characters of a page that is more than a notice, when it has links of its own
_WHOLE_TEXT = 300  # when it has one
_LONG_TEXT = 1_000  # when it has none
# Notices of a move. Offices write of people and papers that move as well.
_MOVED = re.compile(
    r"\b(?:(?:situs|web(?:site)?|laman|portal|alamat|domain|halaman|aplikasi|sistem|layanan)\s|(?=kami|anda))"
    r"(?:(?:ini|itu|lama|resmi|kami|anda|kini|telah|sudah|akan|sedang|segera|secara|otomatis|dan|kita)\s){1,6}"
    r"(?:pindah|berpindah|dipindahkan|dialihkan|beralih)\b"
    r"|\b(?:pindah|dialihkan|beralih) ke (?:alamat|situs|laman|domain|website|https?:|www\.|[a-z0-9-]{2,40}\.[a-z]{2})"
    r"|\b(?:alamat|domain|situs|website|laman|portal) baru\b"
    r"|\b(?:has|have|been|was) moved\b|\bmoved (?:to|permanently)\b|\bredirect(?:ed|ing)\b|\bnew (?:address|site|domain|website)\b",
    re.IGNORECASE,
)
# Where people sign in: an office's application may well be a vendor's, under the vendor's name.
_SIGN_IN = re.compile(
    r"(?:^|[/.?=&_-])(?:log-?in|sign-?in|sso|auth|oauth2?|oidc|saml2?|cas|idp|accounts?|masuk|keycloak|adfs|session|"
    r"dashboard|webmail|portal|app|apps|aplikasi)(?:$|[/.?=&_-])",
    re.IGNORECASE,
)
# Fields by which services hand a person on (SAML, WS-Federation, OpenID Connect, LTI, payments).
_TOKENS = re.compile(
    r"samlrequest|samlresponse|relaystate|wresult|wa$|id_token|access_token|oauth_|lti_|state$|code$|token|signature|order_?id|invoice"
)


def leaves_home(url: str, page: PageArtifact | None, own: str) -> Leaves:
    """Tell whether a page that leads to a stranger's address by itself was not made to do so.

    Who moves to another name says it, links it, or leaves a page behind that holds nothing else; who
    sends people to a vendor's application sends them to its entrance, or to a place named after the office.
    """
    host = host_of(url)
    if page is None or not unrelated(host, own):
        return ""
    home = {link.url for link in page.links if belongs(host_of(link.url), own)}
    least = _WHOLE_TEXT if len(home) == 1 else (_SHORT_TEXT if home else _LONG_TEXT)
    if len(page.text) < least:
        return ""
    named = any(registered(host_of(link.url)) == registered(host) for link in page.links)
    told = _MOVED.search(f"{page.title} {page.text[:5_000]}")
    if named or host in page.text.lower() or told:
        return ""
    return "perhaps" if for_the_site(url, own) else "surely"


def signs_in(form: Form) -> bool:
    """Tell whether a form carries somebody's sign-in or payment from one service to another."""
    return any(_TOKENS.match(name.lower()) for name, _ in form.fields[:60])


def for_the_site(url: str, own: str) -> bool:
    """Tell whether an address is an entrance for its users, or bears the name of the site."""
    try:
        path = unquote(urlsplit(url).path).lower()[:500]
    except ValueError:
        return False
    named = any(word in path for word in words_of(own))
    host = host_of(url)
    if named or at_play(host):
        return named
    below = ".".join(labels_below_suffix(host)[:-1])  # a name may be bought with "login" in it
    return bool(_SIGN_IN.search(below) or _SIGN_IN.search(path))
