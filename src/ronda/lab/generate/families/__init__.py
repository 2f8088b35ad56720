"""How the sites of each family are written: one module a family."""

import functools
from collections.abc import Callable

import msgspec

from ronda.lab.format import CertificateFile, FrontPage, InnerPage, MadeBy
from ronda.lab.generate.pen import Pen


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What a family says of a site; addresses, links and causes come from elsewhere."""

    note: str
    made_by: MadeBy
    front: FrontPage
    look: str
    pages: dict[str, InnerPage] = {}
    poses_as: str | None = None
    formerly: str | None = None
    tempts: tuple[str, ...] = ()
    certificate: CertificateFile | None = None
    dressed_as: str | None = None
    parked: bool = False  # its page comes from the cause


Write = Callable[[Pen], Page]


@functools.cache
def writer(family: str) -> Write:
    """Return the function that writes a family's sites."""
    from ronda.lab.generate.families import (
        ex_official,
        impersonation,
        official,
        other_government,
        third_party,
        unofficial,
        unrelated,
    )

    return {
        "official": official.write,
        "unofficial": unofficial.write,
        "impersonation": impersonation.write,
        "ex_official": ex_official.write,
        "other_government": other_government.write,
        "third_party": third_party.write,
        "unrelated": unrelated.write,
    }[family]
