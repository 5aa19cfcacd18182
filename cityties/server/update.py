"""One update of a store, in a process of its own: it becomes the next generation, or nothing changes."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cityties.model.errors import CitytiesError
from cityties.server.pool import Answer
from cityties.server.protocol import RefusedError, name_of

__all__ = ["Updates", "main", "sound"]

_LOG: Final = logging.getLogger(__name__)
_SECONDS: Final = 600.0  # what follows is concluded anew, over the whole store
_LEAST: Final = 16  # characters of a token


class Updates:
    """Changes a store for those who hold the token."""

    def __init__(self, store: Path, token: str, hosts: frozenset[bytes]) -> None:
        self._store, self._token, self._hosts = store, token.encode(), hosts
        self._turn = asyncio.Lock()

    def admit(self, headers: Mapping[bytes, bytes]) -> None:
        """Let pass who holds the token and comes from no page of others. Raises RefusedError with 401 or 403."""
        origin = headers.get(b"origin", b"")
        if origin and name_of(origin.partition(b"://")[2]) not in self._hosts:
            raise RefusedError(403, "an update from a page of another origin is not taken")
        scheme, _, told = headers.get(b"authorization", b"").partition(b" ")
        if scheme.lower() != b"bearer" or not hmac.compare_digest(told.strip(), self._token):
            raise RefusedError(401, "updates need the token: Authorization: Bearer …", WWW_Authenticate="Bearer")

    async def apply(self, text: str) -> Answer:
        """Change the store: whole or not at all. Raises RefusedError with 503 where it takes too long."""
        async with self._turn:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "cityties.server.update", str(self._store),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            try:
                async with asyncio.timeout(_SECONDS):
                    told, why = await process.communicate(text.encode())
            except TimeoutError as error:
                raise RefusedError(503, f"stopped after {_SECONDS:g} seconds: change less at once") from error
            finally:
                if process.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
        if process.returncode == 0:
            return Answer(204, "text/plain", b"")
        if not told:
            _LOG.error("an update could not be applied:\n%s", why.decode(errors="replace"))
        return Answer(400 if told else 500, "text/plain", told or b"something went wrong here\n")


def sound(token: str) -> bool:
    """Say whether a token is long enough, and of characters that a header can hold."""
    return len(token) >= _LEAST and token.isascii() and token.isprintable() and " " not in token


def main(arguments: list[str]) -> int:
    """Apply the update on standard input to the store in a folder; say on standard output what is wrong with it."""
    from cityties.facts.build import renew
    from cityties.facts.infer import infer
    from cityties.store import generation

    text = sys.stdin.read()
    try:
        folder = Path(arguments[0])
        with generation.next_generation(folder) as fresh:
            store = renew(folder, fresh)
            store.update(text)
            infer(store)
            store.flush()
            store.close()
    except CitytiesError as error:
        print(str(error).partition("\n")[0])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
