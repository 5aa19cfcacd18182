"""The article of a web page, without the menus, scripts, related links and footers around it.

The only room that knows trafilatura (https://trafilatura.readthedocs.io). What the page says of itself in its
head, its title, day, publisher and address, is taken with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from cityties.model.errors import DataError, RequestError
from cityties.store import is_address

__all__ = ["Webpage", "is_webpage", "read_webpage"]

_LONGEST: Final = 1_000_000  # characters, without scripts and styles
_TAGS: Final = 25_000
_MARKUP: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|meta|title|h1)\b[^<>]{0,2000}>", re.IGNORECASE
)
_BEGINS: Final = 3000  # characters within which a web page shows that it is one
_LADEN: Final = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\s[^<>]{3000,}>")  # a tag whose attributes weigh it down
_NOISE: Final = ("style", "svg", "noscript", "iframe", "template")
_DATE: Final = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")
_PUBLISHED: Final = re.compile(r'"datePublished"\s*:\s*"((?:19|20)\d\d-\d\d-\d\d)')


@dataclass(frozen=True)
class Webpage:
    """What a web page holds: its article's text, one paragraph a line, and what it says of itself."""

    text: str
    title: str = ""
    published: str = ""
    publisher: str = ""
    address: str = ""
    lang: str = ""


def is_webpage(text: str) -> bool:
    """Say whether a text is HTML: it opens with a tag, or has one of a page's own near its beginning."""
    start = text[:_BEGINS].lstrip("\ufeff \t\r\n")
    return start.startswith("<") and bool(_MARKUP.search(start))


def read_webpage(html: str, name: str) -> Webpage:
    """Take the article out of a page. Raises DataError where there is none, or the page is far too large."""
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise RequestError("web pages need trafilatura: install cityties[read], or hand in plain text") from error
    html = _without_noise(html)
    if len(html) > _LONGEST or html.count("<") > _TAGS:
        raise DataError(f"{name}: a page too large for one article: hand over the article's text alone")
    found: Any = bare_extraction(
        html,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = (found.text or "").strip() if found is not None else ""
    if found is None or not text:
        raise DataError(f"{name}: no article in this page: hand over the article's text alone")
    told = _PUBLISHED.search(html)
    date = told[1] if told else (found.date or "")
    title, site = (" ".join((told or "").split()) for told in (found.title, found.sitename))
    return Webpage(
        text,
        title,
        date if _DATE.fullmatch(date) else "",
        site if site and site != found.hostname else _site(html, title) or site,
        found.url if found.url and is_address(found.url) else "",
        _language(html),
    )


def _without_noise(html: str) -> str:
    """Leave out what is never text: styles, drawings, comments, and scripts but those that describe the page."""
    for name in _NOISE:
        html = _cut(html, re.compile(rf"<{name}\b", re.IGNORECASE), f"</{name}")
    html = _LADEN.sub(r"<\1>", html)
    html = _cut(html, re.compile(r"<script\b(?![^<>]{0,200}ld\+json)", re.IGNORECASE), "</script")
    return _cut(html, re.compile(r"<!--"), "-->")


def _cut(html: str, opening: re.Pattern[str], closing: str) -> str:
    parts, done, folded = [], 0, html.lower()
    if len(folded) != len(html):  # a letter such as İ that grows: the places would not fit
        folded = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in html)
    for found in opening.finditer(html):
        if found.start() < done:
            continue
        end = folded.find(closing, found.end())
        if end < 0:
            break
        parts.append(html[done : found.start()])
        end = folded.find(">", end + len(closing) - 1)
        done = end + 1 if end >= 0 else len(html)
    return "".join(parts) + html[done:]


def _site(html: str, title: str) -> str:
    """Give what a page's title has behind that of its article: "Two cities talk | The Daily Lamp"."""
    found = re.search(r"<title\b[^<>]{0,200}>([^<>]{1,400})</title", html, re.IGNORECASE)
    whole = " ".join(unescape(found[1]).split()) if found else ""
    behind = re.fullmatch(r"\s*(?:[|–—»·]|::?|-)\s+(\S.{1,38})", whole[len(title) :]) if title else None
    return behind[1].strip() if behind and whole.startswith(title) else ""


def _language(html: str) -> str:
    found = re.search(r"<html\b[^<>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2})", html[:_BEGINS], re.IGNORECASE)
    return found[1].lower() if found else ""
