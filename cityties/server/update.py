"""One update of a store, in a process of its own: it becomes the next generation, or nothing changes."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cityties.facts.update import apply_update
from cityties.model.errors import CitytiesError
from cityties.server.federation import refuse_reaching_out
from cityties.server.process import Answer
from cityties.server.protocol import RefusedError, name_of
from cityties.server.sandbox import forgo_network, give_time, limit_memory, live_no_longer_than

__all__ = ["Updates", "main", "sound"]

_LOG: Final = logging.getLogger(__name__)
_SECONDS: Final = 600.0  # what follows is concluded anew, over the whole store
_GRACE: Final = 5.0  # seconds after which an update ends by itself: the front does it before
_MEMORY: Final = 4096  # MiB
_WAITING: Final = 8
_LEAST: Final = 16  # characters of a token


class Updates:
    """Changes a store for those who hold the token."""

    def __init__(
        self, store: Path, token: str, hosts: frozenset[bytes], *, seconds: float = _SECONDS, memory: int = _MEMORY
    ) -> None:
        self._store, self._token, self._hosts = store, token.encode(), hosts
        self._seconds, self._memory = seconds, memory
        self._turn = asyncio.Lock()
        self._waiting = 0

    def admit(self, headers: Mapping[bytes, bytes]) -> None:
        """Let pass who holds the token and comes from no page of others. Raises RefusedError with 401 or 403."""
        origin = headers.get(b"origin", b"")
        if origin and name_of(origin.partition(b"://")[2]) not in self._hosts:
            raise RefusedError(403, "an update from a page of another origin is not taken")
        scheme, _, told = headers.get(b"authorization", b"").partition(b" ")
        if scheme.lower() != b"bearer" or not hmac.compare_digest(told.strip(), self._token):
            raise RefusedError(401, "updates need the token: Authorization: Bearer …", WWW_Authenticate="Bearer")

    async def apply(self, text: str, base: str = "") -> Answer:
        """Change the store: whole or not at all. Raises RefusedError with 503 where it takes too long or too much.

        Whoever stops to wait for it stops it.
        """
        if self._waiting >= _WAITING:
            raise RefusedError(503, "too many updates at once: send it again in a moment", Retry_After="5")
        self._waiting += 1
        try:
            async with self._turn:
                code, told, why = await self._run(text, base)
        finally:
            self._waiting -= 1
        if code == 0:
            return Answer(204, "text/plain", b"")
        if told:
            return Answer(400, "text/plain", told)
        if code == -signal.SIGSEGV:
            raise RefusedError(400, "the update is nested too deeply: write it with fewer brackets")
        if code < 0:
            raise RefusedError(503, "stopped: it took more memory than this server gives: change less at once")
        _LOG.error("an update could not be applied:\n%s", why.decode(errors="replace"))
        return Answer(500, "text/plain", b"something went wrong here\n")

    async def _run(self, text: str, base: str) -> tuple[int, bytes, bytes]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "cityties.server.update", str(self._store), str(os.getpid()),
            str(self._seconds), str(self._memory), base,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._seconds):
                told, why = await process.communicate(text.encode())
        except TimeoutError as error:
            raise RefusedError(503, f"stopped after {self._seconds:g} seconds: change less at once") from error
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return process.returncode or 0, told, why


def sound(token: str) -> bool:
    """Say whether a token is long enough, and of characters that a header can hold."""
    return len(token) >= _LEAST and token.isascii() and token.isprintable() and " " not in token


def main(arguments: list[str]) -> int:
    """Apply the update on standard input to the store in a folder; say on standard output what is wrong with it.

    The arguments: the store, the process that asks, seconds, MiB of memory, what relative IRIs are relative to.
    """
    folder, parent, seconds, memory = Path(arguments[0]), int(arguments[1]), float(arguments[2]), int(arguments[3])
    live_no_longer_than(parent)
    give_time(seconds + _GRACE)
    forgo_network()
    limit_memory(memory)
    try:
        text = sys.stdin.buffer.read().decode("utf-8")
        refuse_reaching_out(text)
        apply_update(folder, text, arguments[4] or None)
    except CitytiesError as error:
        print(" ".join(str(error).split()))
        return 1
    except MemoryError:
        print("the update takes more memory than this server gives: change less at once")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
