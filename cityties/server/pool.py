"""Workers that can be killed: so many at once and no more, each with so much time, shared out fairly."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from pathlib import Path
from typing import Final

from cityties.server.budget import Budget
from cityties.server.process import Answer, Limits, Worker
from cityties.server.protocol import RefusedError
from cityties.server.share import SLICE, Job, Queue
from cityties.store import generation

__all__ = ["Pool"]

_SPARE: Final = 2  # workers beyond those for long jobs
_LOOK: Final = 0.05  # seconds between two looks at what a job took
_MENDING: Final = 0.1  # seconds that a new worker takes
_ENDING: Final = "this server is being stopped: ask again later"


class _SentBackError(Exception):
    """A job that proved long, and has no place."""


class Pool:
    """Keeps the workers of one store. A job past its time is stopped with its worker; a new one takes its place."""

    def __init__(self, store: Path, limits: Limits, allowed: tuple[str, ...] = ()) -> None:
        self._store, self._limits, self._allowed = store, limits, allowed
        self._budget = Budget(limits.held)
        self._queue = Queue(limits.waiting, limits.workers)
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._running: set[Worker] = set()
        self._mending: set[asyncio.Task[None]] = set()
        self._marked: Path | None = None
        self._sign: tuple[int, int, int] | None = None
        self._ending = self._closed = False

    @property
    def budget(self) -> Budget:
        """The bytes of requests and answers that may be held at once."""
        return self._budget

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
        await asyncio.gather(*(self._add() for _ in range(self._limits.workers + _SPARE)))

    async def end(self, grace: float) -> None:
        """Take no more jobs; let those that run go on for so long, then stop them too."""
        self._ending = True
        self._queue.refuse_all(_ENDING)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                while self._running:
                    await asyncio.sleep(0.02)
        await asyncio.gather(*(worker.kill() for worker in list(self._running)))

    async def close(self) -> None:
        """End every worker, those that are being started too."""
        self._ending = self._closed = True
        while self._mending or self._all:
            tasks = list(self._mending)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            ended = list(self._all)
            await asyncio.gather(*(worker.kill() for worker in ended))
            self._all.difference_update(ended)
        await asyncio.sleep(0.05)  # so that the loop lets their pipes go before it ends

    async def ask(self, job: Job) -> Answer:
        """Have a job done. Raises RefusedError with 503 where too many wait, or where it takes too long or too much."""
        while True:
            worker = await self._turn(job)
            try:
                return await self._run(worker, job)
            except _SentBackError:
                continue

    async def _turn(self, job: Job) -> Worker:
        """Wait for a worker."""
        if self._ending:
            raise RefusedError(503, _ENDING, Retry_After="5")
        turn = self._queue.put(job)
        self._share_out()
        left = job.since + self._limits.seconds + SLICE - time.monotonic()
        try:
            async with asyncio.timeout(max(left, SLICE)):
                worker: Worker = await turn
                return worker
        except BaseException as error:
            self._queue.drop(job)
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._queue.release(job)
                self._release(turn.result())
            if isinstance(error, TimeoutError):
                raise RefusedError(503, "too many requests at once: ask again in a moment", Retry_After="2") from error
            raise

    def _share_out(self) -> None:
        """Give idle workers to those whose turn it is."""
        while (worker := self._fit()) is not None:
            job = self._queue.next(len(self._idle) + 1)
            if job is None:
                self._idle.append(worker)
                return
            if job.turn is None or job.turn.done():  # nobody waits for it any longer
                self._queue.release(job)
                self._idle.append(worker)
                continue
            self._running.add(worker)
            job.turn.set_result(worker)

    def _fit(self) -> Worker | None:
        """Take an idle worker that has the generation that counts open."""
        while self._idle:
            worker = self._idle.pop()
            if worker.marked == self.marked and worker.alive:
                return worker
            self._mend(worker)
        return None

    def _release(self, worker: Worker) -> None:
        self._running.discard(worker)
        self._idle.append(worker)
        self._share_out()

    async def _run(self, worker: Worker, job: Job) -> Answer:
        begin, done = time.monotonic(), False
        before = worker.reported
        try:
            async with asyncio.timeout(self._limits.seconds):
                answer = await self._watched(worker, job, begin)
            done = True
            return answer
        except TimeoutError as error:
            why = f"stopped after {self._limits.seconds:g} seconds: ask for less"
            raise RefusedError(503, why, Retry_After="1") from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise await self._ended(worker) from error
        finally:
            self._queue.release(job)
            if done:
                self._queue.account(job, worker.reported - before)
            else:  # its worker is lost: that counts too
                self._queue.account(job, time.monotonic() - begin + _MENDING)
            if done and worker.restored():
                self._release(worker)
            else:
                self._mend(worker)
                self._share_out()

    async def _watched(self, worker: Worker, job: Job, begin: float) -> Answer:
        """Let a worker do a job, and look what it takes; a long one needs a place for long ones."""
        work = asyncio.ensure_future(worker.send({**job.told, "most": self._limits.answer}, self._budget))
        work.add_done_callback(lambda task: task.cancelled() or task.exception())  # nobody may be left to ask
        if job.long:
            worker.slow_down()
        try:
            while not work.done():
                await asyncio.wait({work}, timeout=None if worker.slow else _LOOK)
                if work.done() or worker.taken(time.monotonic() - begin) < SLICE:
                    continue
                if not self._queue.lengthen(job):
                    raise _SentBackError
                worker.slow_down()
            return work.result()
        finally:
            work.cancel()

    async def _ended(self, worker: Worker) -> RefusedError:
        """Say why a worker ended before it answered."""
        if self._ending:
            return RefusedError(503, _ENDING, Retry_After="5")
        code = await worker.process.wait()
        if code in (-signal.SIGSEGV, -signal.SIGBUS):
            return RefusedError(400, "the query is nested too deeply: write it with fewer brackets")
        if code == -signal.SIGALRM:
            return RefusedError(503, f"stopped after {self._limits.seconds:g} seconds: ask for less", Retry_After="1")
        return RefusedError(503, "stopped: it took more memory than this server gives", Retry_After="1")

    def _mend(self, worker: Worker) -> None:
        self._running.discard(worker)
        task = asyncio.get_running_loop().create_task(self._replace(worker))
        self._mending.add(task)
        task.add_done_callback(self._mending.discard)

    async def _replace(self, worker: Worker) -> None:
        await worker.kill()
        self._all.discard(worker)
        while not self._ending:
            try:
                return await self._add()
            except RefusedError:
                await asyncio.sleep(1)  # a store that is being written: try again

    async def _add(self) -> None:
        worker = await Worker.start(self._store, self.marked, self._limits, self._allowed, self._all)
        if self._closed:
            await worker.kill()
            return
        self._idle.append(worker)
        self._share_out()
