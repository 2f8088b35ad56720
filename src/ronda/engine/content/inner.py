"""The further pages of a visit, as rules read them, and which failures of theirs leave a question open."""

from collections.abc import Iterator, Mapping

from ronda.engine.artifacts import (
    INNER_PAGE_PREFIX,
    INNER_PREFIX,
    Artifact,
    Failure,
    FailureKind,
    HttpArtifact,
    PageArtifact,
    View,
    inner_view,
)

# After these nothing is known of a page, whatever was found on it before.
UNSEEN = frozenset(
    {
        FailureKind.TIMEOUT,
        FailureKind.REFUSED,
        FailureKind.RESET,
        FailureKind.UNREACHABLE,
        FailureKind.INCOMPLETE,
        FailureKind.BUDGET,
        FailureKind.STOPPED,
    }
)


def inner_pages(
    artifacts: Mapping[str, Artifact],
) -> Iterator[tuple[str, HttpArtifact | Failure, PageArtifact | None]]:
    """Yield key, answer and page of each further page as visitors get it, and of each sitemap (no page)."""
    for key, answer, page in _all(artifacts):
        if inner_view(key)[0] == "visitor":
            yield key, answer, page


def inner_views(
    artifacts: Mapping[str, Artifact],
) -> dict[str, dict[View, tuple[HttpArtifact | Failure, PageArtifact | None]]]:
    """Return what each view got of each further page, by path."""
    found: dict[str, dict[View, tuple[HttpArtifact | Failure, PageArtifact | None]]] = {}
    for key, answer, page in _all(artifacts):
        view, path = inner_view(key)
        found.setdefault(path, {})[view] = (answer, page)
    return found


def _all(
    artifacts: Mapping[str, Artifact],
) -> Iterator[tuple[str, HttpArtifact | Failure, PageArtifact | None]]:
    for key, answer in artifacts.items():
        if key.startswith(INNER_PREFIX) and isinstance(answer, HttpArtifact | Failure):
            path = key.removeprefix(INNER_PREFIX).lstrip("/")
            page = artifacts.get(f"{INNER_PAGE_PREFIX}{path}")
            yield key, answer, page if isinstance(page, PageArtifact) else None
