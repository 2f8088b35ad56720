"""A site that falls silent is not waited for once more for each file; one that answers still is."""

import asyncio

from collect_world import CollectWorld, html

from ronda.engine.artifacts import (
    HTTP_VISITOR,
    PATH_MISSING,
    Failure,
    FailureKind,
    HttpArtifact,
)

PLAIN = "http://198.18.0.7/"
PATHS = tuple(f"path:/{n}" for n in range(9))


async def serve(world: CollectWorld, *silent: str) -> None:
    """Serve every path but those that begin with one of ``silent``."""

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await world.request(reader)).split()[1]
        if path.startswith(silent):
            await asyncio.sleep(30)
        writer.write(html("ada"))
        await writer.drain()

    await world.serve(handler)


async def test_after_two_silences_and_that_of_a_made_up_path_the_rest_is_not_asked_for(
    world: CollectWorld,
) -> None:
    await serve(world, "/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/ronda-")
    seen = await world.visit(PLAIN, HTTP_VISITOR, *PATHS, PATH_MISSING, read_timeout=0.2)
    kinds = [getattr(seen.artifacts[key], "kind", None) for key in PATHS]
    assert kinds == [FailureKind.TIMEOUT] * 2 + [FailureKind.NOT_ATTEMPTED] * 7
    last = seen.artifacts["path:/8"]
    assert isinstance(last, Failure)
    assert "did not answer 3 requests in a row" in last.detail
    assert seen.requests == 4  # three silences, not nine


async def test_what_a_firewall_is_silent_about_hides_no_other_file(world: CollectWorld) -> None:
    await serve(world, "/0", "/1", "/2", "/5")
    seen = await world.visit(PLAIN, HTTP_VISITOR, *PATHS, PATH_MISSING, read_timeout=0.2)
    for key in ("path:/3", "path:/4", "path:/6", "path:/7", "path:/8", PATH_MISSING):
        assert isinstance(seen.artifacts[key], HttpArtifact), key
