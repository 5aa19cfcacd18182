"""What a query may not do: reach for servers that nobody allowed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from cityties.model.errors import RequestError

__all__ = ["refuse_reaching_out"]

# The tokens of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar), as far as words hide in them.
_TOKEN: Final = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<text>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*''' |
        "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<comment>\#[^\n\r]*)
    | (?P<word>(?:[\w.:$?@%-]|\\.)+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REACHING: Final = frozenset({"service", "load"})


def refuse_reaching_out(text: str, allowed: Collection[str] = ()) -> None:
    """Refuse a query or update with SERVICE or LOAD, but for servers allowed by name.

    Raises RequestError. The server is allowed where its IRI is written out and is one of ``allowed``.
    """
    if not any(word in _decoded(text).lower() for word in _REACHING):
        return
    for variant in {text, _decoded(text)}:
        words = list(_words(variant))
        for place, word in enumerate(words):
            if word.lower() not in _REACHING:
                continue
            after = [w for w in words[place + 1 : place + 3] if w.lower() != "silent"]
            target = after[0] if after else ""
            if target.startswith("<") and target[1:-1] in allowed:
                continue
            raise RequestError(f"{word.upper()}: this server asks no other server for you: ask that one yourself")


def _words(text: str) -> Iterator[str]:
    for found in _TOKEN.finditer(text):
        if found.lastgroup in ("iri", "word") or (found.lastgroup == "other" and not found[0].isspace()):
            yield found[0]


def _decoded(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        number = int(found[1] or found[2], 16)
        return chr(number) if number < 0x110000 else "\ufffd"

    return _ESCAPE.sub(letter, text)
