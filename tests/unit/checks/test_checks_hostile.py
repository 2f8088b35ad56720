"""No check raises, whatever a server sends; and none shows a secret."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ronda.engine.artifacts import (
    DNS,
    HTTP_PLAIN,
    PATH_MISSING,
    TLS,
    Artifact,
    Certificate,
    DnsAnswer,
    DnsArtifact,
    Failure,
    FailureKind,
    HttpArtifact,
    Link,
    PageArtifact,
    SiteFacts,
    TlsArtifact,
)
from ronda.engine.checks.contract import EXCERPT, NotSeen, Outcome, Seen
from ronda.engine.checks.examples import http
from ronda.engine.checks.registry import Check, all_checks, get
from ronda.engine.content.secrets import masked, setting_names
from ronda.engine.judge import FAILURES

TEXT = st.text(max_size=60) | st.sampled_from(
    (
        "slot gacor {x}",
        "https://[::1",
        "http://a.b:99999/",
        "max-age=" + "9" * 40,
        "{}",
        "5 Mei 2020",
    )
)
EDGES = (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC))
TIMES = st.datetimes(timezones=st.just(UTC)) | st.sampled_from(EDGES)
# The time of a visit is Ronda's own clock, the one thing that no server says.
VISITED = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
FAILURE = st.builds(
    Failure,
    st.sampled_from(FailureKind),
    st.sampled_from(["policy", "dns", "connect", "tls", "http", "body", "parse"]),
    TEXT,
    TIMES,
    TEXT,
)
HOSTS = st.sampled_from(("dinas.contohprov.go.id", "contohprov.go.id", "a.blogspot.com", "", "x"))
URLS = st.sampled_from(
    (
        "https://dinas.contohprov.go.id/",
        "http://x/.env",
        "https://slot88.example/",
        "//",
        "http://[",
    )
) | st.text(max_size=30)
PAIRS = st.lists(
    st.tuples(
        st.sampled_from(
            ("server", "strict-transport-security", "content-security-policy", "x-frame-options")
        ),
        TEXT,
    ),
    max_size=4,
).map(tuple)
BODIES = st.binary(max_size=80) | st.sampled_from((b"ref: refs/heads/x", b"DB_X=1\n", b"\xff=1"))
HTTP = st.builds(
    HttpArtifact,
    at=TIMES,
    view=st.sampled_from(["visitor", "robot", "phone"]),
    url=URLS,
    final_url=URLS,
    address=TEXT,
    status=st.sampled_from((200, 301, 404, 429, 500, 999)),
    headers=PAIRS,
    hops=st.just(()),
    body=BODIES,
    body_sha256=TEXT,
    truncated=st.booleans(),
    elapsed_ms=st.integers(),
)
CERTIFICATE = st.builds(
    Certificate,
    *(TEXT,) * 4,
    names=st.lists(TEXT, max_size=2).map(tuple),
    not_before=TIMES,
    not_after=TIMES,
    key_type=TEXT,
    key_bits=st.integers(),
    signature_hash=TEXT,
    is_ca=st.booleans(),
    self_signed=st.booleans(),
)
TLS_SEEN = st.builds(
    TlsArtifact,
    at=TIMES,
    host=HOSTS,
    address=TEXT,
    port=st.integers(),
    version=st.sampled_from(("TLSv1.2", "TLSv1", "")) | TEXT,
    cipher=TEXT,
    alpn=TEXT,
    chain=st.lists(CERTIFICATE, max_size=3).map(tuple),
    trusted=st.booleans(),
    name_matches=st.booleans(),
    problem=st.sampled_from(["", "expired", "self_signed", "other", "not_yet_valid"]),
    problem_detail=TEXT,
)
ANSWER = st.builds(
    DnsAnswer,
    HOSTS,
    st.sampled_from(("A", "AAAA", "CNAME", "TXT", "MX")),
    st.sampled_from(["ok", "nodata", "nxdomain", "servfail"]),
    st.lists(TEXT | st.just('"v=spf1'), max_size=3).map(tuple),
    st.integers(),
    st.lists(TEXT, max_size=2).map(tuple),
)
DNS_SEEN = st.builds(DnsArtifact, TIMES, HOSTS, HOSTS, st.lists(ANSWER, max_size=5).map(tuple))
LINKS = st.lists(st.builds(Link, URLS, TEXT, TEXT, TEXT), max_size=4).map(tuple)
TEXTS = st.lists(TEXT, max_size=2).map(tuple)
PAGE = st.builds(
    PageArtifact,
    at=TIMES,
    view=st.sampled_from(["visitor", "robot", "phone"]),
    url=URLS,
    title=TEXT,
    language=TEXT,
    charset=TEXT,
    generator=TEXT | st.sampled_from(("WordPress 4.9.8", "Joomla! 999999999.1")),
    description=TEXT,
    text=TEXT,
    hidden_text=TEXT,
    headings=TEXTS,
    footer=TEXT,
    links=LINKS,
    forms=st.just(()),
    scripts=st.lists(URLS, max_size=2).map(tuple),
    images=st.just(()),
    metas=st.lists(st.tuples(st.just("date") | TEXT, TEXT), max_size=2).map(tuple),
    json_ld=TEXTS,
)


def _kind(key: str) -> st.SearchStrategy[Artifact]:
    right: dict[str, st.SearchStrategy[Artifact]] = {DNS: DNS_SEEN, TLS: TLS_SEEN}
    return right.get(key, PAGE if key.startswith("page:") else HTTP) | FAILURE


@st.composite
def seens(draw: st.DrawFn, check: Check) -> Seen:
    keys = sorted({*check.meta.needs, HTTP_PLAIN, PATH_MISSING})
    artifacts = {key: draw(_kind(key)) for key in keys if draw(st.integers(0, 9))}
    site = SiteFacts(draw(URLS.filter(_is_url)), draw(HOSTS), "official")
    return Seen(site, draw(VISITED), artifacts)


def _is_url(text: str) -> bool:
    """A registered site's address is normalised; what servers send is not."""
    return text.startswith("https://dinas")


