"""One answer as plain data: what is told, which sources say so, what is not known, and where it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from cityties import __version__
from cityties.model import resources
from cityties.model.multilingual import read_multilingual

__all__ = ["Reply", "say"]

_FILE: Final = "api/words.toml"


@dataclass(frozen=True)
class Reply:
    """An answer: ``told`` holds what others said, as data; ``sources`` who they are; ``next`` where it goes on."""

    told: Any
    sources: list[dict[str, Any]] = field(default_factory=list)
    not_known: list[str] = field(default_factory=list)
    next: str | None = None

    def data(self, lang: str) -> dict[str, Any]:
        """Give the answer as it is sent: with the notice that what is told is data and nothing else."""
        return {
            "notice": say("notice", lang),
            "told": self.told,
            "sources": self.sources,
            "not_known": self.not_known,
            "next": self.next,
            "version": __version__,
            "lang": lang,
        }


def say(name: str, lang: str, **told: object) -> str:
    """Say a sentence of viz/api/words.toml in a language."""
    sentences = _words()[name]
    return sentences.get(lang, sentences["en"]).format(**told)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return read_multilingual(resources.folder("viz") / _FILE)
