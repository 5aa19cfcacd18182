"""What people decided on who is who: one row a decision, in SSSOM's table form.

A name, or another thing's IRI, is the same as a thing or is not; who said so, and when
(https://mapping-commons.github.io/sssom/). The file is read at every import; the review table, of
the same form, holds the candidates that wait for a decision.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cityties.model.errors import DataError, RequestError
from cityties.model.output import write_whole
from cityties.model.vocabulary import PREFIXES, compact
from cityties.store import is_address

__all__ = ["CANDIDATES", "DECISIONS", "Decision", "read_candidates", "read_decisions", "write_decisions"]

DECISIONS: Final = "decisions.sssom.tsv"
CANDIDATES: Final = "review.sssom.tsv"

_COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "subject_type",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "confidence",
    "comment",
    "subject_source",
)
_SAME: Final = "skos:exactMatch"
_LITERAL: Final = "rdfs literal"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, order=True)
class Decision:
    """A name (with its country, as in "Köln, Germany") or an IRI is, or is not, a thing.

    A candidate has a score (0 to 1) and no author: it is a question, not yet a decision; ``source`` is what asks it.
    """

    subject: str
    thing: str
    same: bool = True
    author: str = ""
    day: str = ""
    score: float | None = None
    label: str = ""
    comment: str = ""
    source: str = ""

    @property
    def of_things(self) -> bool:
        """Say whether it joins two things, rather than a name and a thing."""
        return is_address(self.subject)


def read_decisions(path: Path) -> list[Decision]:
    """Read a table of decisions; an absent file holds none.

    Raises DataError, with file and line, where a row is not whole: a subject, a thing, who and when.
    """
    found = []
    for number, row in _rows(path):
        one = _decision(path, number, row)
        if not one.author or not _DAY.fullmatch(one.day):
            raise DataError(f"{path}:{number}: says not who decided, or not when (YYYY-MM-DD): fill both columns")
        found.append(replace(one, score=None, source=""))
    return found


def read_candidates(path: Path) -> list[Decision]:
    """Read a review table: the candidates that wait, in its order; an absent file holds none.

    Raises DataError, with file and line, where a row names no subject or no thing.
    """
    return [_decision(path, number, row) for number, row in _rows(path)]


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read as UTF-8 text") from error
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line and not line.startswith("#")]
    if not lines:
        return
    names = lines[0][1].split("\t")
    missing = {"predicate_modifier", "object_id", "author_label", "mapping_date"} - set(names)
    if missing:
        raise DataError(f"{path}:{lines[0][0]}: lacks the column {min(missing)}: begin with the header of SSSOM")
    for number, line in lines[1:]:
        cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
        yield number, {name: cell.strip() for name, cell in zip(names, cells, strict=False)}


def _decision(path: Path, number: int, row: dict[str, str]) -> Decision:
    subject = _expand(row.get("subject_id", "")) or row.get("subject_label", "")
    thing = _expand(row.get("object_id", ""))
    modifier = row.get("predicate_modifier", "").lower()
    if not subject or not is_address(thing):
        raise DataError(f"{path}:{number}: names no subject or no thing: fill subject_label and object_id")
    if row.get("predicate_id", _SAME) != _SAME:
        raise DataError(f"{path}:{number}: predicate_id is {row['predicate_id']}: only {_SAME} is decided here")
    if modifier not in ("", "not"):
        raise DataError(f"{path}:{number}: predicate_modifier is {modifier}: write Not, or leave it empty")
    score = row.get("confidence", "")
    return Decision(
        subject,
        thing,
        modifier == "",
        row.get("author_label", ""),
        row.get("mapping_date", ""),
        float(score) if re.fullmatch(r"[01](?:\.\d+)?", score) else None,
        row.get("object_label", ""),
        row.get("comment", ""),
        _expand(row.get("subject_source", "")),
    )


def write_decisions(path: Path, decisions: Iterable[Decision]) -> Path:
    """Write a table of decisions or candidates, sorted, whole or not at all."""
    listed = sorted(set(decisions), key=lambda one: (one.subject, -(one.score or 0.0), one.thing))
    prefixes = sorted({compact(name).split(":", 1)[0] for d in listed for name in (d.thing, d.source)} & set(PREFIXES))
    out = io.StringIO()
    out.write("# curie_map:\n")
    for name in sorted({*prefixes, "semapv", "skos"}):
        out.write(f"#   {name}: {PREFIXES.get(name, 'https://w3id.org/semapv/vocab/')}\n")
    out.write("\t".join(_COLUMNS) + "\n")
    for one in listed:
        row = {
            "subject_id": compact(one.subject) if one.of_things else "",
            "subject_label": "" if one.of_things else one.subject,
            "subject_type": "" if one.of_things else _LITERAL,
            "predicate_id": _SAME,
            "predicate_modifier": "" if one.same else "Not",
            "object_id": compact(one.thing),
            "object_label": one.label,
            "mapping_justification": "semapv:ManualMappingCuration" if one.author else "semapv:LexicalMatching",
            "author_label": one.author,
            "mapping_date": one.day,
            "confidence": "" if one.score is None else f"{one.score:.2f}",
            "comment": one.comment,
            "subject_source": compact(one.source) if one.source else "",
        }
        out.write("\t".join(_cell(row[name]) for name in _COLUMNS) + "\n")
    return write_whole(path, out.getvalue())


def _cell(value: str) -> str:
    return re.sub(r"[\t\r\n]+", " ", value)


def _expand(name: str) -> str:
    name = name.strip().strip("<>")
    if is_address(name) or not name:
        return name
    prefix, colon, local = name.partition(":")
    if not colon or prefix not in PREFIXES:
        raise RequestError(f"{name}: no thing's IRI: write wd:Q64, city:…, or the whole address")
    return PREFIXES[prefix] + local
