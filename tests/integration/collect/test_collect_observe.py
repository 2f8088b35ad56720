"""observe(): every wanted key comes back, whatever happens, on either event loop."""

import asyncio
import sys
import textwrap

from collect_world import CollectWorld, html

from ronda.engine.artifacts import (
    DNS,
    HTTP_PHONE,
    HTTP_PLAIN,
    HTTP_ROBOT,
    HTTP_VISITOR,
    PAGE_PHONE,
    PAGE_ROBOT,
    PAGE_VISITOR,
    PATH_MISSING,
    TLS,
    Failure,
    FailureKind,
    HttpArtifact,
    PageArtifact,
    SiteFacts,
    decode,
    encode,
)
from ronda.engine.collect.budget import Politeness
from ronda.engine.collect.contract import Free
from ronda.engine.observe import in_order, observe

HOST = "dinkes.rembulanprov.go.id"
EVERYTHING = (
    DNS,
    TLS,
    HTTP_VISITOR,
    PAGE_VISITOR,
    HTTP_ROBOT,
    PAGE_ROBOT,
    HTTP_PHONE,
    PAGE_PHONE,
    HTTP_PLAIN,
    "path:/.env",
    PATH_MISSING,
)


class Faulty(Free):
    """A control with an error of its own."""

    def forbids(self, host: str, addresses: tuple[str, ...]) -> str | None:
        """Fail as broken code does."""
        raise KeyError("oops")


def test_what_a_key_rests_on_comes_before_it() -> None:
    assert in_order(frozenset({"path:/b", "path:/a", PAGE_ROBOT, DNS})) == [
        DNS,
        HTTP_ROBOT,
        PAGE_ROBOT,
        "path:/a",
        "path:/b",
    ]


async def test_a_whole_visit_brings_everything_and_can_be_stored(world: CollectWorld) -> None:
    world.zone[(HOST, "A")] = ["198.18.0.7"]
    await world.serve(world.pages(html("<title>Terbuka</title>")))
    await world.serve(world.pages(html("<title>Aman</title>")), tls=world.tls(HOST))
    seen = await world.visit(f"https://{HOST}/", *EVERYTHING)
    assert set(seen.artifacts) == set(EVERYTHING)
    assert not [a for a in seen.artifacts.values() if isinstance(a, Failure)]
    assert seen.requests == 6
    assert seen.bytes_received > 1_000
    for artifact in seen.artifacts.values():
        assert decode(encode(artifact)) == artifact


async def test_each_key_is_told_as_its_collection_begins(world: CollectWorld) -> None:
    await world.serve(world.pages(html("ok")))
    told: list[str] = []
    net = world.net()
    await observe(
        SiteFacts("http://198.18.0.7/", "198.18.0.7", "official", confirmed=True),
        frozenset({PAGE_VISITOR, HTTP_PLAIN}),
        net=net,
        control=Free(),
        politeness=Politeness(net.limits),
        progress=told.append,
    )
    assert told == [HTTP_VISITOR, PAGE_VISITOR, HTTP_PLAIN]


async def test_paths_are_asked_for_below_the_base(world: CollectWorld) -> None:
    await world.serve(world.pages(html("a" * 100_000)))
    seen = await world.visit("http://198.18.0.7/blog/dinas", HTTP_VISITOR, "path:/.env")
    assert [head.split(" ")[1] for head in world.heads] == ["/blog/dinas", "/blog/dinas/.env"]
    found = seen.artifacts["path:/.env"]
    assert isinstance(found, HttpArtifact)
    assert (len(found.body), found.truncated) == (65_536, True)


async def test_an_error_of_our_own_is_a_failure_called_bug(world: CollectWorld) -> None:
    seen = await world.visit("http://198.18.0.7/", HTTP_VISITOR, control=Faulty())
    found = seen.artifacts[HTTP_VISITOR]
    assert isinstance(found, Failure)
    assert (found.kind, "KeyError" in found.detail) == (FailureKind.BUG, True)


async def test_a_site_with_a_bad_address_fails_in_every_key(world: CollectWorld) -> None:
    seen = await world.visit("gopher://x/", HTTP_VISITOR, DNS)
    assert {a.kind for a in seen.artifacts.values() if isinstance(a, Failure)} == {FailureKind.BUG}
    assert set(seen.artifacts) == {HTTP_VISITOR, DNS}


async def test_an_unknown_key_is_not_attempted(world: CollectWorld) -> None:
    found = (await world.visit("http://198.18.0.7/", "smell")).artifacts["smell"]
    assert isinstance(found, Failure)
    assert found.kind is FailureKind.NOT_ATTEMPTED


async def test_a_page_without_an_answer_is_not_attempted(world: CollectWorld) -> None:
    seen = await world.visit("http://198.18.0.7/", PAGE_VISITOR)
    page, answer = seen.artifacts[PAGE_VISITOR], seen.artifacts[HTTP_VISITOR]
    assert isinstance(page, Failure)
    assert isinstance(answer, Failure)
    assert (page.kind, answer.kind) == (FailureKind.NOT_ATTEMPTED, FailureKind.REFUSED)


async def test_a_bare_address_has_no_dns_but_a_page(world: CollectWorld) -> None:
    await world.serve(world.pages(html("<title>Tanpa nama</title>")))
    seen = await world.visit("http://198.18.0.7/", DNS, PAGE_VISITOR)
    no_dns, page = seen.artifacts[DNS], seen.artifacts[PAGE_VISITOR]
    assert isinstance(no_dns, Failure)
    assert no_dns.kind is FailureKind.NOT_ATTEMPTED
    assert isinstance(page, PageArtifact)
    assert page.title == "Tanpa nama"


async def test_uvloop_sees_the_same(world: CollectWorld) -> None:
    world.zone[(HOST, "A")] = ["198.18.0.7"]
    await world.serve(world.pages(html("<title>Aman</title>")), tls=world.tls(HOST))
    script = textwrap.dedent(
        f"""
        import uvloop
        from ronda.engine.artifacts import Failure, FailureKind, SiteFacts
        from ronda.engine.collect.budget import Politeness
        from ronda.engine.collect.contract import Free
        from ronda.engine.netconfig import Limits, MapRule, NetConfig
        from ronda.engine.observe import observe
        net = {world.net()!r}
        site = SiteFacts("https://{HOST}/", "{HOST}", "official", True)
        wants = frozenset({EVERYTHING!r})
        seen = uvloop.run(observe(
            site, wants, net=net, control=Free(), politeness=Politeness(net.limits)))
        failed = {{k: a.kind for k, a in seen.artifacts.items() if isinstance(a, Failure)}}
        assert failed == {{"http:plain": FailureKind.REFUSED}}, failed
        """
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-c", script, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await process.communicate()
    assert (process.returncode, errors.decode()) == (0, "")
