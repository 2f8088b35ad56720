"""Response bodies, stored once for all that show them, and artifacts with their bodies put back."""

import hashlib
import zlib
from collections.abc import Iterable

import msgspec

from ronda.cases.services import plain
from ronda.engine.artifacts import Artifact, HttpArtifact
from ronda.patrol.models import Body, Observation


def hash_of(artifact: Artifact) -> str:
    """The SHA-256 (hex) under which an artifact's body is stored; "" when it has none."""
    if not isinstance(artifact, HttpArtifact) or not artifact.body:
        return ""
    return hashlib.sha256(artifact.body).hexdigest()


def store(artifacts: Iterable[Artifact]) -> None:
    """Store the bodies of artifacts, those that are new."""
    found = {
        hash_of(artifact): artifact.body
        for artifact in artifacts
        if isinstance(artifact, HttpArtifact) and artifact.body
    }
    known = set(Body.objects.filter(pk__in=found).values_list("pk", flat=True))
    rows = [
        Body(sha256=sha256, content=zlib.compress(body, 6), size=len(body))
        for sha256, body in found.items()
        if sha256 not in known
    ]
    # Another visit may store the very same body at this moment: then theirs is as good.
    Body.objects.bulk_create(rows, ignore_conflicts=True)


def read(body: Body) -> bytes:
    """Return a stored body as it came."""
    return zlib.decompress(bytes(body.content))


def stripped(artifact: Artifact) -> object:
    """Return an artifact as JSON values without its body, which is stored apart."""
    if isinstance(artifact, HttpArtifact):
        artifact = msgspec.structs.replace(artifact, body=b"")
    return plain(artifact)


def artifact_of(row: Observation) -> Artifact:
    """Return a stored observation as the artifact that it was, body included.

    Raises ``msgspec.ValidationError`` when the row was written by an incompatible version.
    """
    artifact: Artifact = msgspec.convert(row.artifact, Artifact)
    if isinstance(artifact, HttpArtifact) and row.body is not None:
        artifact = msgspec.structs.replace(artifact, body=read(row.body))
    return artifact
