"""An article as it is handed in: bytes of a text file or a web page, made into text and what is known of it."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from cityties.model.errors import DataError, RequestError
from cityties.model.given import standard_input
from cityties.model.language import languages
from cityties.reading.draft import Article
from cityties.reading.text.boilerplate import unstamped
from cityties.reading.text.heading import headline, without_head
from cityties.reading.text.language import guess_language
from cityties.reading.text.webpage import Webpage, is_webpage, read_webpage
from cityties.reading.time.dateline import dateline_day

__all__ = ["article_of", "read_article"]

_LARGEST: Final = 8_000_000  # bytes
_LONGEST: Final = 40_000  # characters of text, some six thousand words
_WORD: Final = re.compile(r"\S{1001}")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\ud800-\udfff]|[\u202a-\u202e\u2066-\u2069]")
_MARKS: Final = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a packed file"),
    (b"\x1f\x8b", "a packed file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET: Final = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
# The Western and the Turkish code page differ in six letters, of which Icelandic has one set, Turkish the other.
_WESTERN: Final = frozenset(
    codecs.lookup(name).name for name in ("cp1252", "cp1254", "latin1", "iso8859-9", "iso8859-15", "ascii")
)
_NARROW, _WIDE, _BREAKS = 50, 130, 3  # characters, and how many lines tell a width
_TURKISH: Final = "cp1254"
_EXPECTED: Final = frozenset("çğıöşüâîûÇĞİÖŞÜÂÎÛéèáíóúñëïä‘’“”–—…•«»©®°´½€\xa0")
_LIKELY: Final = 0.8
_BROKEN: Final = 0.05  # of the letters: with fewer faults than that, a text is UTF-8 all the same
_DATELINE: Final = re.compile(r"[^\n]{2,60}?\(([A-Z][\w .&'-]{1,30})\)\s*(?:[-–—]|--)\s")


def read_article(name: str, *, published: str = "", publisher: str = "", address: str = "", lang: str = "") -> Article:
    """Read an article from a file, or from standard input ("-").

    Raises RequestError where the file cannot be read, DataError where it is no text of one article.
    """
    called = "standard input" if name == "-" else name
    try:
        if name == "-":
            data = standard_input().read(_LARGEST + 1)
        else:
            with Path(name).open("rb") as stream:
                data = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name of a file"
        raise RequestError(f"{called}: cannot be read: {reason}") from error
    return article_of(data, called, published=published, publisher=publisher, address=address, lang=lang)


def article_of(
    data: bytes, name: str, *, published: str = "", publisher: str = "", address: str = "", lang: str = ""
) -> Article:
    """Make an article of bytes. What is given of its publication goes before what it says itself.

    Raises DataError, naming it, where it is empty, no text, far too long, or in none of the languages.
    """
    if len(data) > _LARGEST:
        raise DataError(
            f"{name}: more than {_LARGEST // 1_000_000} MB: an article is shorter: hand over its text alone"
        )
    text = _decoded(data, name)
    page = read_webpage(text, name) if is_webpage(text) else Webpage(text)
    told, stamped = unstamped(page.text)
    body = _unwrapped(_clean(told))
    if not any(letter.isalpha() for letter in body):
        raise DataError(f"{name}: no words in it: hand over the text of an article")
    if len(body) > _LONGEST:
        raise DataError(f"{name}: {len(body):,} characters: an article has at most {_LONGEST:,}: cut it")
    if _WORD.search(body):
        raise DataError(f"{name}: a word of more than a thousand letters: no text of an article")
    lang = lang or guess_language(body) or (page.lang if page.lang in languages() else "")
    if lang not in languages():
        raise DataError(f"{name}: in which language? none of {', '.join(languages())} for sure: say it by --lang")
    title = " ".join(_clean(page.title).split())
    if title:
        first, _, rest = body.partition("\n")
        body = title + "\n" + (rest.lstrip("\n") if _same(first, title) else body)
    else:
        body = without_head(body)
        title = headline(body)
    article = Article(
        body,
        lang,
        title,
        published or page.published or stamped,
        publisher or page.publisher or _agency(body, title),
        address or page.address,
    )
    return article if article.published else replace(article, published=dateline_day(article))


def _decoded(data: bytes, name: str) -> str:
    """Turn bytes into text: by their mark, as UTF-8, as the page says, or as it looks."""
    for mark, kind in _MARKS:
        if data.startswith(mark):
            raise DataError(f"{name}: {kind}, no text: save the article as plain text or HTML")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) if encoding == "utf-8" else 0 :].decode(encoding, errors="replace")
    if b"\0" in data:
        raise DataError(f"{name}: holds NUL bytes, no text: save the article as plain text or HTML")
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4000])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            return data.decode(_wider(declared[1].decode()), errors="replace")
        except LookupError:
            pass
    text = data.decode(errors="replace")
    faults = text.count("\ufffd")
    if faults <= _BROKEN * len(text) and faults < sum(letter > "\x7f" for letter in text) / 2:
        return text
    turkish = data.decode(_TURKISH, errors="replace")
    marked = [letter for letter in turkish if letter > "\x7f"]
    if sum(letter in _EXPECTED for letter in marked) >= _LIKELY * len(marked):
        return turkish
    from charset_normalizer import from_bytes

    best = from_bytes(data[:50_000]).best()
    if best is None:
        raise DataError(f"{name}: no text in an encoding that is known: save it as UTF-8")
    return data.decode(_wider(best.encoding), errors="replace")


def _wider(encoding: str) -> str:
    return _TURKISH if codecs.lookup(encoding).name in _WESTERN else encoding


def _clean(text: str) -> str:
    """Bring a text's lines into one form, without white space around them and characters that are no text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _CONTROLS.sub("", text.replace("\t", " ").removeprefix("\ufeff"))
    lines = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", lines).lstrip(" ")


def _unwrapped(text: str) -> str:
    """Join the lines of a text that was broken at a width, as mail is; each character stays in its place.

    A text is broken at a width where no line but the last of its paragraph had room for the next line's first word.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if not _NARROW <= width <= _WIDE:
        return text
    inner = [number for number in range(len(lines) - 1) if lines[number] and lines[number + 1]]
    broken = [n for n in inner if len(lines[n]) + 1 + len(lines[n + 1].split()[0]) > width]
    if len(broken) < _BREAKS or len(broken) < len(inner):
        return text
    joined = set(broken)
    return "".join(line + (" " if number in joined else "\n") for number, line in enumerate(lines)).rstrip("\n")


def _agency(body: str, title: str) -> str:
    """Give the agency that a dateline names: "Jakarta (ANTARA) - …"."""
    start = body[len(title) :].lstrip() if title else body
    found = _DATELINE.match(start)
    return found[1].strip() if found else ""


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
