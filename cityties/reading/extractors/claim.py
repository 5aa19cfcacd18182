"""Claims held against the text: what an extractor says enters a draft only as far as the text has its words.

An article is untrusted, and so is whoever read it. A claim is of a known kind, fills known slots with values of
the right form, names facts that are there, and quotes words that stand in the text; its names, wordings and days
stand there, too. What fails is left out and told. Nothing that a text or an extractor says can do more than add
a line to a draft that a person reviews.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from cityties.model.folding import fold
from cityties.model.vocabulary import CODE, SECTOR
from cityties.reading.draft import SLOTS, Draft, Fact, Value
from cityties.reading.extractors.extractor import Claim
from cityties.reading.text.surface import Surface
from cityties.reading.time.day import days
from cityties.store import IRI, Store

__all__ = ["with_claims"]

_MOST: Final = 200  # claims of one extractor
_QUOTE: Final = 600  # characters
_TELLS: Final = 80  # characters of a claim that are repeated
_SCHEMES: Final = {
    "missionKind": "mission-kinds",
    "instrument": "instruments",
    "stepKind": "step-kinds",
    "tieKind": "tie-kinds",
    "remarkKind": "remark-kinds",
    "toldIn": "locations",
}
_CLASSES: Final = {
    "place": ("City", "Country", "Region"),
    "encounter": ("Meeting", "Visit", "Signing", "Reception", "Statement"),
    "commitment": ("Offer", "Interest", "LearningInterest", "Intention", "Goal"),
}
_QUOTED: Final = ("name", "title", "what", "country")  # slots whose words stand in the text
_DAYS: Final = ("date", "endDate", "noLaterThan", "signedOn", "validUntil", "attestedOn", "from")
_ROLES: Final = "participation-roles"
_TERM: Final = re.compile(r"P\d{1,3}[YM]")
_CODE: Final = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_IN_SCHEME: Final = "ASK WHERE { ?code skos:inScheme ?scheme }"
_TAKING: Final = ("person", "post", "government", "organisation", "mission", "network")
_FACTS: Final = ("participant", "inPost", "onBehalfOf")


class _RefusedError(Exception):
    """Why a claim is left out."""


def with_claims(draft: Draft, claims: Iterable[Claim], by: str, store: Store, tell: Callable[[str], None]) -> Draft:
    """Add claims to a draft as facts found by the rule ``by``; what the draft has already stays as it is.

    Claims may name each other in any order. ``tell`` hears of each one that is left out, and why.
    """
    bench = _Bench(draft, by, store)
    waiting = list(_first(claims, tell))
    while waiting:
        ready = [claim for claim in waiting if bench.can_place(claim, waiting)] or waiting
        for claim in ready:
            try:
                bench.add(claim)
            except _RefusedError as reason:
                tell(f"left out: {_short(claim)}: {reason}")
        waiting = [claim for claim in waiting if claim not in ready]
    return replace(draft, facts=tuple(bench.facts.values()))


def _first(claims: Iterable[Claim], tell: Callable[[str], None]) -> Iterable[Claim]:
    for number, claim in enumerate(claims):
        if number == _MOST:
            tell(f"left out: what comes after {_MOST} claims: an article says less")
            return
        yield claim


class _Bench:
    """Where claims are tried, one by one, against one text."""

    def __init__(self, draft: Draft, by: str, store: Store) -> None:
        self.facts = {fact.id: fact for fact in draft.facts}
        self._text = draft.article.text
        self._surface = Surface.of(self._text)
        self._by, self._store = by, store
        told = days(draft.article, self._surface)
        self._days = {value for day in told for value in (day.value, day.last)} | {draft.article.published}
        self._named: dict[str, str] = {}  # what a claim calls itself: the fact that it became

    def can_place(self, claim: Claim, waiting: Iterable[Claim]) -> bool:
        """Say whether no claim that still waits is named by this one."""
        names = {one.name for one in waiting if one is not claim and one.name}
        return not names & set(_texts(claim.slots))

    def add(self, claim: Claim) -> None:
        """Make a fact of a claim, or raise what speaks against it."""
        if claim.kind not in SLOTS:
            raise _RefusedError("no such kind of fact")
        spans = tuple(sorted({self._found(quote) for quote in claim.quotes if quote.strip()}))
        if not spans:
            raise _RefusedError("quotes no words of the text")
        slots = {name: self._value(claim.kind, name, value) for name, value in claim.slots.items() if value}
        if not slots:
            raise _RefusedError("says nothing")
        fact = Fact("", claim.kind, slots, spans, self._by, min(1.0, max(0.0, claim.score)))
        same = next((one for one in self.facts.values() if _same(one, fact)), None)
        if same is None:
            fact = replace(fact, id=self._identify(fact))
            self.facts[fact.id] = fact
        if claim.name:
            self._named[claim.name] = (same or fact).id

    def _found(self, quote: str) -> tuple[int, int]:
        """Find quoted words in the text: marks, case and white space make no difference."""
        words = Surface.of(quote[:_QUOTE]).folded.split()
        if len(quote) > _QUOTE:
            raise _RefusedError("quotes too much")
        # Word by word, so that a line's end in the text is a space of the quote.
        pattern = r"\s+".join(map(re.escape, words))
        found = re.search(rf"(?<!\w){pattern}(?!\w)", self._surface.folded) if words else None
        if found is None:
            raise _RefusedError(f"its words are not in the text: {_cut(quote)}")
        return self._surface.span(found.start(), found.end())

    def _value(self, kind: str, name: str, value: Any) -> Value:
        form = SLOTS[kind].get(name)
        if form is None:
            raise _RefusedError(f"a {kind} has no {_cut(name)}")
        if name == "iri":
            raise _RefusedError("names an IRI: a person links facts to the graph")
        if form.startswith("{}"):
            return [self._table(row) for row in _list(name, value, dict)]
        if form.startswith("[]"):
            kinds = form.removeprefix("[]").split()
            return [self._one(kind, name, one, kinds) for one in _list(name, value, str)]
        if name == "acting":
            if not isinstance(value, bool):
                raise _RefusedError("acting is true or false")
            return value
        if not isinstance(value, str):
            raise _RefusedError(f"{name} is no text")
        return self._one(kind, name, value, form.split())

    def _one(self, kind: str, name: str, value: str, kinds: list[str]) -> str:
        if kinds:
            return self._fact(name, value, kinds)
        if name in ("name", "otherNames", *_QUOTED):
            self._found(value)
        elif name in _DAYS:
            if value not in self._days:
                raise _RefusedError(f"{name}: {_cut(value)} is no day that the text tells")
        elif name == "sectors":
            self._known(name, value, SECTOR, f"{SECTOR}scheme")
        elif name in _SCHEMES:
            self._known(name, value, CODE, f"{CODE}{_SCHEMES[name]}")
        elif name == "class" and value not in _CLASSES[kind]:
            raise _RefusedError(f"class: {_cut(value)} is none of {', '.join(_CLASSES[kind])}")
        elif name == "term" and not _TERM.fullmatch(value):
            raise _RefusedError(f"term: {_cut(value)} is no stretch of time such as P5Y")
        elif name == "role" and not _CODE.fullmatch(value):
            raise _RefusedError(f"role: {_cut(value)} is no code")
        return value

    def _known(self, name: str, value: str, room: str, scheme: str) -> None:
        asked = {"code": IRI(f"{room}{value}"), "scheme": IRI(scheme)} if _CODE.fullmatch(value) else {}
        if not asked or not self._store.ask(_IN_SCHEME, **asked):
            raise _RefusedError(f"{name}: {_cut(value)} is no code of that kind")

    def _fact(self, name: str, value: str, kinds: list[str]) -> str:
        fact = self.facts.get(self._named.get(value, value))
        if fact is None or fact.kind not in kinds:
            raise _RefusedError(f"{name}: {_cut(value)} names no {' or '.join(kinds)} of the draft")
        return fact.id

    def _table(self, row: Mapping[str, Any]) -> dict[str, str]:
        made = {}
        for key, value in row.items():
            if key not in (*_FACTS, "role") or not isinstance(value, str):
                raise _RefusedError(f"a participant has no {_cut(str(key))}")
            if key == "role":
                self._known(key, value, CODE, f"{CODE}{_ROLES}")
                made[key] = value
            else:
                made[key] = self._fact(key, value, list(_TAKING))
        return made

    def _identify(self, fact: Fact) -> str:
        """Give an id that no other fact has, the same at each reading."""
        words = (
            fact.text("name")
            or fact.text("title")
            or " ".join(one.partition(":")[2] or one for one in list(_texts(fact.slots))[:3])
        )
        slug = "-".join(fold(words).split())[:60] or "fact"
        number, made = 1, f"{fact.kind}:{slug}"
        while made in self.facts:
            number += 1
            made = f"{fact.kind}:{slug}-{number}"
        return made


def _same(one: Fact, other: Fact) -> bool:
    """Say whether a fact of a draft says what another says: one of the same name, or all that the other has."""
    if one.kind != other.kind:
        return False
    if other.text("name"):
        names = {fold(name) for name in (one.text("name"), *one.names("otherNames"))}
        return fold(other.text("name")) in names
    return all(_holds(one.slots.get(name), value) for name, value in other.slots.items())


def _holds(held: Value | None, value: Value) -> bool:
    if isinstance(value, list) and isinstance(held, list):
        return all(part in held for part in value)
    return held == value


def _texts(slots: Mapping[str, Any]) -> Iterable[str]:
    for value in slots.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, str):
                    yield one
                elif isinstance(one, dict):
                    yield from (text for text in one.values() if isinstance(text, str))


def _list(name: str, value: Any, kind: type) -> list[Any]:
    if not isinstance(value, list) or not all(isinstance(one, kind) for one in value):
        raise _RefusedError(f"{name} is no list of its form")
    return value


def _short(claim: Claim) -> str:
    named = next((one for one in _texts(claim.slots)), "") or next(iter(claim.quotes), "")
    return f"{_cut(str(claim.kind))} {_cut(named)}".strip()


def _cut(text: str) -> str:
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return plain if len(plain) <= _TELLS else plain[: _TELLS - 1] + "…"
