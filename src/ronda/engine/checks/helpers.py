"""What several checks say or ask in the same way."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

from ronda.engine.artifacts import (
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
    not_applicable,
    not_measured,
    passed,
)
from ronda.engine.content.hosts import host_of, without_www
from ronda.engine.text import Text

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

    An answer from another host says nothing of this one, and an error page is often made by
    something in front of the site, with headers of its own.
    """
    answer = seen.http(view)
    final = host_of(answer.final_url)
    if without_www(final) != without_www(seen.site.host):
        return not_applicable(
            Text(
                "Halaman depan dialihkan ke {host}; yang berlaku adalah pemeriksaan situs itu.",
                "The front page sends visitors to {host}; the checks of that site apply.",
            ).fill(host=final or "?")
        )
    if answer.status >= 400:
        return not_measured(
            Text(
                "Belum terukur: halaman depan menjawab dengan status {status}.",
                "Not measured: the front page answered with status {status}.",
            ).fill(status=answer.status),
            status_seen(f"http:{view}", answer),
        )
    return answer


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

    Raises :class:`NotSeen` when the server's answer says neither (an error of its own, 429). What
    a made-up path gets too is no file.
    """
    got = seen.need(key, HttpArtifact)
    if got.status == 429 or got.status >= 500:
        problem = Failure(
            FailureKind.BAD_HTTP, "http", f"status {got.status}", got.at, got.final_url
        )
        raise NotSeen(key, problem)
    if got.status != 200 or not got.final_url.partition("?")[0].endswith(path):
        return None
    missing = seen.artifacts.get(PATH_MISSING)
    if isinstance(missing, HttpArtifact) and (missing.status, missing.body_sha256) == (
        got.status,
        got.body_sha256,
    ):
        return None
    return got.body


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


def first_served(seen: Seen, paths: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    """Return (path, body) of those paths that a server gave; at least one must have been measured.

    Raises :class:`NotSeen` when nothing of them could be measured.
    """
    found: list[tuple[str, bytes]] = []
    problem: NotSeen | None = None
    measured = False
    for path in paths:
        try:
            body = served_file(seen, f"path:{path}", path)
        except NotSeen as error:
            problem = error
            continue
        measured = True
        if body is not None:
            found.append((path, body))
    if not measured and problem is not None:
        raise problem
    return tuple(found)


def judge_served(
    seen: Seen, paths: tuple[str, ...], read: Callable[[bytes], str], problem: Text, good: Text
) -> Verdict:
    """Fail with ``problem`` (its ``{path}`` filled) when ``read`` recognises what a path gave."""
    for path, body in first_served(seen, paths):
        found = read(body)
        if found:
            where = Text(f"isi {path} (disamarkan)", f"content of {path} (masked)")
            return failed(problem.fill(path=path), Evidence(f"path:{path}", where, clip(found)))
    return passed(good)
