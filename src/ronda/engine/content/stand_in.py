"""Recognises what stands in front of a site in its stead: a firewall's question or refusal."""

import re
from functools import lru_cache

import msgspec

from ronda.engine.artifacts import HttpArtifact, PageArtifact

_HEAD = 20_000  # bytes in which a title is looked for
_SHORT = 6_000  # bytes of a body that holds a firewall's script and nothing else


class StandIn(msgspec.Struct, frozen=True):
    """The words or the mark by which it was recognised."""

    words: str


# What titles and first headings of such pages begin with, in lower case. Each begins a title of
# its own: an article about one of them has more words before or after, or another title.
_TITLE = re.compile(
    rb"<(?:title|h1)\b[^>]{0,200}>\s{0,20}("
    rb"just a moment(?=[.\xe2<])|attention required! \| cloudflare|one moment, please"
    rb"|checking (?:your browser|if the site connection is secure)|ddos-guard"
    rb"|sucuri website firewall|security check(?=\s*<)|verify(?:ing)? (?:that )?you are (?:not a robot|human)"
    rb"|are you (?:a )?(?:human|robot)\?|human verification|bot verification"
    rb"|(?:captcha|recaptcha)(?=\s*<)|robot challenge screen|please wait(?:\.\.\.|\xe2\x80\xa6| while)"
    rb"|web page blocked|request rejected|the request is blocked|access (?:denied|blocked)(?=\s*<)"
    rb"|memeriksa (?:peramban|browser)|verifikasi (?:keamanan|bahwa anda)|mohon tunggu(?:\.\.\.|\xe2\x80\xa6)"
    rb"|akses (?:ditolak|diblokir)(?=\s*<)"
    rb"|account suspended|this account has been suspended|service unavailable"
    rb"|error establishing a database connection|50[234] (?:bad gateway|service|gateway)"
    rb")",
)
# Marks that only the challenge itself carries, not the pages that are let through.
_MARKS = (b"_cf_chl_opt", b"sucuri_cloudproxy_js", b"wsidchk")
_IN_SHORT = re.compile(
    rb"_incapsula_resource|the requested url was rejected\. please consult|/aes\.js|slowaes\.decrypt"
    rb"|g-recaptcha|h-captcha|hcaptcha\.com|challenges\.cloudflare\.com|geo\.captcha-delivery\.com"
)
_FORM_FIELDS = re.compile(
    rb"<(?:textarea|select)\b|<input\b[^>]{0,300}\btype\s{0,5}=\s{0,5}[\"']?(?:text|password|search|email|tel|number|date)"
)
# A page that sends its reader on as soon as it is opened.
_GOES_ON = re.compile(
    rb"\blocation\s{0,5}(?:\.\s{0,5}href\s{0,5})?=(?!=)|\blocation\s{0,5}\.\s{0,5}(?:replace|assign|reload)\s{0,5}\("
)
_HARDLY_A_WORD = 200  # characters


def stand_in(answer: HttpArtifact) -> StandIn | None:
    """Return what shows that something in front of the site answered, or None.

    Looks at titles, at marks that only challenges carry, and at the header by which Cloudflare
    names its own (cf-mitigated, developers.cloudflare.com). Status does not count: some firewalls
    refuse with 200.
    """
    mitigated = answer.header("cf-mitigated")
    if mitigated is not None:
        return StandIn(f"cf-mitigated: {mitigated[:60]}")
    return _told(answer.body[:_HEAD])


# Most rules ask of the same answer, one after the other.
@lru_cache(maxsize=32)
def _told(head: bytes) -> StandIn | None:
    low = head.lower()
    found = _TITLE.search(low)
    if found:
        return StandIn(found[1].decode("utf-8", "replace"))
    for mark in _MARKS:
        if mark in low:
            return StandIn(mark.decode())
    if len(head) <= _SHORT and not _FORM_FIELDS.search(low):
        short = _IN_SHORT.search(low)
        if short:
            return StandIn(short[0].decode("ascii", "replace"))
    return None


def goes_on(answer: HttpArtifact, page: PageArtifact) -> bool:
    """Whether a page with hardly a word sends its reader elsewhere, by script, refresh or frame.

    Its content was not seen: Ronda runs no scripts and follows no refresh.
    """
    if len(page.text) > _HARDLY_A_WORD:
        return False
    if any(name == "refresh" and "url" in content.lower() for name, content in page.metas):
        return True
    low = answer.body[: 2 * _HEAD].lower()
    return bool(_GOES_ON.search(low)) or b"<frame" in low or b"<iframe" in low
