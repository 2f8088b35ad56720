"""Words for what a collector must bring back from a hostile server, and which of them hold."""

from typing import Literal

from ronda.engine.artifacts import (
    Artifact,
    DnsArtifact,
    Failure,
    HttpArtifact,
    IconArtifact,
    LetterArtifact,
    PageArtifact,
    TlsArtifact,
)

Outcome = Literal[
    # Failures: the kinds of ronda.engine.artifacts.FailureKind.
    "timeout",
    "refused",
    "reset",
    "unreachable",
    "nxdomain",
    "no_address",
    "dns_error",
    "dns_timeout",
    "no_resolver",
    "tls_alert",
    "tls_protocol",
    "blocked_by_policy",
    "too_large",
    "too_many_redirects",
    "bad_http",
    "incomplete",
    "budget",
    "not_attempted",
    # Artifacts: brought back, and what is wrong with them; see ``words_for``.
    "seen",
    "cut",
    "flawed",
    "untrusted",
    "misnamed",
]
Expected = Outcome | tuple[Outcome, ...]
"""The one word, or all the words, that hold for an artifact, and no others."""


Seen = DnsArtifact | TlsArtifact | HttpArtifact | PageArtifact | IconArtifact | LetterArtifact


def words_for(artifact: Artifact) -> frozenset[str]:
    """Return every word that holds for an artifact: a failure's kind, or "seen" and more.

    "cut": a body, a page or a chain of certificates that goes on beyond a limit. "flawed": an
    answer whose framing is wrong; a name server whose answer is malformed, refused or an error.
    "untrusted", "misnamed": a certificate that no browser takes, or not for this name.
    """
    if isinstance(artifact, Failure):
        return frozenset({str(artifact.kind)})
    marks = {name for name, holds in _marks(artifact).items() if holds}
    return frozenset({"seen"} | marks)


def _marks(artifact: Seen) -> dict[str, bool]:
    """What is wrong with an artifact."""
    match artifact:
        case HttpArtifact():
            return {"cut": artifact.truncated, "flawed": bool(artifact.framing_problem)}
        case PageArtifact():
            return {"cut": bool(artifact.clipped)}
        case LetterArtifact():
            return {"flawed": bool(artifact.no_text)}
        case TlsArtifact():
            return {
                "cut": bool(artifact.unparsed),
                "untrusted": not artifact.trusted,
                "misnamed": not artifact.name_matches,
            }
        case DnsArtifact():
            sound = ("ok", "nodata", "nxdomain")
            own = [a for a in artifact.answers if a.name == artifact.host]
            return {"flawed": any(a.status not in sound for a in own)}
        case IconArtifact():
            return {}
