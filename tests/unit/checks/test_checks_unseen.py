"""What is not the site's own page closes no finding, whichever check looks at it."""

import msgspec
import pytest

from ronda.engine.artifacts import (
    HTTP_VISITOR,
    PATH_MISSING,
    PATH_PREFIX,
    Artifact,
    FailureKind,
    HttpArtifact,
    Observation,
    PageArtifact,
)
from ronda.engine.checks.contract import Case, Outcome
from ronda.engine.checks.examples import failure, http, page
from ronda.engine.checks.registry import Check, all_checks, get
from ronda.engine.collect.page import parse_page
from ronda.engine.content.stand_in import stand_in
from ronda.engine.judge import judge
from ronda.engine.netconfig import Limits

GONE = (Outcome.PASS, Outcome.NOT_APPLICABLE)
PORTAL = "https://portal.kabupatencontoh.go.id/"
OTHER_PAGE = "<title>Portal</title><p>" + "Selamat datang di portal daerah, 1 Maret 2026. " * 20

# It asks whether anything answers at this name, and a redirect or a refusal is an answer.
ABOUT_THE_ANSWER = {"REACH.ANSWERS"}
HTML = (("content-type", "text/html"), ("server", "nginx/1.28.0"), ("x-powered-by", "PHP/8.3.9"))

ERROR_PAGES: dict[str, HttpArtifact] = {
    "an application that fails": http("<h1>Internal Server Error</h1>", status=500),
    "a gateway without its application": http("<h1>502 Bad Gateway</h1>", status=502),
    "maintenance": http("<h1>Sedang pemeliharaan</h1>", status=503),
    "a firewall that refuses": http("<title>403 Forbidden</title>", status=403),
    "a firewall's challenge": http(
        "<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>",
        status=403,
    ),
    "a challenge that says all is well": http("<title>Just a moment...</title>"),
    "a challenge told by its header": http(headers=(*HTML, ("cf-mitigated", "challenge"))),
    "a captcha": http(
        "<title>Security Check</title><form method=post><div class=g-recaptcha></div>"
        "<input type=submit value=Lanjut></form>"
    ),
    "a refusal with status 200": http(
        "<title>Request Rejected</title>The requested URL was rejected. Please consult with your "
        "administrator. Your support ID is: 1234567890"
    ),
    "too many requests": http("<h1>Too many requests</h1>", status=429),
}
HEADERED = {
    name: got if got.header("cf-mitigated") else msgspec.structs.replace(got, headers=HTML)
    for name, got in ERROR_PAGES.items()
}

CASES = {
    check.meta.id: (
        check,
        [
            case
            for case in check.cases
            if case.expect in (Outcome.PASS, Outcome.FAIL)
            and any(isinstance(seen, HttpArtifact) for seen in case.artifacts.values())
        ],
    )
    for check in all_checks()
    if check.meta.id not in ABOUT_THE_ANSWER
}
judged = pytest.mark.parametrize("check_id", [name for name, (_, cases) in CASES.items() if cases])


def outcome(check: Check, case: Case, artifacts: dict[str, Artifact]) -> Outcome:
    return judge(check, Observation(case.site, case.at, case.at, artifacts)).outcome


def instead(case: Case, got: HttpArtifact, *, elsewhere: bool = False) -> dict[str, Artifact]:
    """The artifacts of a case when every address answers with ``got``."""
    kept: dict[str, Artifact] = {HTTP_VISITOR: got, **case.artifacts}
    for key, seen in kept.items():
        if isinstance(seen, HttpArtifact) or key == PATH_MISSING:
            url = seen.url if isinstance(seen, HttpArtifact) else got.url
            final = got.final_url if elsewhere else url
            kept[key] = msgspec.structs.replace(got, url=url, final_url=final)
        elif isinstance(seen, PageArtifact):
            kept[key] = msgspec.structs.replace(parse_page(got, Limits()), view=seen.view)
    return kept