@pytest.mark.parametrize("check", all_checks(), ids=lambda c: c.meta.id)
def test_no_artifact_makes_a_check_raise(check: Check) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(seens(check))
    def judges(seen: Seen) -> None:
        try:
            verdict = check.judge(seen)
        except NotSeen:
            return
        assert verdict.summary.id
        assert verdict.summary.en
        assert all(len(e.excerpt) <= EXCERPT for e in verdict.evidence)

    judges()


@pytest.mark.parametrize("check", all_checks(), ids=lambda c: c.meta.id)
@pytest.mark.parametrize("kind", FAILURES, ids=str)
def test_only_what_is_the_sites_doing_ever_fails_on_failures_alone(
    check: Check, kind: FailureKind
) -> None:
    ours = {
        FailureKind.STOPPED,
        FailureKind.DO_NOT_VISIT,
        FailureKind.BLOCKED_BY_POLICY,
        FailureKind.BUDGET,
        FailureKind.BUG,
        FailureKind.TOO_LARGE,
        FailureKind.NOT_ATTEMPTED,
        FailureKind.NO_RESOLVER,
    }
    problem = Failure(kind, "connect", "detail", datetime(2026, 1, 1, tzinfo=UTC))
    seen = Seen(
        SiteFacts("https://a.contohprov.go.id/", "a.contohprov.go.id", "official"),
        datetime(2026, 1, 1, tzinfo=UTC),
        dict.fromkeys(check.meta.needs, problem),
    )
    try:
        outcome = check.judge(seen).outcome
    except NotSeen:
        outcome = Outcome.NOT_MEASURED
    lame = check.meta.id == "DNS.LAME" and kind is FailureKind.DNS_ERROR
    judged = lame or (check.meta.id == "REACH.ANSWERS" and kind not in ours)
    assert outcome is (Outcome.FAIL if judged else Outcome.NOT_MEASURED)


def test_secrets_of_an_open_settings_file_are_never_shown() -> None:
    body = "APP_KEY=base64:Zm9v\nDB_PASSWORD = 'sangat rahasia'\nexport MAIL_PASSWORD=hunter2\n"
    key = "path:/.env"
    got = http(body, url="https://dinas.contohprov.go.id/.env")
    missing = http("", status=404)
    check = get("EXPOSURE.ENV")
    verdict = check.judge(
        Seen(check.cases[0].site, check.cases[0].at, {key: got, PATH_MISSING: missing})
    )
    assert verdict.outcome is Outcome.FAIL
    for shown in (*(e.excerpt for e in verdict.evidence), verdict.summary.id):
        assert not any(secret in shown for secret in ("Zm9v", "rahasia", "hunter2"))
    assert masked(body.encode()).count(b"********") == 3
    assert b"hunter2" not in masked(body.encode())


def test_masking_leaves_other_bodies_alone() -> None:
    assert masked(b"<html>a=b</html>") == b"<html>a=b</html>"
    assert setting_names(b"nama=Budi\nalamat=Jalan\n") == ()


def test_a_stored_body_without_its_secrets_is_judged_the_same_again() -> None:
    check = get("EXPOSURE.ENV")
    kept = masked(b"APP_KEY=abc\nDB_PASSWORD=hunter2\n")
    got = http(kept, url="https://dinas.contohprov.go.id/.env")
    seen = Seen(
        check.cases[0].site,
        check.cases[0].at,
        {"path:/.env": got, PATH_MISSING: http("", status=404)},
    )
    assert check.judge(seen).outcome is Outcome.FAIL
