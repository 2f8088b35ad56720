"""What several checks say or ask in the same way."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from urllib.parse import urljoin

from ronda.engine.artifacts import (
    HTTP_VISITOR,
    PATH_MISSING,
    TLS,
    Certificate,
    Failure,
    FailureKind,
    HttpArtifact,
    TlsArtifact,
    View,
)
from ronda.engine.checks.contract import (
    EXCERPT,
    Evidence,
    NotSeen,
    Seen,
    Verdict,
    failed,
    not_measured,
    passed,
)
from ronda.engine.content.hosts import host_of, without_www
from ronda.engine.content.stand_in import goes_on, stand_in
from ronda.engine.content.unfinished import unfinished
from ronda.engine.text import Text
from ronda.engine.urls import MAX_URL

_MONTHS = Text(
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "January February March April May June July August September October November December",
)
# Days in sentences are of western Indonesia; a certificate's exact instant stands in the evidence.
WIB = timezone(timedelta(hours=7))


def on_day(text: Text, moment: date) -> Text:
    """Fill ``{day}`` with a day in words: "2 Maret 2026", "2 March 2026" (instants in UTC+7)."""
    local = _local(moment) if isinstance(moment, datetime) else moment
    said = (
        f"{local.day} {names.split()[local.month - 1]} {local.year}"
        for names in (_MONTHS.id, _MONTHS.en)
    )
    return Text(*(one.format(day=day) for one, day in zip((text.id, text.en), said, strict=True)))


def local_day(seen: Seen) -> date:
    """The day of the visit as the office's wall calendar shows it (UTC+7)."""
    return _local(seen.at)


def _local(moment: datetime) -> date:
    try:
        return moment.astimezone(WIB).date()
    except OverflowError:  # "for ever" in certificates is the last second of the year 9999
        return moment.date()


def clip(text: str) -> str:
    """Cut a site's own words to the length that evidence may have, and say that it was cut."""
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"


def header_seen(key: str, name: str, value: str | None) -> Evidence:
    """Evidence of a response header, or of its absence."""
    if value is None:
        where = Text(f"kepala jawaban {name}: tidak ada", f"response header {name}: absent")
        return Evidence(key, where)
    where = Text(f"kepala jawaban {name}", f"response header {name}")
    return Evidence(key, where, clip(value))


def own_answer(seen: Seen, view: View = "visitor") -> HttpArtifact | Verdict:
    """Return the front page's answer when it is the site's own proper page, else the verdict why not.

    An answer from another host says nothing of this one, and an error page or a challenge is often
    made by something in front of the site, with headers of its own. The verdict is "not measured":
    what was found before is neither mended nor confirmed by it.
    """
    return _own(seen, f"http:{view}", seen.http(view)) or seen.http(view)


def own_page(seen: Seen, view: View = "visitor") -> HttpArtifact | Verdict:
    """Like :func:`own_answer`, for rules about what stands on the page.

    A page that only leads on, by a script or a refresh, or that announces maintenance, hides what
    the site holds at other times.
    """
    answer = own_answer(seen, view)
    if isinstance(answer, Verdict):
        return answer
    page = seen.page(view)
    if goes_on(answer, page):
        return not_measured(
            Text(
                "Belum terukur: halaman depan hanya meneruskan pengunjung ke halaman lain.",
                "Not measured: the front page only sends visitors on to another page.",
            )
        )
    notice = unfinished(page)
    if notice is not None and notice.what == "notice":
        return not_measured(
            Text(
                "Belum terukur: halaman depan hanya berisi pemberitahuan.",
                "Not measured: the front page holds no more than a notice.",
            ),
            Evidence(f"page:{view}", Text("pemberitahuan", "the notice"), clip(notice.words)),
        )
    return answer


def not_own(seen: Seen, key: str) -> Verdict | None:
    """Return the verdict why an answer says nothing of the site itself, or None when it does."""
    return _own(seen, key, seen.need(key, HttpArtifact))


def _own(seen: Seen, key: str, answer: HttpArtifact) -> Verdict | None:
    elsewhere = led_to(seen, answer)
    if elsewhere:
        return not_measured(
            Text(
                "Belum terukur: pengunjung dialihkan ke {host}, yang bukan situs ini.",
                "Not measured: visitors are sent to {host}, which is not this site.",
            ).fill(host=elsewhere),
            status_seen(key, answer),
        )
    if answer.status >= 400:
        return not_measured(
            Text(
                "Belum terukur: halaman depan menjawab dengan status {status}.",
                "Not measured: the front page answered with status {status}.",
            ).fill(status=answer.status),
            status_seen(key, answer),
        )
    other = stand_in(answer)
    if other is not None:
        return not_measured(
            Text(
                "Belum terukur: yang menjawab adalah penjaga di depan situs, bukan situsnya.",
                "Not measured: what answered is a guard in front of the site, not the site.",
            ),
            Evidence(key, Text("tanda pada jawaban", "mark in the answer"), clip(other.words)),
        )
    return None


