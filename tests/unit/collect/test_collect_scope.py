"""The scope table: what may be touched depends on whose it is."""

import pytest

from ronda.engine.artifacts import (
    DNS,
    HTTP_PHONE,
    HTTP_PLAIN,
    HTTP_ROBOT,
    HTTP_VISITOR,
    PATH_MISSING,
    TLS,
    Failure,
    FailureKind,
    SiteFacts,
)
from ronda.engine.attribute.contract import Relation
from ronda.engine.collect.contract import Free
from ronda.engine.collect.scope import Permit, Scope, allowance_of
from ronda.engine.netconfig import from_env

SCOPE = Scope(from_env({"RONDA_RESOLVER": "192.0.2.53"}), Free())
EVERYTHING = (
    DNS,
    TLS,
    HTTP_VISITOR,
    HTTP_PLAIN,
    HTTP_ROBOT,
    HTTP_PHONE,
    "path:/.env",
    PATH_MISSING,
)


def site(relation: str, *, confirmed: bool = False, in_zone: bool = False) -> SiteFacts:
    return SiteFacts(
        "https://dinas.contohprov.go.id/", "dinas.contohprov.go.id", relation, in_zone, confirmed
    )


def permitted(of: SiteFacts) -> set[str]:
    return {key for key in EVERYTHING if SCOPE.judge_key(of, key, 0) is None}


@pytest.mark.parametrize(
    "own",
    [
        site("official", in_zone=True),
        site("official", confirmed=True),
        site("unofficial", confirmed=True),
    ],
)
def test_an_own_site_may_be_seen_in_every_way(own: SiteFacts) -> None:
    assert permitted(own) == set(EVERYTHING)


@pytest.mark.parametrize(
    "candidate",
    [
        site("undecided"),
        site("undecided", in_zone=True),
        site("undecided", confirmed=True),
        site("official"),
        site("unofficial"),
        site("unofficial", in_zone=True),
    ],
)
def test_a_candidate_shows_dns_certificate_and_ordinary_pages(candidate: SiteFacts) -> None:
    assert permitted(candidate) == {DNS, TLS, HTTP_VISITOR, HTTP_PLAIN}
    assert SCOPE.judge_key(candidate, "path:/kontak", 4) is None
    assert SCOPE.judge_key(candidate, "path:/kontak", 5) is not None


@pytest.mark.parametrize(
    "relation", ["other_government", "third_party", "impersonation", "unrelated", "ex_official"]
)
@pytest.mark.parametrize("confirmed", [True, False])
def test_a_strangers_site_shows_one_page_and_dns(relation: str, confirmed: bool) -> None:
    stranger = site(relation, confirmed=confirmed)
    assert permitted(stranger) == {DNS, HTTP_VISITOR}
    assert SCOPE.judge_key(stranger, HTTP_VISITOR, 1) is not None


def test_one_linked_document_is_read_where_it_may_tell_whose_a_site_is() -> None:
    document = "document:/unduh/surat-edaran.pdf"
    for asked in (site("undecided"), site("official", in_zone=True)):
        assert SCOPE.judge_key(asked, document, 4) is None
    assert SCOPE.judge_key(site("undecided"), document, 5) is not None
    for relation in ("unrelated", "other_government", "impersonation", "third_party"):
        refusal = SCOPE.judge_key(site(relation), document, 0)
        assert refusal is not None
        assert "no document" in refusal.detail


def test_the_table_has_a_line_for_every_relation_and_the_least_for_an_unknown_one() -> None:
    names = {r.value: allowance_of(site(r.value)).name for r in Relation}
    assert set(names.values()) == {"candidate", "light"}
    assert allowance_of(site("something new")).name == "light"


def test_a_refusal_says_what_and_why() -> None:
    refusal = SCOPE.judge_key(site("undecided"), "path:/.env", 0)
    assert refusal is not None
    assert refusal.kind is FailureKind.BLOCKED_BY_POLICY
    assert "/.env" in refusal.detail
    assert "nobody has decided" in refusal.detail


@pytest.mark.parametrize("port", [80, 443])
def test_a_public_address_gets_a_permit_for_itself(port: int) -> None:
    own = site("official", in_zone=True)
    found = SCOPE.judge(own, own.host, port, ("103.10.0.1",))
    assert found == Permit(own.host, port, ("103.10.0.1",))


def test_another_port_is_for_the_registered_site_alone() -> None:
    own = SiteFacts("https://a.contoh.id:8443/", "a.contoh.id", "official", True)
    assert isinstance(SCOPE.judge(own, "a.contoh.id", 8443, ("103.10.0.1",)), Permit)
    assert isinstance(SCOPE.judge(own, "a.contoh.id", 8080, ("103.10.0.1",)), Failure)
    assert isinstance(SCOPE.judge(own, "b.contoh.id", 8443, ("103.10.0.1",)), Failure)


def test_the_identity_behind_a_redirect_is_plain() -> None:
    own = site("official", in_zone=True)
    assert SCOPE.identity(own, "robot", own.host) == ("robot", "browser")
    assert SCOPE.identity(own, "robot", f"www.{own.host}") == ("robot", "browser")
    assert SCOPE.identity(own, "robot", "lain.contoh.id") == ("visitor", "plain")
    assert SCOPE.identity(site("undecided"), "robot", own.host) == ("visitor", "plain")
