"""Fixtures of the patrol's tests: a real network on loopback, and sites on it."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from support.patrol_net import LoopbackNet, Page, plain_page

from ronda.register.models import Relation, Site, SiteState


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackNet]:
    """A real DNS and web server, set by the ordinary settings; ends what the process watches."""
    from ronda.patrol.known import forget
    from ronda.patrol.network import close_network
    from ronda.patrol.shards import close_watch

    with LoopbackNet(addresses=3).running() as running:
        for name, value in running.env().items():
            monkeypatch.setenv(name, value)
        close_network()
        forget()
        yield running
        close_watch()
        close_network()


@pytest.fixture
def make_site(net: LoopbackNet) -> Callable[..., Site]:
    """Register a site that the network serves."""

    def make(host: str, page: Page = plain_page, address: int = 0, **fields: object) -> Site:
        values: dict[str, object] = {
            "url": net.add(host, page, address),
            "host": host,
            "state": SiteState.REGISTERED,
            "relation": Relation.OFFICIAL,
            "confirmed_at": timezone.now(),
            **fields,
        }
        return Site.objects.create(**values)

    return make