def led_to(seen: Seen, answer: HttpArtifact) -> str:
    """Return the other host to which an answer leads or by which it was given, or "" for none."""
    where = host_of(answer.final_url)
    if without_www(where) != without_www(seen.site.host):
        return where or "?"
    location = answer.header("location") if 300 <= answer.status < 400 else None
    if location is None:
        return ""
    try:
        where = host_of(urljoin(answer.final_url, location.strip()[:MAX_URL]))
    except ValueError:
        return "?"
    return where if without_www(where) != without_www(seen.site.host) else ""


def status_seen(key: str, answer: HttpArtifact) -> Evidence:
    """Evidence of an answer's status line."""
    return Evidence(
        key,
        Text("baris status jawaban", "status line of the answer"),
        clip(f"HTTP {answer.status} {answer.final_url}"),
    )


def first_certificate(shown: TlsArtifact) -> Certificate | Verdict:
    """Return the server's own certificate, or the verdict that none could be read."""
    if shown.chain:
        return shown.chain[0]
    return not_measured(
        Text(
            "Belum terukur: server tidak menunjukkan sertifikat yang dapat dibaca.",
            "Not measured: the server showed no certificate that can be read.",
        )
    )


def validity_seen(one: Certificate) -> Evidence:
    """Evidence of a certificate's time of validity (RFC 5280 section 4.1.2.5)."""
    return Evidence(
        TLS,
        Text("masa berlaku sertifikat", "validity of the certificate"),
        clip(f"{one.subject}: {one.not_before.isoformat()} - {one.not_after.isoformat()}"),
    )


def served_file(seen: Seen, key: str, path: str) -> bytes | None:
    """Return what a server gave for a path, or None when it is not there.

    Raises :class:`NotSeen` when the server's answer says neither (:func:`telling`). What a made-up
    path gets too is no file.
    """
    got = telling(seen, key)
    if got.status != 200 or not got.final_url.partition("?")[0].endswith(path):
        return None
    missing = seen.artifacts.get(PATH_MISSING)
    if isinstance(missing, HttpArtifact) and (missing.status, missing.body_sha256) == (
        got.status,
        got.body_sha256,
    ):
        return None
    return got.body


# 501 is no passing error but says that the server can not do this at all (RFC 9110, section
# 15.6.2): WordPress on a PHP without SimpleXML answers so for its sitemap, as long as it lives.
_LACKING = 501


def telling(seen: Seen, key: str) -> HttpArtifact:
    """Return the answer for a path below the site when it tells what lies there.

    Raises :class:`NotSeen` for an error of the server's own, 429, another host's answer, a
    challenge, and the refusal that the front page gets too.
    """
    got = seen.need(key, HttpArtifact)
    why = _says_nothing(seen, got)
    if why:
        raise NotSeen(key, Failure(FailureKind.BAD_HTTP, "http", why, got.at, got.final_url))
    return got


def _says_nothing(seen: Seen, got: HttpArtifact) -> str:
    """Why an answer tells nothing of what lies at a path, in words for the evidence, or ""."""
    if got.status == 429 or (got.status >= 500 and got.status != _LACKING):
        return f"status {got.status}"
    elsewhere = led_to(seen, got)
    if elsewhere:
        return f"sent to {elsewhere[:200]}"
    other = stand_in(got)
    if other is not None:
        return f"a guard in front of the site: {other.words}"
    front = seen.artifacts.get(HTTP_VISITOR)
    refused = isinstance(front, HttpArtifact) and front.status == got.status
    return f"status {got.status}, as for the front page" if refused and got.status >= 400 else ""


def closing(path: str) -> dict[str, tuple[Text, ...]]:
    """Steps by platform that close a path below a site to visitors."""
    rule = path.rstrip("/").replace(".", "\\.")
    return {
        "nginx": (
            Text(
                "Tulis `location ^~ {path} {{ deny all; }}`, lalu `nginx -t && systemctl reload nginx`.",
                "Write `location ^~ {path} {{ deny all; }}`, then `nginx -t && systemctl reload nginx`.",
            ).fill(path=path),
        ),
        "apache": (
            Text(
                "Tulis `RedirectMatch 404 ^{rule}`, lalu `systemctl reload apache2`.",
                "Write `RedirectMatch 404 ^{rule}`, then `systemctl reload apache2`.",
            ).fill(rule=rule),
        ),
        "cpanel": (
            Text(
                "Tambahkan `RedirectMatch 404 ^{rule}` ke .htaccess, atau hapus lewat File Manager.",
                "Add `RedirectMatch 404 ^{rule}` to .htaccess, or delete it in the File Manager.",
            ).fill(rule=rule),
        ),
    }


def judge_served(
    seen: Seen, paths: tuple[str, ...], read: Callable[[bytes], str], problem: Text, good: Text
) -> Verdict:
    """Fail with ``problem`` (its ``{path}`` filled) when ``read`` recognises what a path gave.

    Raises :class:`NotSeen` when nothing is recognised and not every path was measured.
    """
    unseen: NotSeen | None = None
    for path in paths:
        try:
            body = served_file(seen, f"path:{path}", path)
        except NotSeen as error:
            unseen = unseen or error
            continue
        found = read(body) if body is not None else ""
        if found:
            where = Text(f"isi {path} (disamarkan)", f"content of {path} (masked)")
            return failed(problem.fill(path=path), Evidence(f"path:{path}", where, clip(found)))
    if unseen is not None:
        raise unseen  # what lay at this very path before may lie there still
    return passed(good)