@judged
def test_a_site_that_sends_visitors_to_another_closes_nothing(check_id: str) -> None:
    moved = http(OTHER_PAGE, final_url=PORTAL, headers=HTML)
    check, cases = CASES[check_id]
    for case in cases:
        assert outcome(check, case, instead(case, moved, elsewhere=True)) not in GONE, case.name


@judged
def test_a_path_that_leads_to_another_site_closes_nothing(check_id: str) -> None:
    """Redirects of paths to another host are not followed: the redirect is the answer."""
    check, cases = CASES[check_id]
    away = http("", status=302, headers=(("location", PORTAL),))
    for case in cases:
        kept = {
            key: msgspec.structs.replace(away, url=seen.url, final_url=seen.final_url)
            if isinstance(seen, HttpArtifact) and key.startswith(PATH_PREFIX)
            else seen
            for key, seen in case.artifacts.items()
        }
        if kept != case.artifacts:
            assert outcome(check, case, kept) not in GONE, case.name


@judged
def test_an_error_page_in_place_of_the_site_closes_nothing(check_id: str) -> None:
    check, cases = CASES[check_id]
    for error, got in HEADERED.items():
        for case in cases:
            assert outcome(check, case, instead(case, got)) not in GONE, (error, case.name)


@pytest.mark.parametrize("check", all_checks(), ids=lambda c: c.meta.id)
def test_one_path_that_was_not_measured_keeps_what_was_found_there_open(check: Check) -> None:
    keys = [key for key in check.meta.needs if key.startswith(PATH_PREFIX) and key != PATH_MISSING]
    for unseen in keys:
        clean: dict[str, Artifact] = {
            key: http("<h1>404</h1>", status=404) for key in check.meta.needs
        }
        clean[HTTP_VISITOR] = http()
        assert outcome(check, check.cases[0], clean) is Outcome.PASS
        for problem in (failure(FailureKind.TIMEOUT), http("", status=500)):
            seen = {**clean, unseen: problem}
            assert outcome(check, check.cases[0], seen) is Outcome.NOT_MEASURED


@pytest.mark.parametrize(
    "body",
    [
        "<script>document.cookie='ok=1';location.reload()</script>",
        '<meta http-equiv="refresh" content="0; url=/beranda">',
        "<frameset><frame src=/lama/></frameset>",
        "<title>Pemberitahuan</title><h1>Situs sedang dalam pemeliharaan</h1>",
    ],
)
def test_a_page_that_only_leads_on_or_announces_closes_nothing_about_content(body: str) -> None:
    got = http(body, headers=HTML)
    for check in all_checks():
        if check.meta.area not in ("content", "freshness", "software"):
            continue
        for case in check.cases:
            if case.expect is Outcome.FAIL:
                assert outcome(check, case, instead(case, got)) not in GONE, case.name


@pytest.mark.parametrize(
    "body",
    [
        "<title>Tunggu sebentar: layanan antrean puskesmas</title>",
        "<title>Security check di kantor: panduan</title><h1>Panduan</h1>",
        "<title>Berita</title><h1>Just a moment with the regent</h1>",
        "<title>Cek NIK</title><form><input type=text name=nik><div class=g-recaptcha></div></form>",
        "<title>Dinas</title><script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script>",
    ],
)
def test_a_sites_own_page_is_not_taken_for_a_guard(body: str) -> None:
    assert stand_in(http(body)) is None


def test_a_refused_path_of_an_open_site_is_closed() -> None:
    """403 for a file is the advice that we give ourselves."""
    check = get("EXPOSURE.ENV")
    seen: dict[str, Artifact] = {
        "path:/.env": http("", status=403, url="https://dinas.contohprov.go.id/.env"),
        PATH_MISSING: http("", status=404),
        HTTP_VISITOR: http(),
        "page:visitor": page(),
    }
    assert outcome(check, check.cases[0], seen) is Outcome.PASS
