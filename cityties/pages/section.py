"""Rows of an answer as linked cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from cityties.display.answer import Answer
from cityties.dossier.plan import column_word, word
from cityties.pages.address import address
from cityties.pages.frame import Frame
from cityties.store import IRI, Literal, Term

__all__ = ["Cell", "Link", "of_answer"]

_MOST: Final = 500
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?|\d{4}(?:-\d\d){0,2}")  # or a date


@dataclass(frozen=True)
class Link:
    """A text, and where it leads ("" where nowhere)."""

    text: str
    href: str = ""

    @property
    def html(self) -> Markup:
        """The link as HTML, its text and address escaped."""
        return Markup(_anchor(self.text, self.href))


@dataclass(frozen=True)
class Cell:
    """One cell: its column, the texts in it, and whether it is a number."""

    name: str
    column: str
    links: Sequence[Link]
    number: bool = False

    @property
    def html(self) -> Markup:
        """The links of the cell as HTML."""
        return Markup("; ".join(_anchor(link.text, link.href) for link in self.links))


def _anchor(text: str, href: str) -> str:
    if not href:
        return str(escape(text))
    away = "" if href.startswith("/") else ' rel="noreferrer"'
    return f'<a href="{escape(href)}"{away}>{escape(text)}</a>'


def of_answer(frame: Frame, answer: Answer, columns: Sequence[str] = ()) -> tuple[list[str], list[list[Cell]]]:
    """Link the cells of an answer; of very many rows, the first."""
    shown = list(columns) or list(answer.shown)
    held = list(answer.texts())
    texts = {column: column_word(column, [row.get(column, "") for row in held], frame.lang) for column in shown}
    rows = []
    for row in answer.rows[:_MOST]:
        told = dict(zip(answer.columns, row, strict=True))
        rows.append([_cell(frame, column, texts[column], told) for column in shown])
    return [texts[column] for column in shown], rows


def _cell(frame: Frame, column: str, text: str, told: Mapping[str, Term | None]) -> Cell:
    value, label = told.get(column), told.get(f"{column}Label")
    if isinstance(value, IRI):
        name = label.value if isinstance(label, Literal) else frame.label(value.value)
        return Cell(column, text, [Link(name, address(value.value))])
    if isinstance(value, Literal) and label is not None:  # several things in one cell
        return Cell(column, text, [Link(frame.label(iri), address(iri)) for iri in value.value.split()])
    if isinstance(value, Literal):
        plain = {"true": frame.words["true"], "false": frame.words["false"]}.get(value.value, value.value)
        plain = word(plain, frame.lang) or plain
        href = address(value.value) if column == "address" else ""
        return Cell(column, text, [Link(plain, href)], _NUMBER.fullmatch(plain) is not None)
    return Cell(column, text, [Link(str(value))] if value is not None else [])
