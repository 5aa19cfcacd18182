"""The operations of a SPARQL update, told apart by their words: which write the default graph, which dataset they read.

Grammar: https://www.w3.org/TR/sparql11-query/#rUpdate. What follows holds for texts that the engine then parses
itself: a text that is no update is left as it is, for the engine to say what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.model.errors import RequestError
from cityties.store.term import IRI

__all__ = ["Operation", "operations", "refuse_default_graph", "with_dataset"]

_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<text>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<word>(?:[^\s{}()<>"'#;,\[\]\\]|\\.)+)
    |(?P<mark>\S)""",
    re.VERBOSE | re.DOTALL,
)
_TEMPLATES: Final = ("INSERT", "DELETE")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """Give a bare word in capitals; nothing for what is no word."""
        return self.text.upper() if self.kind == "word" else ""


@dataclass(frozen=True)
class Operation:
    """One operation: the words outside its braces, and where its groups in braces stand in the text."""

    words: tuple[_Token, ...]
    groups: tuple[tuple[str, int, int], ...]  # the word before it, its opening brace, the place behind its closing one
    loose: bool  # a template of it has a statement outside GRAPH

    @property
    def keywords(self) -> list[str]:
        """Give the bare words, in capitals."""
        return [token.keyword for token in self.words if token.keyword]

    @property
    def names_dataset(self) -> bool:
        """Say whether it names by USING or WITH what it reads."""
        return bool({"USING", "WITH"} & set(self.keywords))

    @property
    def writes_default_graph(self) -> bool:
        """Say whether it puts statements into the default graph, or takes some out of it one by one."""
        words = self.keywords
        if self.loose and "WITH" not in words:
            return True
        if "LOAD" in words:
            return "INTO" not in words
        copies = bool({"ADD", "MOVE", "COPY"} & set(words))
        return copies and words[-1:] == ["DEFAULT"]

    @property
    def may_empty_default_graph(self) -> bool:
        """Say whether it may take all statements out of the default graph at once."""
        return bool({"ALL", "DEFAULT"} & set(self.keywords))


def operations(text: str) -> Iterator[Operation]:
    """Cut an update into its operations. Where braces do not close, the rest is one operation."""
    words: list[_Token] = []
    groups: list[tuple[str, int, int]] = []
    loose = False
    tokens = list(_tokens(text))
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.text == "{":
            end = _closing(tokens, place)
            before = words[-1].keyword if words else ""
            groups.append((before, token.start, tokens[min(end, len(tokens) - 1)].end))
            shorthand = before == "WHERE" and len(words) > 1 and words[-2].keyword == "DELETE"
            if before in (*_TEMPLATES, "DATA") or shorthand:
                loose = loose or _is_loose(tokens[place + 1 : end])
            place = end
        elif token.text == ";":
            yield Operation(tuple(words), tuple(groups), loose)
            words, groups, loose = [], [], False
        else:
            words.append(token)
        place += 1
    if words:
        yield Operation(tuple(words), tuple(groups), loose)


def refuse_default_graph(text: str) -> None:
    """Raise RequestError, with the way out, where an update would write the default graph: it is made of the others."""
    for operation in operations(text):
        if operation.writes_default_graph:
            what = next(
                (word for word in operation.keywords if word in (*_TEMPLATES, "LOAD", "ADD", "MOVE", "COPY")), ""
            )
            raise RequestError(
                f"{what} without GRAPH: the default graph follows from what sources say, and is not written: "
                "name the source, as in GRAPH <https://…/source/mine> { … }, or put WITH <…> before it"
            )


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Let each operation that reads read some graphs, as USING and USING NAMED before its WHERE say.

    Raises RequestError where an operation names a dataset itself.
    """
    if not default and not named:
        return text
    using = "".join([*(f"USING {IRI(g)} " for g in default), *(f"USING NAMED {IRI(g)} " for g in named)])
    pieces: list[str] = []
    done = 0
    for operation in operations(text):
        if operation.names_dataset:
            raise RequestError("using-graph-uri beside USING or WITH: name the dataset once, there or in the update")
        where = next((token for token in operation.words if token.keyword == "WHERE"), None)
        if where is None:
            continue
        pattern = next((text[start:end] for before, start, end in operation.groups if before == "WHERE"), "")
        shorthand = [token.keyword for token in operation.words][-2:] == ["DELETE", "WHERE"]
        pieces += [text[done : where.start], f"{pattern} " if shorthand else "", using]
        done = where.start
    return "".join([*pieces, text[done:]])


def _tokens(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        kind = str(found.lastgroup)
        if kind != "comment":
            yield _Token(kind, found[0], found.start(), found.end())


def _closing(tokens: Sequence[_Token], opening: int) -> int:
    depth = 0
    for place in range(opening, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[place].text, 0)
        if depth == 0:
            return place
    return len(tokens)


def _is_loose(template: Sequence[_Token]) -> bool:
    """Say whether a template has a statement of its own, beside those in GRAPH … { … }."""
    place = 0
    while place < len(template):
        if template[place].keyword == "GRAPH":
            opening = next((n for n in range(place, len(template)) if template[n].text == "{"), len(template))
            place = _closing(template, opening) + 1
        elif template[place].text == ".":
            place += 1
        else:
            return True
    return False
