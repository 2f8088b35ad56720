"""Servers that say nothing, or too little to go on."""

from ronda.lab.servers.behaviours import Ask, behaviour, until_gone


@behaviour(page="none")
async def never_answers(ask: Ask) -> None:
    """Reads the request and never answers."""
    await until_gone(ask.wire)


@behaviour("handshake", "answer", page="none")
async def accept_and_silence(ask: Ask) -> None:
    """Accepts the connection and says nothing: no handshake, no banner, no close."""
    await until_gone(ask.wire)


@behaviour("answer", "handshake", page="none")
async def empty_reply(ask: Ask) -> None:
    """Closes in order without a single byte."""


@behaviour("answer", "handshake", page="none")
async def reset_at_once(ask: Ask) -> None:
    """Resets the connection without a single byte."""
    ask.wire.reset()
