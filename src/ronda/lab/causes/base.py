"""What every cause is: a thing planted in a site, and what follows from it."""

from typing import ClassVar

import msgspec

from ronda.lab.draft import Draft
from ronda.lab.format import Part, Round, SiteFile


class Consequence(msgspec.Struct, frozen=True):
    """What follows from a cause, in classes of findings (``ronda.lab.classes``).

    ``expects``: must be found. ``hides``: cannot be measured while the cause lasts, so that nothing
    of it may be said, neither good nor bad. ``allows``: may be found or not; the world leaves it open.
    ``form``: in which form the content was injected ("hidden_links", "doorway"), for the score by
    form; "" for causes that inject nothing.
    """

    expects: frozenset[str] = frozenset()
    hides: frozenset[str] = frozenset()
    allows: frozenset[str] = frozenset()
    form: str = ""


class Cause(Part, frozen=True, kw_only=True, tag_field="kind"):
    """A cause is planted from a round to a round, both included."""

    from_round: Round = 1
    until_round: Round | None = None

    # The site must not share its address with another.
    own_address: ClassVar[bool] = False
    # Makes sense for one owner's site on a shared host (no say over its DNS, TLS and headers).
    on_shared_host: ClassVar[bool] = False
    # What it does to the front page; two causes that replace it, or one that replaces what the
    # other edits, would make the truth a lie.
    front_page: ClassVar[str] = ""  # "", "edits", "replaces"
    # Needs a name in DNS: no site whose host is a bare address can have it.
    needs_name: ClassVar[bool] = False
    # Answers every path, so that nothing else planted in a path would be served.
    every_path: ClassVar[bool] = False

    @property
    def kind(self) -> str:
        """The name by which files call it."""
        return str(self.__struct_config__.tag)

    def active(self, at_round: int) -> bool:
        """It is planted in a round."""
        return self.from_round <= at_round <= (self.until_round or at_round)

    def on_front_page(self) -> str:
        """What this one does to the front page; by its parameters, where they decide."""
        return self.front_page

    def objection(self, site: SiteFile) -> str:
        """Say why it cannot be planted in a site; "" when it can."""
        return ""

    def plant(self, draft: Draft) -> None:
        """Change the site."""
        raise NotImplementedError

    def consequence(self) -> Consequence:
        """What follows from it."""
        raise NotImplementedError
