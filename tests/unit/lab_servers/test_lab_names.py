"""What the lab's DNS answers, without sockets."""

import dns.name
import dns.rdatatype
import pytest

from ronda.lab.problems import LabError
from ronda.lab.servers.names import Answer, Names
from ronda.lab.world import DnsZone, RebindingName, Record

# The zone of RFC 4592 section 2.2.1, as far as types here know it.
RFC4592 = DnsZone(
    "example",
    (
        Record("*.example", "TXT", "this is a wildcard"),
        Record("*.example", "MX", "10 host1.example."),
        Record("sub.*.example", "TXT", "this is not a wildcard"),
        Record("host1.example", "A", "198.18.0.1"),
        Record("_ssh._tcp.host1.example", "SRV", "0 0 22 host1.example."),
        Record("_ssh._tcp.host2.example", "SRV", "0 0 22 host1.example."),
        Record("subdel.example", "NS", "ns.example.com."),
    ),
)


def ask(names: Names, name: str, kind: str) -> Answer:
    return names.answer(dns.name.from_text(name), dns.rdatatype.from_text(kind))


def values(answer: Answer) -> list[str]:
    return [f"{r.name} {dns.rdatatype.to_text(r.rdtype)} {d}" for r in answer.answer for d in r]


def of(*zones: DnsZone, rebinding: tuple[RebindingName, ...] = ()) -> Names:
    return Names(zones, rebinding, 2026010101)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("host3.example.", "MX"), ("foo.bar.example.", "TXT")],
)
def test_wildcard_answers_under_the_asked_name(name: str, kind: str) -> None:
    [record] = values(ask(of(RFC4592), name, kind))
    assert record.startswith(f"{name} {kind}")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("host3.example.", "A"),  # the wildcard has no A
        ("host1.example.", "MX"),  # the name exists itself
        ("sub.*.example.", "MX"),  # exists below a star
        ("_tcp.host1.example.", "TXT"),  # exists only above another
    ],
)
def test_existing_name_without_the_type_is_empty(name: str, kind: str) -> None:
    answer = ask(of(RFC4592), name, kind)
    assert (answer.rcode, answer.answer) == ("ok", ())
    assert answer.authority[0].rdtype == dns.rdatatype.SOA


@pytest.mark.parametrize("name", ["_telnet._tcp.host1.example.", "ghost.*.example."])
def test_wildcard_does_not_reach_below_a_closer_name(name: str) -> None:
    assert ask(of(RFC4592), name, "TXT").rcode == "nxdomain"


def test_name_handed_on_to_servers_that_are_not_there_fails() -> None:
    assert ask(of(RFC4592), "host.subdel.example.", "A").rcode == "servfail"


def test_alias_is_followed_across_zones() -> None:
    names = of(
        DnsZone("a.go.id", (Record("www.a.go.id", "CNAME", "x.b.com."),)),
        DnsZone(
            "b.com", (Record("x.b.com", "CNAME", "y.b.com."), Record("y.b.com", "A", "198.18.0.9"))
        ),
    )
    assert values(ask(names, "www.a.go.id.", "A")) == [
        "www.a.go.id. CNAME x.b.com.",
        "x.b.com. CNAME y.b.com.",
        "y.b.com. A 198.18.0.9",
    ]


def test_alias_to_a_name_that_is_gone_is_nxdomain_with_the_alias() -> None:
    names = of(DnsZone("a.go.id", (Record("old.a.go.id", "CNAME", "gone.vendor.com."),)))
    answer = ask(names, "old.a.go.id.", "A")
    assert answer.rcode == "nxdomain"
    assert values(answer) == ["old.a.go.id. CNAME gone.vendor.com."]


def test_question_for_the_alias_itself_is_not_followed() -> None:
    names = of(DnsZone("a.go.id", (Record("w.a.go.id", "CNAME", "gone.com."),)))
    assert values(ask(names, "w.a.go.id.", "CNAME")) == ["w.a.go.id. CNAME gone.com."]


def test_aliases_in_a_circle_end() -> None:
    names = of(
        DnsZone(
            "a.id", (Record("x.a.id", "CNAME", "y.a.id."), Record("y.a.id", "CNAME", "x.a.id."))
        )
    )
    assert ask(names, "x.a.id.", "A").rcode == "servfail"


def test_names_above_zones_exist_and_others_do_not() -> None:
    names = of(DnsZone("a.go.id", ()))
    assert ask(names, "go.id.", "A").rcode == "ok"
    assert ask(names, "google.com.", "A").rcode == "nxdomain"
    assert values(ask(names, ".", "NS"))


def test_zone_without_authority_records_gets_them() -> None:
    names = of(DnsZone("a.go.id", ()))
    assert values(ask(names, "a.go.id.", "SOA"))
    assert values(ask(names, "a.go.id.", "NS")) == ["a.go.id. NS ns1.a.go.id."]


def test_rebinding_name_alternates_on_address_questions_only() -> None:
    plan = RebindingName("r.a.id", "198.18.0.5", "127.0.0.1")
    names = of(DnsZone("a.id", ()), rebinding=(plan,))
    seen = [values(ask(names, "r.a.id.", kind)) for kind in ("A", "AAAA", "A", "A")]
    assert seen == [
        ["r.a.id. A 198.18.0.5"],
        [],
        ["r.a.id. A 127.0.0.1"],
        ["r.a.id. A 198.18.0.5"],
    ]


def test_text_without_quotes_is_one_string() -> None:
    names = of(DnsZone("a.id", (Record("a.id", "TXT", "v=spf1 -all"),)))
    assert values(ask(names, "a.id.", "TXT")) == ['a.id. TXT "v=spf1 -all"']


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (Record("a.id", "A", "198.18.0.999"), "a.id A '198.18.0.999' cannot be read"),
        (Record("b.id", "A", "198.18.0.9"), "outside the zone"),
        (Record("a.id", "BOGUS", "x"), "cannot be read"),
    ],
)
def test_bad_record_is_named(record: Record, said: str) -> None:
    with pytest.raises(LabError, match=r"zone a\.id: record") as caught:
        of(DnsZone("a.id", (record,)))
    assert said in str(caught.value)


def test_alias_beside_other_records_is_refused() -> None:
    both = (Record("w.a.id", "A", "198.18.0.1"), Record("w.a.id", "CNAME", "x.id."))
    with pytest.raises(LabError, match="CNAME stands beside"):
        of(DnsZone("a.id", both))
