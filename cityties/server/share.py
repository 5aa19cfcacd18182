"""Fair shares: who waits for a worker, and who is next.

A job's kind is its query without what varies (names of variables, numbers, strings, addresses). What each client and
each of its kinds took lately is remembered, and whoever took least is next. A kind that took long before may have
only some of the workers, so that there is always one for what is quick; what nobody knows yet is tried, one of a
kind at a time, while one worker is left for what is known to be quick.
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from cityties.server.protocol import RefusedError

__all__ = ["SLICE", "Job", "Queue", "client_of", "kind_of"]

SLICE: Final = 0.5  # seconds of a processor, beyond which a job is a long one
_HALF_LIFE: Final = 20.0  # seconds in which half of what was taken is forgiven
_KNOWN: Final = 4096  # clients and kinds that are remembered
_READ: Final = 8192  # letters of a query that tell its kind
_VARYING: Final = re.compile(
    r"(?P<comment>#[^\n]*)|(?P<iri><[^<>\s]*>)|(?P<text>\"[^\"\n]*\"|'[^'\n]*')|(?P<name>[?$]\w+)|(?P<number>\d+)|\s+"
)
_BUSY: Final = "too many requests at once: ask again in a moment"


@dataclass(eq=False)
class Job:
    """Something for a worker to do, for somebody."""

    told: dict[str, Any]
    client: str
    kind: str
    since: float = field(default_factory=time.monotonic)
    long: bool = False  # has one of the places for long jobs
    turn: asyncio.Future[Any] | None = None  # the worker that it gets


class Queue:
    """The jobs that wait, and what those before them took."""

    def __init__(self, most: int, long: int) -> None:
        self._most, self._places = most, long
        self._waiting: list[Job] = []
        self._tried: set[tuple[str, str]] = set()
        self._spent: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._cost: OrderedDict[tuple[str, str], float] = OrderedDict()
        self.long = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, job: Job) -> asyncio.Future[Any]:
        """Let a job wait. Where too many do, one of those that took most is sent away: RefusedError with 503."""
        job.turn = asyncio.get_running_loop().create_future()
        self._waiting.append(job)
        if len(self._waiting) > self._most:
            last = max(self._waiting, key=self._rank_at(time.monotonic()))
            self._waiting.remove(last)
            if last.turn is not None and not last.turn.done():
                last.turn.set_exception(RefusedError(503, _BUSY, Retry_After="2"))
        return job.turn

    def drop(self, job: Job) -> None:
        """Let a job wait no longer."""
        if job in self._waiting:
            self._waiting.remove(job)

    def refuse_all(self, why: str) -> None:
        """Send everybody away who waits."""
        for job in self._waiting:
            if job.turn is not None and not job.turn.done():
                job.turn.set_exception(RefusedError(503, why, Retry_After="5"))
        self._waiting.clear()

    def next(self, idle: int) -> Job | None:
        """Take out the job whose turn it is, if one may run on one of so many idle workers.

        The last of them is for what is known to be quick.
        """
        ready = [job for job in self._waiting if self._may_run(job, idle)]
        if not ready:
            return None
        job = min(ready, key=self._rank_at(time.monotonic()))
        self._waiting.remove(job)
        if self._is_long(job):
            self.lengthen(job)
        elif (job.client, job.kind) not in self._cost:
            self._tried.add((job.client, job.kind))
        return job

    def lengthen(self, job: Job) -> bool:
        """Give a job that runs one of the places for long ones; say whether there was one."""
        if not job.long and self.long < self._places:
            job.long = True
            self.long += 1
        return job.long

    def release(self, job: Job) -> None:
        """Give back what a job had, as it runs no longer."""
        if job.long:
            job.long = False
            self.long -= 1
        self._tried.discard((job.client, job.kind))

    def account(self, job: Job, seconds: float) -> None:
        """Note what a job took that ran."""
        both, now = (job.client, job.kind), time.monotonic()
        self._cost[both] = seconds
        self._cost.move_to_end(both)
        for key in (both, (job.client, "")):
            self._spent[key] = (self._taken(key, now) + seconds, now)
            self._spent.move_to_end(key)
        for kept in (self._cost, self._spent):
            while len(kept) > _KNOWN:
                kept.popitem(last=False)

    def _may_run(self, job: Job, idle: int) -> bool:
        if self._is_long(job):
            return self.long < self._places and idle > 1
        both = (job.client, job.kind)
        return both not in self._tried and (idle > 1 or both in self._cost)

    def _is_long(self, job: Job) -> bool:
        return self._cost.get((job.client, job.kind), 0.0) > SLICE

    def _rank_at(self, now: float) -> Callable[[Job], tuple[float, bool, float, float]]:
        """Order jobs: what the client took, whether nobody knows the kind, what the kind took, who came first."""

        def rank(job: Job) -> tuple[float, bool, float, float]:
            both = (job.client, job.kind)
            return self._taken((job.client, ""), now), both not in self._cost, self._taken(both, now), job.since

        return rank

    def _taken(self, key: tuple[str, str], now: float) -> float:
        seconds, at = self._spent.get(key, (0.0, now))
        return seconds * math.exp2((at - now) / _HALF_LIFE)


def client_of(address: str) -> str:
    """Say who asks, by an address: of IPv6, the network of 64 bits, as one household has as many addresses.

    >>> client_of("2001:db8:1:2:3:4:5:6")
    '2001:db8:1:2::'
    """
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return address[:80]
    if isinstance(told, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Address(int(told) >> 64 << 64))
    return address


def kind_of(told: dict[str, Any]) -> str:
    """Say which jobs take about as long as this one: those of the same text, but for what varies.

    >>> one, other = "ASK { <x:a> ?b 1 } # me", "ASK { <y:c>  ?d 2 }"
    >>> kind_of({"do": "query", "text": one}) == kind_of({"do": "query", "text": other})
    True
    """
    text = str(told.get("text", "")) or f"{told.get('path', '')} {dict(told.get('fields', {})).get('query', '')}"
    plain = _VARYING.sub(_placeholder, text[:_READ]).strip()
    graph = told.get("graph", "")
    key = f"{told['do']}\n{plain}\n{len(text) // _READ}\n{graph}"
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _placeholder(found: re.Match[str]) -> str:
    return {"iri": "<>", "text": "''", "name": "?", "number": "0"}.get(found.lastgroup or "", " ")
