"""An extractor behind an address that speaks as OpenAI's chat completions do: a model of one's own, or a hired one.

CITYTIES_ENDPOINT is the address before "/chat/completions", CITYTIES_MODEL the model's name, CITYTIES_KEY the key
where one is needed. The only words that leave the machine are the article's and the question in
graph/reading/endpoint.toml; no answer is believed before its words were found in the text.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from cityties.model.errors import RequestError
from cityties.model.word_list import read_word_list
from cityties.reading.draft import SLOTS, Article, Draft
from cityties.reading.extractors.extractor import Claim

__all__ = ["Endpoint"]

_WAIT: Final = 120.0  # seconds for an answer, where CITYTIES_WAIT does not say another
_LARGEST: Final = 1_000_000  # bytes of an answer
_KNOWN: Final = 40  # facts of the draft that the model is told
_AROUND: Final = 2000  # tokens of an answer
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Endpoint:
    """A model behind an address."""

    address: str
    model: str
    key: str = ""
    wait: float = _WAIT

    @property
    def name(self) -> str:
        """Name the extractor as drafts do: by its model."""
        return f"endpoint {self.model}"

    @classmethod
    def of_environment(cls) -> Endpoint:
        """Read where it is. Raises RequestError where that is not told, or a key would travel in the open."""
        address, model = os.environ.get("CITYTIES_ENDPOINT", ""), os.environ.get("CITYTIES_MODEL", "")
        if not address or not model:
            raise RequestError("endpoint: where is it? set CITYTIES_ENDPOINT and CITYTIES_MODEL (and CITYTIES_KEY)")
        parts, key = urlsplit(address), os.environ.get("CITYTIES_KEY", "")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise RequestError("CITYTIES_ENDPOINT: no address of a server: write it as https://…/v1")
        if key and parts.scheme == "http" and parts.hostname not in _HERE:
            raise RequestError(
                "CITYTIES_ENDPOINT: a key would travel unguarded over http: use https, or no CITYTIES_KEY"
            )
        try:
            wait = float(os.environ.get("CITYTIES_WAIT") or _WAIT)
        except ValueError as error:
            raise RequestError("CITYTIES_WAIT: no number of seconds: write it as 60") from error
        return cls(address.rstrip("/"), model, key, wait)

    def claims(self, article: Article, draft: Draft, tell: Callable[[str], None]) -> Iterator[Claim]:
        """Ask the model, and read its answer as claims. Raises RequestError where there is no answer."""
        answer = self._ask(article, draft)
        try:
            facts = _facts(answer)
        except ValueError as error:
            tell(f"the answer is no list of facts: {error}")
            return
        for fact in facts:
            claim = _claim(fact)
            if claim is None:
                tell("left out: what has no kind, no slots or no quotes")
            else:
                yield claim

    def _ask(self, article: Article, draft: Draft) -> str:
        httpx = _httpx()
        asked = read_word_list("endpoint")
        known = "\n".join(f"{fact.id} {fact.text('name')}".rstrip() for fact in draft.facts[:_KNOWN])
        fill = {"{kinds}": _kinds(), "{facts}": known or "-", "{published}": article.published or "on a day not known"}
        user = _filled(asked["user"], {**fill, "{text}": article.text})
        request = {
            "model": self.model,
            "messages": [
                {"role": "system", "content": _filled(asked["system"], fill).strip()},
                {"role": "user", "content": user.strip()},
            ],
            "temperature": 0,
            "max_tokens": _AROUND,
            "response_format": {"type": "json_object"},
        }
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        where = f"{self.address}/chat/completions"
        try:
            with (
                httpx.Client(timeout=self.wait, follow_redirects=False, trust_env=False) as client,
                client.stream("POST", where, json=request, headers=headers) as reply,
            ):
                data, late = bytearray(), time.monotonic() + self.wait
                for part in reply.iter_bytes():
                    data += part
                    if time.monotonic() > late:
                        raise httpx.ReadTimeout("an answer that does not end")
                    if len(data) > _LARGEST:
                        raise RequestError(f"{self.name}: its answer is too long: ask another model")
                status = reply.status_code
        except httpx.TimeoutException as error:
            raise RequestError(
                f"{self.name}: no answer within {self.wait:g} s: set CITYTIES_WAIT, or leave --extractor out"
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise RequestError(f"{self.name}: {where} cannot be asked: {error}") from error
        if status != 200:
            raise RequestError(f"{self.name}: {where} answers {status}: see its address, its model and its key")
        try:
            content = json.loads(bytes(data))["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
            raise RequestError(f"{self.name}: {where} does not answer as chat completions do") from error
        return content if isinstance(content, str) else ""


def _facts(answer: str) -> list[Any]:
    """Take the list of facts out of an answer, which may stand between other words."""
    start = answer.find("{")
    if start < 0:
        raise ValueError("no JSON in it")
    try:
        told, _ = json.JSONDecoder().raw_decode(answer, start)
    except (ValueError, RecursionError) as error:
        raise ValueError("no JSON in it") from error
    facts = told.get("facts") if isinstance(told, dict) else None
    if not isinstance(facts, list):
        raise ValueError('no "facts" in it')
    return facts


def _claim(fact: Any) -> Claim | None:
    if not isinstance(fact, dict):
        return None
    kind, slots, quotes, name = (fact.get(key) for key in ("kind", "slots", "quotes", "name"))
    if not isinstance(kind, str) or not isinstance(slots, dict) or not isinstance(quotes, list):
        return None
    if not quotes or not all(isinstance(quote, str) for quote in quotes):
        return None
    score = fact.get("score")
    sure = float(score) if isinstance(score, int | float) and 0 <= score <= 1 else 0.5
    return Claim(kind, slots, tuple(quotes), name if isinstance(name, str) else "", sure)


def _kinds() -> str:
    return "\n".join(
        f"- {kind}: " + ", ".join(f"{slot} ({form})" if form else slot for slot, form in slots.items() if slot != "iri")
        for kind, slots in SLOTS.items()
    )


def _filled(text: str, fill: dict[str, str]) -> str:
    """Put words into their places, each once, so that braces in an article stay what they are."""
    return re.sub("|".join(map(re.escape, fill)), lambda found: fill[found[0]], text)


def _httpx() -> Any:
    try:
        import httpx
    except ImportError as error:
        raise RequestError("an endpoint is asked by httpx: install cityties[remote]") from error
    return httpx
