"""Sentences of an article with their places, told apart: headline, body, nothing but a quotation, boilerplate.

Words that begin boilerplate, and abbreviations, are in graph/reading/boilerplate.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.reading.draft import Article
from cityties.reading.text.boilerplate import abbreviations, is_surrounding, link_of
from cityties.reading.text.surface import Surface

__all__ = ["Sentence", "quotes", "sentences"]

BODY: Final = "body"
BOILERPLATE: Final = "boilerplate"
HEADLINE: Final = "headline"
QUOTE: Final = "quote-only"

_OPENING: Final = "\"“„«'‘("
_CLOSING: Final = "\"”»'’)]"
# A full stop without a blank behind it ends a sentence, too, between small letters and a word with a capital.
_END: Final = re.compile(
    r"[.!?…]+[\"”»’')\]]*(?=\s+\S|(?=[\"“”][A-ZÇĞİÖŞÜ])|$)"
    r"|(?<=[a-zçğıöşü]{2})[.!?][\"”]?(?=[\"“]?[A-ZÇĞİÖŞÜ][a-zçğıöşü]{2})"
)
_QUOTED: Final = re.compile(r"“[^“”]{2,2000}(?:”|\")|\"[^\"“”]{2,2000}(?:\"|”)|«[^«»]{2,2000}»|”[^“”\"]{2,2000}”")
_ONLY_QUOTED: Final = re.compile(r"\s*[\"“”„«][^\"“”„«»]+[\"”»]?[.,!?]?\s*")
_INK: Final = re.compile(r"\S")
_INITIALS: Final = re.compile(r"(?:[a-z]\.)+[a-z]")
_LINE: Final = re.compile(r"[^\n]+")
_LONGEST_HEADLINE: Final = 220
_PARAGRAPH: Final = 160  # characters: a line as long is one of the article
_SENTENCE: Final = 70  # a sentence with a stop that fills a line is, too
_PARAGRAPHS: Final = 3


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
    lines = list(_lines(text))
    tail = _tail(text, lines)
    for place, (start, end) in enumerate(lines):
        line = text[start:end]
        if place == 0 and _is_headline(article, line):
            found.append(Sentence(start, end, HEADLINE, len(found)))
            continue
        kind, rest = link_of(line)
        again = place > 0 and line.strip() == article.title.strip()
        kind = kind or place >= tail or again or is_surrounding(line)
        if kind or (below_link and not _ends(line)):
            found.append(Sentence(start, end, BOILERPLATE, len(found)))
            below_link = (kind and not rest) or (below_link and not kind)
            continue
        below_link = False
        cut = False
        for first, last in _cut(text, start, end, article.lang):
            cut = cut or link_of(text[first:last], strict=True)[0]
            part = BOILERPLATE if cut else BODY
            if part == BODY and _is_quote(text, first, last, inside):
                part = QUOTE
            found.append(Sentence(first, last, part, len(found)))
    return found


def _tail(text: str, lines: Sequence[tuple[int, int]]) -> int:
    """Say at which line an article is over: what follows its last long paragraph in short lines without a stop."""
    sizes = [end - start for start, end in lines]
    ended = [_ends(text[start:end]) for start, end in lines]
    long = [n for n, size in enumerate(sizes) if size >= _PARAGRAPH or (ended[n] and size >= _SENTENCE)]
    if not long or long[-1] + 1 >= len(lines) or len(long) < _PARAGRAPHS:
        return len(lines)
    tail = long[-1] + 1
    while tail < len(lines) and ended[tail]:
        tail += 1
    return tail


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


def _cut(text: str, start: int, end: int, lang: str) -> Iterator[tuple[int, int]]:
    shortened = abbreviations()
    first = start
    for match in _END.finditer(text, start, end):
        last = match.end()
        behind = _INK.search(text, last, end)
        after = text[behind.start() : behind.start() + 3] if behind else ""
        if not after or not (
            after[0].isupper() or after[0].isdigit() or after[0] in _OPENING + "”" or not after[0].isalnum()
        ):
            continue
        if match.group().startswith(".") and _abbreviates(text, match.start(), shortened, after):
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
