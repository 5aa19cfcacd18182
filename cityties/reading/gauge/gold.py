"""Gold: articles whose facts a person has written down, to hold a reading against.

Its form is told in tests/gold/README.md. Words of gold are brought into a draft's terms by
graph/reading/evaluation.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from cityties.model import resources
from cityties.model.bounds import json_of, read_bounded
from cityties.model.errors import DataError, ModelError, RequestError
from cityties.model.language import languages

__all__ = ["ORIGINS", "Gold", "Terms", "find_gold", "read_gold", "read_golds", "terms"]

ORIGINS: Final = ("real", "invented")
_LARGEST: Final = 64 << 20
_LISTS: Final = (
    "cities",
    "officials",
    "missions",
    "sectors",
    "events",
    "relationships",
    "agreements",
    "commitments",
    "facilitators",
    "interests",
)


@dataclass(frozen=True)
class Gold:
    """One article with its facts; ``text`` is the file of the article, which may be absent.

    ``words`` is the article itself, where the gold holds it: a passage of a sentence or a few. ``origin`` says whether
    the text is real or invented; ``title`` is its headline, None where that is not judged; ``outside`` are beginnings
    of lines that are no part of the article.
    """

    name: str
    lang: str
    text: Path
    words: str
    published: str
    publisher: str
    facts: Mapping[str, list[Any]]
    origin: str = ORIGINS[0]
    title: str | None = None
    outside: tuple[str, ...] = ()

    def rows(self, kind: str) -> list[Mapping[str, Any]] | None:
        """Give the rows of a kind of fact; None where this gold was not made for that kind."""
        return self.facts.get(kind)


@dataclass(frozen=True)
class Terms:
    """What the words of gold mean in a draft."""

    steps: Mapping[str, list[str]]
    commitments: Mapping[str, str]
    encounters: Mapping[str, str]
    generic: tuple[str, ...]
    beside: tuple[str, ...]

    def steps_of(self, row: Mapping[str, Any]) -> frozenset[str]:
        """Give the kinds of step that are right for a relationship of gold."""
        status = str(row.get("status") or "")
        under = f"{row.get('kind')} {status}"
        return frozenset(self.steps.get(under) or self.steps.get(status) or ())


@cache
def terms() -> Terms:
    """Read what the words of gold mean."""
    path = resources.folder("graph") / "reading" / "evaluation.toml"
    try:
        words = tomllib.loads(path.read_text(encoding="utf-8"))
        generic = tuple(sorted(words["words"]["generic"], key=len, reverse=True))
        return Terms(
            words["steps"], words["commitments"], words["encounters"], generic, tuple(words["words"]["beside"])
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ModelError(f"{path.name}: not whole: {error}: see the comment at its top") from error


def find_gold(names: Iterable[Path]) -> list[Path]:
    """Give the gold files of some files and folders. Raises RequestError where one holds none."""
    found: list[Path] = []
    for name in names:
        files = sorted(name.rglob("*.json")) if name.is_dir() else [name]
        if not files:
            raise RequestError(f"{name}: no gold there: name a folder with .json files")
        found += files
    return found


def read_golds(path: Path) -> list[Gold]:
    """Read a file of gold: one article beside its text, or a list of passages. Raises DataError where it is none."""
    parsed = _parsed(path)
    if not isinstance(parsed, list):
        return [_gold(path, parsed)]
    for one in parsed:
        if not isinstance(one, dict) or not isinstance(one.get("article"), str) or not one["article"].strip():
            raise DataError(f"{path}: no gold: a passage of a list holds its words as 'article'")
    return [_gold(path, one) for one in parsed]


def read_gold(path: Path) -> Gold:
    """Read the gold of one article. Raises DataError where it is none."""
    return _gold(path, _parsed(path))


def _parsed(path: Path) -> Any:
    try:
        return json_of(read_bounded(path, _LARGEST), str(path))
    except DataError as error:
        raise DataError(f"{error}: see tests/gold/README.md for the form of gold") from error


def _gold(path: Path, parsed: Any) -> Gold:
    if not isinstance(parsed, dict) or not isinstance(parsed.get("facts"), dict):
        raise DataError(f"{path}: no gold: it has no facts: see tests/gold/README.md for its form")
    lang = parsed.get("language")
    if lang not in languages():
        raise DataError(f"{path}: no gold: its language is none of {', '.join(languages())}")
    facts = {kind: _rows(path, kind, parsed["facts"][kind]) for kind in _LISTS if kind in parsed["facts"]}
    # Gold of an older form names its text in its source: "PATH (what it is)".
    told = str(parsed.get("text") or str(parsed.get("source") or "").split(" (")[0])
    text = path.parent / told if told and "://" not in told else path.parent / f"{path.stem}.txt"
    return Gold(
        str(parsed.get("document") or path.stem),
        lang,
        text,
        str(parsed.get("article") or ""),
        str(parsed.get("published") or ""),
        str(parsed.get("publisher") or ""),
        facts,
        _origin(parsed),
        parsed["title"] if isinstance(parsed.get("title"), str) else None,
        tuple(map(str, parsed.get("outside") or ())),
    )


def _origin(gold: Mapping[str, Any]) -> str:
    """Say whether a text is real or invented: as its gold says, else invented where it was written for a trap."""
    told = gold.get("origin")
    invented = "written_for" in gold or "article" in gold
    return str(told) if told in ORIGINS else ORIGINS[invented]


def _rows(path: Path, kind: str, rows: Any) -> list[Any]:
    wanted = str if kind == "facilitators" else dict
    if not isinstance(rows, list) or not all(isinstance(row, wanted) for row in rows):
        raise DataError(f"{path}: {kind}: not rows of its form: see tests/gold/README.md")
    return rows
