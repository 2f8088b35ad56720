"""Registration data: what is read of an answer, and how politely registries are asked."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ronda.engine.collect import rdap
from ronda.engine.collect.rdap import Rdap, RdapFailed, read_bootstrap
from ronda.engine.netconfig import BadSetting, NetConfig
from ronda.engine.registration import BadRegistration, parse

NOW = datetime(2026, 3, 2, tzinfo=UTC)
NET = NetConfig(resolvers=(), user_agent="Ronda")


def card(*lines: list[Any]) -> list[Any]:
    return ["vcard", [["version", {}, "text", "4.0"], *lines]]


ANSWER = {
    "objectClassName": "domain",
    "ldhName": "DINKES-ARUNIKA.COM",
    "status": ["client transfer prohibited"],
    "events": [
        {"eventAction": "registration", "eventDate": "2026-02-10T07:00:00+07:00"},
        {"eventAction": "expiration", "eventDate": "2027-02-10T00:00:00Z"},
        {"eventAction": "last changed", "eventDate": "kemarin"},
    ],
    "entities": [
        {"roles": ["registrar"], "vcardArray": card(["fn", {}, "text", "PT Registrar Contoh"]),
         "entities": [{"roles": ["abuse"], "vcardArray": card(["fn", {}, "text", "Seseorang"])}]},
        {"roles": ["registrant"], "vcardArray": card(
            ["fn", {}, "text", "Seseorang"], ["org", {}, "text", "Dinas Kesehatan Arunika"],
            ["adr", {"cc": "ID"}, "text", ["", "", "", "", "", "", ""]])},
    ],
    "nameservers": [{"ldhName": "NS1.Hosting.Example."}, {"ldhName": 5}],
}  # fmt: skip


def read(**changes: Any) -> Any:
    return parse(json.dumps(ANSWER | changes).encode(), "dinkes-arunika.com", "https://r/", NOW)


def test_what_a_registry_publishes_is_read() -> None:
    said = read()
    assert said.registered_on == datetime(2026, 2, 10, tzinfo=UTC)
    assert said.age_days == 20
    assert (said.expires_on.year, said.changed_on) == (2027, None)
    assert (said.registrar, said.holder) == ("PT Registrar Contoh", "Dinas Kesehatan Arunika")
    assert (said.country, said.name_servers) == ("ID", ("ns1.hosting.example",))


@pytest.mark.parametrize(
    "lines",
    [
        [["fn", {}, "text", "Budi Seseorang"]],
        [["org", {}, "text", "REDACTED FOR PRIVACY"]],
        [["org", {}, "text", "Domains By Proxy, LLC"]],
        [["org", {}, "text", ["", "x"]], ["fn", {}, "text", "Budi"]],
    ],
)
def test_persons_and_veils_are_not_kept(lines: list[list[Any]]) -> None:
    holder = {"roles": ["registrant"], "vcardArray": card(*lines)}
    said = read(entities=[holder])
    assert said.holder == ""
    assert "Budi" not in repr(said)


def test_an_answer_about_another_domain_is_refused() -> None:
    with pytest.raises(BadRegistration, match="instead of"):
        read(ldhName="lain.com")


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(sorted(ANSWER.keys() - {"ldhName", "objectClassName"})), _anything
    )
)
def test_no_field_breaks_the_reader(changes: dict[str, Any]) -> None:
    assert read(**changes).domain == "dinkes-arunika.com"


@settings(max_examples=40)
@given(st.lists(_anything, max_size=4))
def test_no_card_breaks_the_reader(lines: list[Any]) -> None:
    entity = {"roles": ["registrant", "registrar"], "vcardArray": ["vcard", lines]}
    read(entities=[entity, {"entities": [entity]}])


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"\xff", b"[" * 100_000, b'{"a":' * 100_000, b"0" * 2_000_000]
)
def test_what_is_no_answer_is_said(body: bytes) -> None:
    with pytest.raises(BadRegistration):
        parse(body, "a.com", "https://r/", NOW)


def bootstrap(folder: Path, services: Any) -> str:
    file = folder / "dns.json"
    file.write_text(json.dumps({"version": "1.0", "services": services}))
    return str(file)


def test_the_longest_ending_decides_which_server_is_asked(tmp_path: Path) -> None:
    services = [[["id"], ["http://r/", "https://a/"]], [["MY.ID", "com"], ["https://b/"]], [["x"]]]
    found = read_bootstrap(bootstrap(tmp_path, services))
    assert found.of("dinkes.id") == ("https://a/", "http://r/")
    assert found.of("dinkes.my.id") == ("https://b/",)
    assert found.of("dinkes.net") == ()


@pytest.mark.parametrize("content", ["", "[]", '{"services": [["a"]]}', '{"services": [[[1]]]}'])
def test_a_broken_bootstrap_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "dns.json").write_text(content)
    with pytest.raises(BadSetting, match="RONDA_RDAP_BOOTSTRAP"):
        read_bootstrap(str(tmp_path / "dns.json"))
    with pytest.raises(BadSetting, match="RONDA_RDAP_BOOTSTRAP"):
        read_bootstrap(str(tmp_path / "tiada.json"))


class _Registry(BaseHTTPRequestHandler):
    answers: dict[str, tuple[int, dict[str, str], bytes]] = {}  # noqa: RUF012
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, headers, body = self.answers.get(self.path, (404, {}, b"{}"))
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def registry() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Registry)
    _Registry.answers, _Registry.asked = {}, []
    threading.Thread(target=server.serve_forever, daemon=True, args=(0.02,)).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def client(registry: str, folder: Path, **more: Any) -> Rdap:
    made = read_bootstrap(bootstrap(folder, [[["com"], [f"{registry}/rdap/"]]]))
    return Rdap(made, NET, **({"pause": 0.0} | more))


async def test_a_registry_is_asked_and_followed_within_the_known_servers(
    registry: str, tmp_path: Path
) -> None:
    here = "/rdap/domain/dinkes-arunika.com"
    _Registry.answers[here] = (302, {"Location": f"{registry}/registrar/d"}, b"")
    _Registry.answers["/registrar/d"] = (200, {}, json.dumps(ANSWER).encode())
    said = await client(registry, tmp_path).look_up("dinkes-arunika.com", NOW)
    assert said.server == f"{registry}/registrar/d"
    for outside in (
        "http://169.254.169.254/x",
        "https://lain.example/x",
        "file:///etc/passwd",
        here,
    ):
        _Registry.answers[here] = (302, {"Location": outside}, b"")
        with pytest.raises(RdapFailed) as refused:
            await client(registry, tmp_path).look_up("dinkes-arunika.com", NOW)
        assert refused.value.kind == "refused"


async def test_a_busy_server_is_left_alone_as_long_as_it_asks(
    registry: str, tmp_path: Path
) -> None:
    _Registry.answers["/rdap/domain/a.com"] = (429, {"Retry-After": "120"}, b"")
    moment = [0.0]
    asker = client(registry, tmp_path, clock=lambda: moment[0])
    for _ in range(3):
        with pytest.raises(RdapFailed) as busy:
            await asker.look_up("a.com", NOW)
        assert (busy.value.kind, busy.value.retry) == ("busy", 120.0)
    assert len(_Registry.asked) == 1
    moment[0] = 121.0
    with pytest.raises(RdapFailed):
        await asker.look_up("a.com", NOW)
    assert len(_Registry.asked) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ((404, {}, b"{}"), "not_found"),
        ((500, {}, b""), "refused"),
        ((200, {}, b"<html>"), "broken"),
        ((200, {}, b" " * 1_500_000), "refused"),
        ((200, {"Content-Length": "90"}, b"{}"), "refused"),
    ],
)
async def test_every_failure_has_its_kind(
    registry: str, tmp_path: Path, answer: Any, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdap, "TIMEOUT", 0.5)
    _Registry.answers["/rdap/domain/a.com"] = answer
    with pytest.raises(RdapFailed) as failed:
        await client(registry, tmp_path).look_up("a.com", NOW)
    assert failed.value.kind == kind
    with pytest.raises(RdapFailed, match="no RDAP server"):
        await client(registry, tmp_path).look_up("a.net", NOW)


@pytest.mark.parametrize(("text", "low", "high"), [("5", 5, 5), ("", 60, 60), ("x" * 99, 60, 60),
    ("999999999999", 86_400, 86_400), ("Wed, 21 Oct 2015 07:28:00 GMT", 1, 1)])  # fmt: skip
def test_retry_after_is_bounded(text: str, low: float, high: float) -> None:
    assert low <= rdap._hold(text) <= high
