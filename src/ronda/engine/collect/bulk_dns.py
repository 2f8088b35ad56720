"""Tens of thousands of names asked of the office's resolver, none of them silently lost.

Each question ends with an answer, with "no such name", or with a failure that has a name. The
names are only looked up, and only at the configured servers. Against forged answers (RFC 5452)
each question has a random id, letters in random case, and one of several random ports that change
with time.
"""

import asyncio
import threading
from collections.abc import Iterable, Sequence

import msgspec

from ronda.engine.artifacts import DnsAnswer
from ronda.engine.collect.bulk_flight import Asked, Flight
from ronda.engine.collect.bulk_tcp import ask_over_tcp
from ronda.engine.collect.dns_wire import MAX_ALIASES, Lots, name_wire
from ronda.engine.netconfig import NetConfig

MAX_OVER_TCP = 500  # long answers that are asked for again over TCP, one after another

Question = tuple[str, str]
"""A name and a kind: ("dinkes.contohprov.go.id", "A")."""


class Bulk(msgspec.Struct):
    """All answers in the order of the questions, and what it took."""

    answers: list[DnsAnswer]
    sent: int = 0  # datagrams
    repeated: int = 0  # of these, questions that had to be asked again
    forged: int = 0  # datagrams that were no answer to any question of ours
    silent: bool = False  # every server fell silent; what was left is "timeout" without waiting


async def resolve(questions: Iterable[Question], net: NetConfig) -> Bulk:
    """Look many names up; an alias is followed to its address, also at authoritative servers.

    Returns one answer for each question, in order: status ok, nodata, nxdomain, servfail, refused,
    timeout (after three attempts, or because the servers had fallen silent) or malformed. Paced by
    ``net.limits.bulk_names_per_second``, with at most ``bulk_window`` questions under way.
    """
    asked = list(questions)
    stop = threading.Event()
    work = asyncio.get_running_loop().run_in_executor(None, _resolve, asked, net, stop)
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        # The thread sees it within a tenth of a second; nothing is sent after that.
        stop.set()
        raise


def _resolve(questions: Sequence[Question], net: NetConfig, stop: threading.Event) -> Bulk:
    bulk = _round(questions, net, stop)
    for _ in range(MAX_ALIASES):
        again = [
            (place, answer.aliases[-1])
            for place, answer in enumerate(bulk.answers)
            if _dangles(answer)
        ]
        if not again or bulk.silent or stop.is_set():
            break
        kinds = [bulk.answers[place].rdtype for place, _ in again]
        # Many names are aliases of few.
        targets = list(dict.fromkeys(zip((name for _, name in again), kinds, strict=True)))
        found = _round(targets, net, stop)
        answers = dict(zip(targets, found.answers, strict=True))
        for place, name in again:
            before = bulk.answers[place]
            bulk.answers[place] = _joined(before, answers[name, before.rdtype])
        bulk.sent += found.sent
        bulk.repeated += found.repeated
        bulk.forged += found.forged
        bulk.silent = found.silent
    return bulk


def _dangles(answer: DnsAnswer) -> bool:
    if answer.status != "nodata" or not answer.aliases or answer.rdtype == "CNAME":
        return False
    return len(answer.aliases) < MAX_ALIASES and answer.aliases[-1] not in (
        answer.name,
        *answer.aliases[:-1],
    )


def _joined(before: DnsAnswer, target: DnsAnswer) -> DnsAnswer:
    aliases = (*before.aliases, *target.aliases)[:MAX_ALIASES]
    # An alias of what does not exist exists itself, without an address.
    status = "nodata" if target.status == "nxdomain" else target.status
    ttl = min(before.ttl, target.ttl) if target.values else 0
    return DnsAnswer(before.name, before.rdtype, status, target.values, ttl, aliases)


def _round(questions: Sequence[Question], net: NetConfig, stop: threading.Event) -> Bulk:
    answers: list[DnsAnswer | None] = [None] * len(questions)
    waiting: list[Asked] = []
    lots = Lots()
    for place, (written, kind) in enumerate(questions):
        name = written.rstrip(".").lower()
        try:
            waiting.append(Asked(place, name, kind, name_wire(name), lots))
        except ValueError:
            answers[place] = DnsAnswer(name, kind, "malformed")
    with Flight(waiting, answers, net, stop, lots) as flight:
        flight.run()
    for number, asked in enumerate(flight.long):
        allowed = number < MAX_OVER_TCP and not stop.is_set()
        answers[asked.place] = (
            ask_over_tcp(asked, net) if allowed else DnsAnswer(asked.name, asked.kind, "malformed")
        )
    whole = [
        answer if answer is not None else DnsAnswer(*question, "timeout")
        for answer, question in zip(answers, questions, strict=True)
    ]
    return Bulk(whole, flight.sent, flight.repeated, flight.forged, flight.silent)
