"""Reads Turtle, TriG and N-Triples as somebody wrote them, to tell in which line each statement stands.

The RDF library tells no lines. This reader takes only what that library has taken as right before:
it knows the tokens (https://www.w3.org/TR/turtle/#sec-grammar) and who is whose subject, no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urljoin

from cityties.model.vocabulary import RDF

__all__ = ["Written", "prefix_declarations", "written_statements"]

_TOKEN: Final = re.compile(
    r"""(?P<skip>\s+|\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)
    |(?P<long>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3})
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<type>\^\^)
    |(?P<blank>_:[\w](?:[\w.·-]*[\w·-])?)
    |(?P<name>(?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:.%\\-]))*))
    |(?P<number>[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[A-Za-z]+)
    |(?P<mark>[.;,\[\](){}])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPED: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_PREFIX: Final = re.compile(r"^\s*@?prefix\s+(?P<name>[^\s:]*:)\s*<(?P<iri>[^>]*)>", re.IGNORECASE | re.MULTILINE)


class Written(NamedTuple):
    """A statement as it stands in a file: its terms as plain text, and the line of its object."""

    subject: str
    predicate: str
    object: str
    line: int
    subject_line: int


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def prefix_declarations(text: str) -> Iterator[tuple[str, str, int]]:
    """Give the prefixes that a file declares: each with its namespace and its line."""
    line, at = 1, 0
    for found in _PREFIX.finditer(text):
        line += text.count("\n", at, found.start("name"))
        at = found.start("name")
        yield found["name"][:-1], found["iri"], line


def written_statements(text: str, base: str) -> Iterator[Written]:
    """Give the statements of a file in the order in which they stand, as far as they can be read."""
    return _Reader(text, base).statements()


class _Reader:
    """Walks the tokens once; a stack remembers what a bracket interrupts."""

    def __init__(self, text: str, base: str) -> None:
        self._tokens = _tokens(text)
        self._base = base
        self._prefixes: dict[str, str] = {}
        self._blank = 0

    def statements(self) -> Iterator[Written]:
        subject, subject_line, predicate = "", 0, ""
        stack: list[tuple[str, int, str]] = []
        previous = ""
        for token in self._tokens:
            if token.kind in ("at", "word") and token.text.lower().lstrip("@") in ("prefix", "base"):
                self._declare(token)
                continue
            if token.kind == "mark":
                if token.text in "[(":
                    self._blank += 1
                    name = f"_: {self._blank}"
                    if predicate:
                        yield Written(subject, predicate, name, token.line, subject_line)
                    stack.append((subject, subject_line, predicate))
                    subject, subject_line, predicate = name, token.line, "" if token.text == "[" else f"{RDF}first"
                elif token.text in "])":
                    inner = subject
                    subject, subject_line, predicate = stack.pop() if stack else ("", 0, "")
                    if not subject:
                        subject, subject_line = inner, token.line
                elif token.text == ";":
                    predicate = ""
                elif token.text != ",":  # a full stop, or a brace of a named graph
                    subject, predicate = "", ""
            elif token.kind in ("at", "type"):
                pass  # of the literal before
            elif previous == "type" or (token.kind == "word" and token.text == "GRAPH"):
                pass
            else:
                term = self._term(token)
                if not subject:
                    subject, subject_line = term, token.line
                elif not predicate:
                    predicate = term
                else:
                    yield Written(subject, predicate, term, token.line, subject_line)
            previous = token.kind

    def _declare(self, token: _Token) -> None:
        name = next(self._tokens, token)
        if token.text.lower().endswith("base"):
            self._base = urljoin(self._base, name.text[1:-1])
            return
        self._prefixes[name.text] = urljoin(self._base, next(self._tokens, token).text[1:-1])

    def _term(self, token: _Token) -> str:
        match token.kind:
            case "iri":
                return (
                    urljoin(self._base, _plain(token.text[1:-1])) if ":" not in token.text else _plain(token.text[1:-1])
                )
            case "name":
                prefix, _, local = token.text.partition(":")
                return self._prefixes.get(f"{prefix}:", f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)
            case "text":
                return _plain(token.text[1:-1])
            case "long":
                return _plain(token.text[3:-3])
            case "word" if token.text == "a":
                return f"{RDF}type"
        return token.text


def _tokens(text: str) -> Iterator[_Token]:
    line, at = 1, 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:  # what no grammar knows is passed over: the RDF library has the say
            at += 1
            continue
        kind = str(found.lastgroup)
        if kind != "skip":
            yield _Token(kind, found[0], line)
        line += found[0].count("\n")
        at = found.end()


def _plain(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        told = found[1]
        return chr(int(told[1:], 16)) if told[0] in "uU" and len(told) > 1 else _ESCAPED.get(told, told)

    return _ESCAPE.sub(one, text) if "\\" in text else text
