"""A draft: what a reading of one article says, fact by fact, each pinned to the words that say so.

A JSON file. A fact names other facts by their ids, so that a person may be mended once and be right
everywhere. Positions count characters of the article's text from its beginning, as ct:start and ct:end do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from cityties.kinds import DraftSlot, Ontology, draft_kinds, ontology
from cityties.model.bounds import json_of, read_bounded
from cityties.model.errors import DataError
from cityties.model.output import write_whole

__all__ = ["FORMAT", "SLOTS", "Article", "Draft", "Fact", "Verdict", "read_draft", "write_draft"]

FORMAT: Final = "cityties-draft/1"

Value = str | bool | list[str] | list[dict[str, str]]


class _Slots(Mapping[str, Mapping[str, str]]):
    """The forms of slots by kind, as the one table of kinds has them."""

    def __getitem__(self, kind: str) -> Mapping[str, str]:
        return _forms()[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(_forms())

    def __len__(self) -> int:
        return len(_forms())


# Kinds of facts and their slots. A slot that names facts tells the kinds it may name;
# [] says that it holds several, {} that each of these is a table of its own.
SLOTS: Final[Mapping[str, Mapping[str, str]]] = _Slots()


def _forms() -> Mapping[str, Mapping[str, str]]:
    return _made(ontology())


@cache
def _made(read: Ontology) -> Mapping[str, Mapping[str, str]]:
    return {
        kind.name: {slot.name: _form(slot) for slot in kind.slots.values()} | ({"iri": ""} if kind.thing else {})
        for kind in draft_kinds().values()
    }


def _form(slot: DraftSlot) -> str:
    mark = "{}" if slot.type == "rows" else "[]" if slot.several else ""
    return " ".join(part for part in (mark, *slot.kinds) if part)


@dataclass(frozen=True)
class Article:
    """The text of one document, without what stood around it, and what is known of its publication.

    ``published`` is YYYY, YYYY-MM, YYYY-MM-DD or empty; ``lang`` is en, id or tr. ``title`` is the headline;
    where there is one, ``text`` begins with it on a line of its own. What is entered by hand has no text;
    ``kind`` is the code of what kind of document it is, where that is known.
    """

    text: str
    lang: str
    title: str = ""
    published: str = ""
    publisher: str = ""
    address: str = ""
    kind: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of the text: by it, what was decided of this article is found again."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What a person decided of a fact: ``accepted`` or ``refused``, who, and when (YYYY-MM-DD)."""

    state: str
    by: str
    on: str


@dataclass(frozen=True)
class Fact:
    """One statement of a draft.

    ``id`` is "kind:slug", the same at each reading of the same text. ``spans`` are the places in the text that
    say so, ``rule`` names the rule or the model that found it, ``score`` (0 to 1) is how sure it was.
    """

    id: str
    kind: str
    slots: Mapping[str, Value]
    spans: tuple[tuple[int, int], ...]
    rule: str
    score: float
    verdict: Verdict | None = None

    def text(self, slot: str) -> str:
        """Give the text of a slot, empty where it is not filled."""
        value = self.slots.get(slot, "")
        return value if isinstance(value, str) else ""

    def names(self, slot: str) -> list[str]:
        """Give the texts of a slot that holds several."""
        value = self.slots.get(slot, [])
        return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []

    def tables(self, slot: str) -> list[dict[str, str]]:
        """Give the tables of a slot that holds several: participants, signatories."""
        value = self.slots.get(slot, [])
        return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

    def with_slots(self, **slots: Value) -> Fact:
        """Give the same fact with some slots filled anew."""
        return replace(self, slots={**self.slots, **slots})


@dataclass(frozen=True)
class Draft:
    """An article and the facts that were found in it, in the order of the text."""

    article: Article
    facts: tuple[Fact, ...] = field(default_factory=tuple)

    def of_kind(self, *kinds: str) -> Iterator[Fact]:
        """Go through the facts of some kinds."""
        return (fact for fact in self.facts if fact.kind in kinds)

    def fact(self, name: str) -> Fact | None:
        """Find a fact by its id."""
        return next((fact for fact in self.facts if fact.id == name), None)


def write_draft(path: Path, draft: Draft) -> Path:
    """Write a draft as JSON, whole or not at all."""
    import orjson

    return write_whole(path, orjson.dumps(_to_json(draft), option=orjson.OPT_INDENT_2).decode() + "\n")


def read_draft(path: Path) -> Draft:
    """Read a draft. Raises DataError where the file is none, or a fact of it is not whole."""
    data = read_bounded(path, _LARGEST)
    try:
        given = json_of(data, str(path))
    except DataError as error:
        reason = str(error).removeprefix(f"{path}").lstrip(":0123456789 ")
        raise DataError(f"{path}: not a draft: {reason}: make one by `cityties read ARTICLE -o DRAFT`") from error
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise DataError(f"{path}: not a draft of the form {FORMAT}: make one by `cityties read ARTICLE -o DRAFT`")
    try:
        kind = _string({"kind": "", **given["article"]}, "kind")
        article = Article(**{name: _string(given["article"], name) for name in _ARTICLE}, kind=kind)
        facts = tuple(_fact(one, article) for one in given["facts"])
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise DataError(f"{path}: a draft that is not whole: {error}: read the article again") from error
    if len({fact.id for fact in facts}) < len(facts):
        raise DataError(f"{path}: two facts of one id: read the article again")
    return Draft(article, facts)


_LARGEST: Final = 32 << 20
_ARTICLE: Final = ("text", "lang", "title", "published", "publisher", "address")


def _to_json(draft: Draft) -> dict[str, Any]:
    facts = []
    for fact in draft.facts:
        one: dict[str, Any] = {
            "id": fact.id,
            "kind": fact.kind,
            "slots": dict(fact.slots),
            "spans": [list(span) for span in fact.spans],
            "words": [draft.article.text[start:end] for start, end in fact.spans],
            "rule": fact.rule,
            "score": round(fact.score, 3),
        }
        if fact.verdict:
            one["verdict"] = {"state": fact.verdict.state, "by": fact.verdict.by, "on": fact.verdict.on}
        facts.append(one)
    article = {name: getattr(draft.article, name) for name in _ARTICLE}
    if draft.article.kind:
        article["kind"] = draft.article.kind
    return {"format": FORMAT, "article": article, "digest": draft.article.digest, "facts": facts}


def _fact(given: Mapping[str, Any], article: Article) -> Fact:
    kind = _string(given, "kind")
    if kind not in SLOTS:
        raise ValueError(f"{kind}: no kind of fact")
    unknown = set(given["slots"]) - set(SLOTS[kind])
    if unknown:
        raise ValueError(f"{given['id']}: a {kind} has no {min(unknown)}")
    spans = tuple((int(start), int(end)) for start, end in given["spans"])
    if any(not 0 <= start < end <= len(article.text) for start, end in spans):
        raise ValueError(f"{given['id']}: points beyond the text")
    verdict = given.get("verdict")
    return Fact(
        _string(given, "id"),
        kind,
        dict(given["slots"]),
        spans,
        _string(given, "rule"),
        float(given["score"]),
        Verdict(_string(verdict, "state"), _string(verdict, "by"), _string(verdict, "on")) if verdict else None,
    )


def _string(given: Mapping[str, Any], name: str) -> str:
    value = given[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    return value
