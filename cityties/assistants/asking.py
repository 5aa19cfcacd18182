"""Where an assistant's calls are answered: the workers of the server, each with bounds of time, memory and size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from cityties.model.errors import RequestError
from cityties.server.pool import Pool
from cityties.server.process import Answer
from cityties.server.protocol import RefusedError
from cityties.server.share import Job, kind_of

__all__ = ["Asking"]


@dataclass(frozen=True)
class Asking:
    """A pool of workers, and the language in which it answers where none is told."""

    pool: Pool
    lang: str

    async def operate(self, name: str, told: dict[str, Any], client: str) -> dict[str, Any]:
        """Do an operation of cityties/api. Raises RequestError with one line where that cannot be done."""
        given = dict(told)
        lang = given.pop("lang", None) or self.lang
        job = {"do": "api", "operation": name, "told": given, "path": name, "lang": str(lang)}
        answer = await self._ask(job, client)
        read: dict[str, Any] = orjson.loads(answer.body)
        return read

    async def text(self, job: dict[str, Any], client: str) -> str:
        """Have a worker write a text. Raises RequestError with one line where that cannot be done."""
        return bytes((await self._ask(job, client)).body).decode("utf-8")

    async def _ask(self, job: dict[str, Any], client: str) -> Answer:
        try:
            answer = await self.pool.ask(Job(job, client, kind_of(job)))
        except RefusedError as refusal:
            raise RequestError(refusal.why) from refusal
        if answer.status == 200:
            return answer
        if answer.status == 500:
            raise RequestError("something went wrong here: ask in another way, and report it please")
        body = bytes(answer.body)
        told = orjson.loads(body)["detail"] if answer.media.endswith("json") else body.decode("utf-8", "replace")
        raise RequestError(" ".join(str(told).split()))
