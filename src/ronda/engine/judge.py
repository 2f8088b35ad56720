"""Runs checks over an observation; turns what was not seen, and a rule's own error, into words."""

from collections.abc import Iterable

from ronda.engine.artifacts import Failure, FailureKind, Observation
from ronda.engine.checks.contract import Evidence, NotSeen, Seen, Verdict, not_measured
from ronda.engine.checks.registry import Check
from ronda.engine.text import Text

FAILURES: dict[FailureKind, Text] = {
    FailureKind.TIMEOUT: Text(
        "tidak menjawab sampai batas waktu", "gave no answer within the time limit"
    ),
    FailureKind.REFUSED: Text("menolak sambungan", "refused the connection"),
    FailureKind.RESET: Text("memutus sambungan di tengah jalan", "cut the connection midway"),
    FailureKind.UNREACHABLE: Text(
        "tidak dapat dijangkau jaringan", "could not be reached by the network"
    ),
    FailureKind.NXDOMAIN: Text("namanya tidak ada di DNS", "its name does not exist in DNS"),
    FailureKind.NO_ADDRESS: Text("namanya tidak punya alamat IP", "its name has no IP address"),
    FailureKind.DNS_ERROR: Text(
        "server DNS-nya menjawab dengan galat", "its DNS server answered with an error"
    ),
    FailureKind.DNS_TIMEOUT: Text("server DNS tidak menjawab", "the DNS server did not answer"),
    FailureKind.TLS_ALERT: Text(
        "menolak sambungan aman (TLS)", "refused the secure connection (TLS)"
    ),
    FailureKind.TLS_PROTOCOL: Text(
        "sambungan amannya (TLS) rusak", "its secure connection (TLS) is broken"
    ),
    FailureKind.BLOCKED_BY_POLICY: Text(
        "tidak dikunjungi karena di luar batas yang diizinkan",
        "was not visited, being outside what is permitted",
    ),
    FailureKind.DO_NOT_VISIT: Text(
        "ada di daftar jangan dikunjungi", "is on the do-not-visit list"
    ),
    FailureKind.STOPPED: Text("dihentikan oleh petugas", "was stopped by an officer"),
    FailureKind.TOO_LARGE: Text(
        "jawabannya melebihi batas ukuran", "its answer exceeds the size limit"
    ),
    FailureKind.TOO_MANY_REDIRECTS: Text("terlalu banyak pengalihan", "redirects too many times"),
    FailureKind.BAD_HTTP: Text("jawabannya bukan HTTP yang benar", "its answer is not proper HTTP"),
    FailureKind.INCOMPLETE: Text(
        "jawabannya terputus sebelum selesai", "its answer ended before it was complete"
    ),
    FailureKind.BUDGET: Text(
        "batas waktu atau ukuran kunjungan habis", "the visit's budget of time or size ran out"
    ),
    FailureKind.NOT_ATTEMPTED: Text(
        "belum dicoba karena langkah sebelumnya gagal",
        "was not attempted since an earlier step failed",
    ),
    FailureKind.BUG: Text(
        "pengukuran gagal karena kesalahan Ronda sendiri", "failed through an error of Ronda's own"
    ),
}


def failure_text(failure: Failure) -> Text:
    """Say a failure in words, as the end of a sentence about the site."""
    return FAILURES[failure.kind]


def judge(check: Check, observation: Observation) -> Verdict:
    """Return one check's verdict. Never raises: a rule's own error is "not measured"."""
    seen = Seen(observation.site, observation.started_at, observation.artifacts)
    for key in check.meta.needs:
        found = observation.artifacts.get(key)
        if key in check.meta.judges_failure and found is not None:
            continue
        if found is None or isinstance(found, Failure):
            return _not_seen(key, found)
    try:
        return check.judge(seen)
    except NotSeen as missing:
        return _not_seen(missing.key, missing.failure)
    except Exception as error:
        where = Text("aturan pemeriksaan", "the rule")
        return not_measured(
            Text(
                "Belum terukur: aturan ini gagal dijalankan.",
                "Not measured: this rule failed to run.",
            ),
            Evidence(artifact="", where=where, excerpt=f"{type(error).__name__}: {error}"[:500]),
        )


def judge_all(checks: Iterable[Check], observation: Observation) -> dict[str, Verdict]:
    """Return the verdicts of all checks by check id."""
    return {check.meta.id: judge(check, observation) for check in checks}


def _not_seen(key: str, failure: Failure | None) -> Verdict:
    if failure is None:
        return not_measured(
            Text(
                "Belum terukur: bagian ini tidak dikumpulkan.",
                "Not measured: this part was not collected.",
            )
        )
    said = failure_text(failure)
    summary = Text(f"Belum terukur: situs {said.id}.", f"Not measured: the site {said.en}.")
    return not_measured(
        summary, Evidence(artifact=key, where=Text(key, key), excerpt=failure.detail[:500])
    )
