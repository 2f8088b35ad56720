"""Files that lie open on a server and should not."""

from ronda.lab import classes
from ronda.lab.causes.base import Cause, Consequence
from ronda.lab.draft import Draft
from ronda.lab.world import Respond


def _plain(draft: Draft, text: str) -> Respond:
    headers = {**draft.headers, "Content-Type": "text/plain"}
    return Respond(200, tuple(headers.items()), text.encode())


class ExposedGit(Cause, frozen=True, kw_only=True, tag="exposed_git"):
    """The working copy's .git folder is served."""

    branch: str = "main"

    def plant(self, draft: Draft) -> None:
        """Serve the files that every clone has."""
        head = f"ref: refs/heads/{self.branch}\n"
        draft.answer("/.git/HEAD", lambda: _plain(draft, head))
        config = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n"
        draft.answer("/.git/config", lambda: _plain(draft, config))

    def consequence(self) -> Consequence:
        """The source code can be copied."""
        return Consequence(expects=frozenset({classes.EXPOSED_GIT}))


class ExposedEnv(Cause, frozen=True, kw_only=True, tag="exposed_env"):
    """The application's .env file is served."""

    variables: dict[str, str]

    def plant(self, draft: Draft) -> None:
        """Serve it."""
        text = "".join(f"{name}={value}\n" for name, value in self.variables.items())
        draft.answer("/.env", lambda: _plain(draft, text))

    def consequence(self) -> Consequence:
        """Secrets can be read."""
        return Consequence(expects=frozenset({classes.EXPOSED_ENV}))
