"""SERVICE and LOAD: how a query or an update would reach other servers, and why it may not.

Oxigraph reads SPARQL without cutting it into words first: `5SERVICE<http://x/>` calls a server, and `<#>` is an
address in one place and "less than" before a comment in another. So this looks at every way in which a text could
be cut, and refuses it where one of them holds the keyword. Grammar: https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from cityties.model.errors import RequestError

__all__ = ["refuse_reaching_out"]

_KEYWORD: Final = re.compile(r"service|load", re.IGNORECASE | re.ASCII)
_NEXT: Final = re.compile(r"//|[<\"'#\\]|service|load", re.IGNORECASE | re.ASCII)
_IRI: Final = re.compile(r"<[^<>\"{}|^`\x00-\x20]*>")
_TEXTS: Final = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""', r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''",
        r'"(?:[^"\\\n\r]|\\.)*"', r"'(?:[^'\\\n\r]|\\.)*'",
    )
)  # fmt: skip
_COMMENT: Final = re.compile(r"#[^\n\r]*")
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
# What makes the letters that follow part of a name: a variable, a language tag, the local part of a prefixed name.
_NAME: Final = re.compile(r"(?:[?$]|@[\w-]*|:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)*|[?$]\w+)\Z")
_LONGEST: Final = 400  # letters of a name that are looked at before the keyword
# What follows the keyword: a prefix of that name, as `service:`, unless what follows it is what follows a server.
_PREFIX: Final = re.compile(r"[\w.-]*:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*", re.DOTALL)
_SPACE: Final = re.compile(r"(?:\s|#[^\n\r]*(?:[\n\r]|\Z))*")
_SERVER: Final = re.compile(r"[<?$:\w\\]")  # how what names a server begins
_INTO: Final = re.compile(r";|into|\Z", re.IGNORECASE)
_MIDDLE: Final = re.compile(r"[^#;>\s][^\S\r\n]*\Z")  # an operation begins behind ";", a prologue or a comment
_TARGET: Final = re.compile(r"\s*(?:silent)?\s*<([^<>\"{}|^`\\\x00-\x20]*)>", re.IGNORECASE)


def refuse_reaching_out(text: str, allowed: Collection[str] = ()) -> None:
    """Refuse a query or update that holds SERVICE or LOAD in any reading, but for servers allowed by name.

    Raises RequestError. The server is allowed where its IRI is written out right behind the keyword, and is one of
    ``allowed``.
    """
    for variant in {text, _decoded(text)}:
        if not _KEYWORD.search(variant):
            continue
        for place, word in _keywords(variant):
            target = _TARGET.match(variant, place + len(word))
            if target is None or target[1] not in allowed:
                raise RequestError(f"{word.upper()}: this server asks no other server for you: ask that one yourself")


def _keywords(text: str) -> Iterator[tuple[int, str]]:
    """Give each keyword that some reading of a text has outside strings, addresses, comments and names."""
    waiting, seen = [0], {0}
    while waiting:
        found = _NEXT.search(text, waiting.pop())
        if found is None:
            continue
        place, mark = found.start(), found[0]
        if mark == "//":  # in no query outside strings, addresses and comments: this is no way to read it
            continue
        if len(mark) > 1 and not _is_harmless(text, place, found.end()):
            yield place, mark
        for follows in _after(text, place, mark):
            if follows not in seen:
                seen.add(follows)
                waiting.append(follows)


def _after(text: str, place: int, mark: str) -> Iterator[int]:
    """Say where a reader can stand next: behind what the mark begins, in each way in which it may be read."""
    if mark == "<":
        yield place + 1  # less than
        if iri := _IRI.match(text, place):
            yield iri.end()
    elif mark == "#":
        comment = _COMMENT.match(text, place)
        yield comment.end() if comment else place + 1
    elif mark in "\"'":  # a long string may be read as an empty one and another
        yield from (string.end() for pattern in _TEXTS if (string := pattern.match(text, place)))
    elif mark == "\\":  # of a name: what follows stands for itself
        yield place + 2
    else:
        yield place + len(mark)


def _is_harmless(text: str, start: int, end: int) -> bool:
    """Say whether the letters of a keyword are part of a name, or no server is named behind them."""
    if _NAME.search(text, max(0, start - _LONGEST), start):
        return True
    if not _SERVER.match(text, _past_space(text, end)):
        return True
    prefixed = _PREFIX.match(text, end)
    if prefixed is None:
        return False
    behind = _past_space(text, prefixed.end())
    if text[start:end].lower() == "service":
        return not text.startswith("{", behind)
    return not _INTO.match(text, behind) or _MIDDLE.search(text, max(0, start - _LONGEST), start) is not None


def _past_space(text: str, place: int) -> int:
    space = _SPACE.match(text, place)
    return space.end() if space else place


def _decoded(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        number = int(found[1] or found[2], 16)
        return chr(number) if number < 0x110000 else "\ufffd"

    return _ESCAPE.sub(letter, text)
