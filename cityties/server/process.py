"""A worker as the front sees it: a process that is sent jobs, looked at while it does them, and killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from cityties.server.budget import Budget
from cityties.server.message import LENGTHS, join, lengths
from cityties.server.protocol import RefusedError

__all__ = ["Answer", "Limits", "Worker"]

_START: Final = 60.0
_PIECE: Final = 1 << 18
_COUNTED: Final = 64 << 10  # bytes of an answer from which on it counts
_NICE: Final = 3  # so that quick ones go first, and other programs not much
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Limits:
    """What a request may take, and all requests together.

    Seconds and MiB of memory beyond the open store for one; bytes asked and answered; how many long ones run at
    once; how many wait; bytes of requests and answers that the front holds.
    """

    seconds: float = 10.0
    memory: int = 1024
    request: int = 1 << 20
    answer: int = 1 << 26
    workers: int = 2
    waiting: int = 256
    held: int = 192 << 20


@dataclass(frozen=True, eq=False)
class Answer:
    """An HTTP status, a media type, a body; the policy of a picture, which carries scripts."""

    status: int
    media: str
    body: bytes | bytearray
    policy: bytes = b""


class Worker:
    """A process of `cityties.server.worker`, with one generation of a store open."""

    def __init__(self, process: asyncio.subprocess.Process, marked: Path | None) -> None:
        self.process = process
        self.marked = marked
        self.slow = False
        self.reported = 0.0  # seconds of a processor, after its last job

    @classmethod
    async def start(
        cls, store: Path, marked: Path | None, limits: Limits, allowed: tuple[str, ...], known: set[Worker]
    ) -> Worker:
        """Start one and wait until it is ready; it is among the known as long as it lives. Raises RefusedError."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "cityties.server.worker", str(store), str(limits.memory), str(limits.seconds),
            str(os.getpid()), *allowed,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            limit=_PIECE,
        )  # fmt: skip
        worker = cls(process, marked)
        known.add(worker)
        try:
            async with asyncio.timeout(_START):
                await worker.receive(Budget(1 << 20))
        except BaseException as error:
            known.discard(worker)
            await worker.kill()
            if isinstance(error, TimeoutError | asyncio.IncompleteReadError):
                raise RefusedError(503, "the store cannot be opened", Retry_After="5") from error
            raise
        return worker

    @property
    def alive(self) -> bool:
        """Say whether it can take a job."""
        return self.process.returncode is None

    def taken(self, elapsed: float) -> float:
        """Say how many seconds of a processor its job took so far; of the clock, where the system does not tell."""
        try:
            told = Path(f"/proc/{self.process.pid}/stat").read_bytes().rpartition(b")")[2].split()
            return (int(told[11]) + int(told[12])) / _TICKS - self.reported
        except (OSError, IndexError, ValueError):
            return elapsed

    def slow_down(self) -> None:
        """Let others go first: it does a long job."""
        if not self.slow:
            self.slow = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.process.pid, _NICE)

    def restored(self) -> bool:
        """Put it back among the quick ones; say whether the system let it."""
        if self.slow:
            try:
                os.setpriority(os.PRIO_PROCESS, self.process.pid, 0)
            except OSError:
                return False
            self.slow = False
        return True

    async def send(self, job: dict[str, Any], budget: Budget) -> Answer:
        """Have it do a job. Raises asyncio.IncompleteReadError or ConnectionError where it ends before."""
        assert self.process.stdin is not None
        self.process.stdin.write(join(job))
        await self.process.stdin.drain()
        return await self.receive(budget)

    async def receive(self, budget: Budget) -> Answer:
        """Read what it answers. Raises RefusedError where that is more than the budget holds now."""
        assert self.process.stdout is not None
        stream = self.process.stdout
        told, size = lengths(await stream.readexactly(LENGTHS.size))
        header = orjson.loads(await stream.readexactly(told))
        self.reported = float(header["taken"])
        if size <= _COUNTED:
            return Answer(header["status"], header["type"], await stream.readexactly(size), _policy(header))
        budget.take(size)
        try:
            body = bytearray(size)
            for start in range(0, size, _PIECE):
                piece = min(_PIECE, size - start)
                body[start : start + piece] = await stream.readexactly(piece)
        except BaseException:
            budget.give(size)
            raise
        answer = Answer(header["status"], header["type"], body, _policy(header))
        budget.hold_for(answer, size)
        return answer

    async def kill(self) -> None:
        """End it, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


def _policy(header: dict[str, Any]) -> bytes:
    return str(header.get("policy", "")).encode("ascii")
