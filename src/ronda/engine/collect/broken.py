"""How a step of a collector says that it brought nothing back."""

from datetime import UTC, datetime

from ronda.engine.artifacts import Failure, FailureKind, Stage


class Broken(Exception):
    """A step failed for a reason that has a name; the collector makes it a :class:`Failure`."""

    def __init__(self, kind: FailureKind, stage: Stage, detail: str, where: str = "") -> None:
        super().__init__(f"{kind} ({stage}): {detail}")
        self.kind = kind
        self.stage: Stage = stage
        self.detail = detail
        self.where = where
        # Where a redirect had led; "" when the address asked for failed itself.
        self.towards = ""

    def failure(self) -> Failure:
        """Return the failure as a value, at this moment."""
        return Failure(self.kind, self.stage, self.detail, now(), self.where, self.towards)

    @classmethod
    def of(cls, failure: Failure) -> "Broken":
        """Return the exception that carries a failure onward."""
        return cls(failure.kind, failure.stage, failure.detail, failure.where)


def now() -> datetime:
    """The present in UTC; the collectors' only clock of day."""
    return datetime.now(UTC)
