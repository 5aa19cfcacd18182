"""Sentences of an article with their places, told apart: headline, body, nothing but a quotation, boilerplate.

Words that begin boilerplate, and abbreviations, are in graph/reading/boilerplate.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cityties.model.resources import folder
from cityties.reading.draft import Article
from cityties.reading.text.surface import Surface

__all__ = ["Sentence", "quotes", "sentences"]

BODY: Final = "body"
BOILERPLATE: Final = "boilerplate"
HEADLINE: Final = "headline"
QUOTE: Final = "quote-only"

_OPENING: Final = "\"“„«'‘("
_CLOSING: Final = "\"”»'’)]"
_END: Final = re.compile(r"[.!?…]+[\"”»’')\]]*(?=\s+\S|(?=[\"“”][A-ZÇĞİÖŞÜ])|$)")
_QUOTED: Final = re.compile(r"“[^“”]{2,2000}(?:”|\")|\"[^\"“”]{2,2000}(?:\"|”)|«[^«»]{2,2000}»|”[^“”\"]{2,2000}”")
_ONLY_QUOTED: Final = re.compile(r"\s*[\"“”„«][^\"“”„«»]+[\"”»]?[.,!?]?\s*")
_INK: Final = re.compile(r"\S")
_INITIALS: Final = re.compile(r"(?:[a-z]\.)+[a-z]")
_LINE: Final = re.compile(r"[^\n]+")
_BULLET: Final = re.compile(r"^[\s\-–—•*>|#:()\[\]]+")
_LONGEST_HEADLINE: Final = 220


@dataclass(frozen=True)
class Sentence:
    """One sentence: where it stands in the article's text, what part of the article it is, and its number."""

    start: int
    end: int
    kind: str
    number: int


def sentences(article: Article) -> list[Sentence]:
    """Cut an article into its sentences, in the order of the text.

    A line's end is a sentence's end, unless the next line goes on in small letters.
    """
    found: list[Sentence] = []
    below_link = False
    text = article.text
    inside = quotes(text)
    for place, (start, end) in enumerate(_lines(text)):
        line = text[start:end]
        if place == 0 and _is_headline(article, line):
            found.append(Sentence(start, end, HEADLINE, len(found)))
            continue
        kind, rest = _boilerplate(line, article.lang)
        if kind or (below_link and not _ends(line)):
            found.append(Sentence(start, end, BOILERPLATE, len(found)))
            below_link = (kind and not rest) or (below_link and not kind)
            continue
        below_link = False
        cut = False
        for first, last in _cut(text, start, end, article.lang):
            cut = cut or _boilerplate(text[first:last], article.lang, strict=True)[0]
            part = BOILERPLATE if cut else BODY
            if part == BODY and _is_quote(text, first, last, inside):
                part = QUOTE
            found.append(Sentence(first, last, part, len(found)))
    return found


def quotes(text: str) -> list[tuple[int, int]]:
    """Say where the quotations of a text stand, their marks among them; a title in quotation marks counts, too."""
    return [match.span() for match in _QUOTED.finditer(text) if "\n\n" not in match.group()]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = end = -1
    for match in _LINE.finditer(text):
        line = match.group().strip()
        if not line:
            continue
        first = match.start() + len(match.group()) - len(match.group().lstrip())
        last = first + len(line)
        goes_on = end >= 0 and line[0].islower() and not _ends(text[start:end]) and "\n\n" not in text[end:first]
        if goes_on:
            end = last
            continue
        if end >= 0:
            yield start, end
        start, end = first, last
    if end >= 0:
        yield start, end


def _is_headline(article: Article, line: str) -> bool:
    if article.title:
        return line.strip() == article.title.strip()
    return (
        len(line) <= _LONGEST_HEADLINE
        and len(line) < len(article.text.strip())
        and (not _ends(line) or line.rstrip().endswith(("!", "?", "...", "…")))
    )


def _ends(line: str) -> bool:
    return line.rstrip().rstrip(_CLOSING).endswith((".", "!", "?", "…", ":"))


def _boilerplate(line: str, lang: str, strict: bool = False) -> tuple[bool, str]:
    """Say whether a line is boilerplate, and what it holds beyond the words that say so."""
    words = _words()
    folded = _BULLET.sub("", Surface.of(line).folded)
    for begin in words["begins"]:
        if folded.startswith(begin) and not folded[len(begin) : len(begin) + 1].isalnum():
            rest = folded[len(begin) :].lstrip()
            if rest[:1] in (":", "|", "/", "©", "-", "–", "(", "") and (rest or not strict):
                return True, rest.lstrip(" :|/-–")
            if (
                begin.count(" ")
                and begin.split()[0] in ("baca", "read", "simak", "also", "see", "ilgili")
                and len(line) < 200
            ):
                return True, rest
    if not strict and len(folded) < 400:
        return any(one in folded for one in words["holds"]), folded
    return False, ""


def _cut(text: str, start: int, end: int, lang: str) -> Iterator[tuple[int, int]]:
    abbreviations = _words()["abbreviations"]
    first = start
    for match in _END.finditer(text, start, end):
        last = match.end()
        behind = _INK.search(text, last, end)
        after = text[behind.start() : behind.start() + 3] if behind else ""
        if not after or not (
            after[0].isupper() or after[0].isdigit() or after[0] in _OPENING + "”" or not after[0].isalnum()
        ):
            continue
        if match.group().startswith(".") and _abbreviates(text, match.start(), abbreviations, after):
            continue
        if text.count("(", first, last) > text.count(")", first, last):
            continue
        if after[0] in "-–—," or (after[0] in _CLOSING and after[0] not in _OPENING and not after[1:2].isalpha()):
            continue
        yield first, last
        first = behind.start() if behind else last
    if first < end:
        yield first, end


def _abbreviates(text: str, stop: int, abbreviations: frozenset[str], after: str) -> bool:
    begin = stop
    while begin > 0 and (text[begin - 1].isalpha() or text[begin - 1] in ".'"):
        begin -= 1
    word = Surface.of(text[begin:stop]).folded.strip(".'")
    if not word:
        # "5. Ocak" of a date or an ordinal: a number, a stop, a small letter was passed over already.
        number = begin
        while number > 0 and text[number - 1].isdigit():
            number -= 1
        return number < begin and begin - number <= 2
    if _INITIALS.fullmatch(word):
        return True
    return word in abbreviations or (len(word) == 1 and text[begin:stop][:1].isupper())


def _is_quote(text: str, start: int, end: int, inside: list[tuple[int, int]]) -> bool:
    if _ONLY_QUOTED.fullmatch(text[start:end]):
        return True
    return any(first <= start and end <= last for first, last in inside)


@cache
def _words() -> dict[str, Any]:
    with (folder("graph") / "reading" / "boilerplate.toml").open("rb") as file:
        given = tomllib.load(file)
    return {
        "begins": sorted({word for words in given["begins"].values() for word in words}, key=len, reverse=True),
        "holds": tuple(given["holds"]["all"]),
        "abbreviations": frozenset(word for words in given["abbreviations"].values() for word in words),
    }
