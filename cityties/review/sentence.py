"""The sentence that a fact makes: what a form says so far, in words, as viz/review/sentences.toml has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from cityties.date.date import Date
from cityties.date.day import Day, DayError
from cityties.date.wording import word_date, word_day
from cityties.model.errors import DataError
from cityties.model.language import languages
from cityties.reading.draft import Fact
from cityties.review.caption import caption, fields_of
from cityties.review.naming import Things
from cityties.review.wording import Names, called, compose, joined, read

__all__ = ["sentence"]

_DAYS: Final = {"from": "from", "until": "until", "seen": "attestedOn", "due": "due"}
_CAPITALS: Final = {"tr": {"i": "İ", "ı": "I"}}


def sentence(fact: Fact, things: Things, lang: str) -> str:
    """Say in a sentence what a fact says, as far as it is told; empty where too little is told for one."""
    told = read("sentences.toml").get(fact.kind)
    if told and "en" not in told:
        told = told.get(fact.text("class"))
    if not told:
        return ""
    try:
        text = compose(told, _fields(fact, things)).get(lang, "")
    except DataError:
        return ""  # it names what is not whole yet
    first = _CAPITALS.get(lang, {}).get(text[:1], text[:1].upper())
    return first + text[1:]


def _fields(fact: Fact, things: Things) -> dict[str, Names]:
    found: dict[str, Names] = {**fields_of(fact, things), "caption": caption(fact, things), "when": _when(fact, things)}
    for field, slot in _DAYS.items():
        if fact.text(slot):
            found[field] = _worded(fact.text(slot))
    if fact.kind == "encounter":
        rows = [row for row in fact.tables("participants") if row.get("participant")]
        found["people"] = _people(rows, things)
        found["guests"] = _people((row for row in rows if row.get("role") == "guest"), things)
        found["hosts"] = _people((row for row in rows if row.get("role") == "host"), things)
        if len(rows) > 1:
            found["two"] = found["people"]
    return found


def _people(rows: Iterable[dict[str, str]], things: Things) -> dict[str, str]:
    """Name who took part, each with the post in brackets."""
    told = list(rows)

    def one(row: dict[str, str], lang: str) -> str:
        name = called(things.short(row["participant"]), lang)
        return f"{name} ({called(things.names(row['inPost']), lang)})" if row.get("inPost") else name

    return {lang: joined([one(row, lang) for row in told], lang) for lang in languages()} if told else {}


def _when(fact: Fact, things: Things) -> dict[str, str]:
    """Word the day that will be written: the fact's own, that of what it was said at, else that of the source."""
    made = things.draft.fact(fact.text("madeIn")) if fact.text("madeIn") else None
    on = fact.text("date") or fact.text("signedOn")
    if not on and made and not fact.text("noLaterThan"):
        on = made.text("date")
    words = read("sentences.toml")["when"]
    by = fact.text("noLaterThan") or things.draft.article.published
    try:
        if on:
            return _phrase(words[Day.of(on).precision], _worded(on, fact.text("endDate")))
        return _phrase(words["by"], _worded(by)) if by else {}
    except DayError:
        return {}


def _worded(first: str, last: str = "") -> dict[str, str]:
    if last and last != first:
        try:
            return {lang: word_date(Date.of(f"{first}/{last}"), lang) for lang in languages()}
        except DayError:
            pass  # ends before it begins: the check says so
    return {lang: word_day(Day.of(first), lang) for lang in languages()}


def _phrase(words: dict[str, Any], dates: Names) -> dict[str, str]:
    return {lang: str(words[lang]).replace("{date}", dates[lang]) for lang in languages()}
