"""Workers that can be killed: so many at once and no more, each with so much time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from cityties.server.protocol import RefusedError
from cityties.server.wire import HEAD, join, split_head
from cityties.store import generation

__all__ = ["Answer", "Limits", "Pool"]

_START: Final = 60.0


@dataclass(frozen=True)
class Limits:
    """What a request may take: seconds, MiB of memory beyond the open store, bytes asked and answered."""

    seconds: float = 10.0
    memory: int = 1024
    request: int = 1 << 20
    answer: int = 1 << 26
    workers: int = 2
    waiting: int = 32


@dataclass(frozen=True)
class Answer:
    """An HTTP status, a media type, a body."""

    status: int
    media: str
    body: bytes


class _Worker:
    def __init__(self, process: asyncio.subprocess.Process, marked: Path | None) -> None:
        self.process = process
        self.marked = marked

    async def send(self, job: dict[str, Any]) -> Answer:
        assert self.process.stdin is not None
        self.process.stdin.write(join(job))
        await self.process.stdin.drain()
        return await self.receive()

    async def receive(self) -> Answer:
        assert self.process.stdout is not None
        told, body = split_head(await self.process.stdout.readexactly(HEAD.size))
        header = orjson.loads(await self.process.stdout.readexactly(told))
        return Answer(header["status"], header["type"], await self.process.stdout.readexactly(body))

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class Pool:
    """Keeps the workers of one store. A job past its time is stopped with its worker; a new one takes its place."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._all: set[_Worker] = set()
        self._mending: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._marked: Path | None = None
        self._sign: tuple[int, int, int] | None = None
        self._closed = False

    @property
    def marked(self) -> Path | None:
        """Which generation of the store counts now."""
        try:
            told = os.stat(self._store / "store.json")
        except OSError:
            return generation.current(self._store)
        sign = (told.st_ino, told.st_mtime_ns, told.st_size)  # it is replaced as a whole
        if sign != self._sign:
            self._marked, self._sign = generation.current(self._store), sign
        return self._marked

    async def start(self) -> None:
        """Start the workers. Raises RefusedError where none comes up."""
        await asyncio.gather(*(self._add() for _ in range(self._limits.workers)))

    async def close(self) -> None:
        """End every worker."""
        self._closed = True
        for task in list(self._mending):
            task.cancel()
        await asyncio.gather(*(worker.kill() for worker in list(self._all)))
        self._all.clear()

    async def ask(self, job: dict[str, Any]) -> Answer:
        """Have a job done. Raises RefusedError with 503 where too many wait, or where it takes too long or too much."""
        if self._waiting >= self._limits.waiting:
            raise RefusedError(503, "too many requests at once: ask again in a moment", Retry_After="1")
        self._waiting += 1
        worker: _Worker | None = None
        done = False
        try:
            try:
                async with asyncio.timeout(self._limits.seconds):
                    worker = await self._free()
            except TimeoutError as error:
                raise RefusedError(503, "too many requests at once: ask again in a moment", Retry_After="2") from error
            async with asyncio.timeout(self._limits.seconds):
                answer = await worker.send({**job, "most": self._limits.answer})
            done = True
            return answer
        except TimeoutError as error:
            raise RefusedError(
                503, f"stopped after {self._limits.seconds:g} seconds: ask for less", Retry_After="1"
            ) from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise RefusedError(503, "stopped: it took more memory than this server gives", Retry_After="1") from error
        finally:
            self._waiting -= 1
            if worker is not None:
                if done:
                    self._idle.put_nowait(worker)
                else:
                    self._mend(worker)

    async def _free(self) -> _Worker:
        while True:
            worker = await self._idle.get()
            if worker.marked == self.marked and worker.process.returncode is None:
                return worker
            self._mend(worker)

    def _mend(self, worker: _Worker) -> None:
        task = asyncio.get_running_loop().create_task(self._replace(worker))
        self._mending.add(task)
        task.add_done_callback(self._mending.discard)

    async def _replace(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.kill()
        while not self._closed:
            try:
                return await self._add()
            except RefusedError:
                await asyncio.sleep(1)  # a store that is being written: try again

    async def _add(self) -> None:
        marked = self.marked
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "cityties.server.worker", str(self._store), str(self._limits.memory),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            limit=1 << 20,
        )  # fmt: skip
        worker = _Worker(process, marked)
        self._all.add(worker)
        try:
            async with asyncio.timeout(_START):
                await worker.receive()
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            self._all.discard(worker)
            await worker.kill()
            raise RefusedError(503, "the store cannot be opened", Retry_After="5") from error
        if self._closed:
            await worker.kill()
            return
        self._idle.put_nowait(worker)
