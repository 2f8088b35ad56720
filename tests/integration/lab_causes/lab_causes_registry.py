"""What each kind of cause claims, and how it is planted to see whether it is so."""

from collections.abc import Callable
from dataclasses import dataclass

from lab_causes_client import Site

Claim = Callable[..., None]


@dataclass(frozen=True)
class Planted:
    """A kind with the parameters of each site it is planted in, and what must be so there."""

    kind: str
    variants: tuple[str, ...]
    address: str
    claim: Claim

    def name(self, index: int) -> str:
        """The key of a variant's site."""
        return f"{self.kind.replace('_', '-')}-{index}"


CLAIMS: dict[str, Planted] = {}
OFFICIAL = "https://{name}.fajarprov.go.id/"
OWN = "https://{name}.com/"


def claim(kind: str, *variants: str, address: str = OFFICIAL) -> Callable[[Claim], Claim]:
    """Register what a kind claims; the function gets one site for each variant."""

    def register(made: Claim) -> Claim:
        CLAIMS[kind] = Planted(kind, variants or ("",), address, made)
        return made

    return register


__all__ = ["CLAIMS", "OFFICIAL", "OWN", "Claim", "Planted", "Site", "claim"]
