"""Runs checks over an observation; turns what was not seen, and a rule's own error, into words."""

from collections.abc import Iterable

from ronda.engine.artifacts import Failure, FailureKind, Observation
from ronda.engine.checks.contract import Evidence, NotSeen, Seen, Verdict, not_measured
from ronda.engine.checks.registry import Check
from ronda.engine.content.host_lists import EMPTY, HostList
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
    FailureKind.NXDOMAIN: Text("tidak ditemukan di DNS", "was not found in DNS"),
    FailureKind.NO_ADDRESS: Text("tidak punya alamat IP", "has no IP address"),
    FailureKind.DNS_ERROR: Text(
        "tidak dapat dicari di DNS: servernya menjawab dengan galat",
        "could not be looked up: its DNS server answered with an error",
    ),
    FailureKind.DNS_TIMEOUT: Text(
        "tidak dapat dicari di DNS: servernya tidak menjawab",
        "could not be looked up: its DNS server did not answer",
    ),
    FailureKind.NO_RESOLVER: Text(
        "tidak dapat dicari di DNS: penjawab DNS Ronda sendiri sedang bermasalah",
        "could not be looked up: Ronda's own DNS resolver is in trouble",
    ),
    FailureKind.TLS_ALERT: Text(
        "menolak sambungan aman (TLS)", "refused the secure connection (TLS)"
    ),
    FailureKind.TLS_PROTOCOL: Text(
        "memakai sambungan aman (TLS) yang rusak", "speaks a broken secure connection (TLS)"
    ),
    FailureKind.BLOCKED_BY_POLICY: Text(
        "tidak dikunjungi karena di luar batas yang diizinkan",
        "was not visited, being outside what is permitted",
    ),
    FailureKind.DO_NOT_VISIT: Text(
        "ada di daftar jangan dikunjungi", "is on the do-not-visit list"
    ),
    FailureKind.STOPPED: Text("dihentikan oleh petugas", "was stopped by an officer"),
    FailureKind.TOO_LARGE: Text("menjawab melebihi batas ukuran", "answered beyond the size limit"),
    FailureKind.TOO_MANY_REDIRECTS: Text(
        "mengalihkan terlalu banyak kali", "redirects too many times"
    ),
    FailureKind.BAD_HTTP: Text("menjawab dengan HTTP yang rusak", "answered with broken HTTP"),
    FailureKind.INCOMPLETE: Text(
        "memutus jawaban sebelum selesai", "ended its answer before it was complete"
    ),
    FailureKind.BUDGET: Text(
        "menghabiskan batas waktu atau ukuran kunjungan",
        "used up the visit's budget of time or size",
    ),
    FailureKind.NOT_ATTEMPTED: Text(
        "belum dicoba karena langkah sebelumnya gagal",
        "was not attempted since an earlier step failed",
    ),
    FailureKind.BUG: Text(
        "tidak terukur karena kesalahan Ronda sendiri",
        "was not measured through an error of Ronda's own",
    ),
}


def failure_text(failure: Failure) -> Text:
    """Say a failure in words, as the end of a sentence about the site."""
    return FAILURES[failure.kind]


def judge(check: Check, observation: Observation, listed: HostList = EMPTY) -> Verdict:
    """Return one check's verdict. Never raises: a rule's own error is "not measured"."""
    seen = Seen(observation.site, observation.started_at, observation.artifacts, listed)
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


def judge_all(
    checks: Iterable[Check], observation: Observation, listed: HostList = EMPTY
) -> dict[str, Verdict]:
    """Return the verdicts of all checks by check id; ``listed`` are the operator's lists of hosts."""
    return {check.meta.id: judge(check, observation, listed) for check in checks}


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
