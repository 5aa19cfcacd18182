"""What people decided of articles, kept beside the store: an article that is read again asks nothing twice.

    DIR/reviews.tsv    one decision a line; without a store of one's own, in the user's folder of data

A fact is known again by the article's digest and by what it says, not by where a rule found it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import orjson

from cityties.model.errors import DataError
from cityties.model.output import write_whole
from cityties.reading.draft import SLOTS, Draft, Fact, Verdict
from cityties.store import is_address

__all__ = ["ADDED", "MEMORY", "Decided", "memory_of", "recall", "remember"]

MEMORY: Final = "reviews.tsv"
ADDED: Final = "review"  # the rule of facts that a person added
_COLUMNS: Final = ("article", "fact", "content", "verdict", "by", "on", "became")
_STATES: Final = frozenset({"accepted", "refused"})


@dataclass(frozen=True)
class Decided:
    """One decision: of which article and fact, what the fact said when it was read, and what became of it."""

    article: str
    fact: str
    content: str
    verdict: Verdict
    became: Mapping[str, Any]  # slots, and spans, where a person mended or added them; else empty


def memory_of(location: str | None) -> Path:
    """Say where decisions are kept: in the store's folder, else in the user's."""
    if location and not is_address(location):
        return Path(location) / MEMORY
    from platformdirs import user_data_path

    return user_data_path("cityties", appauthor=False) / MEMORY


def recall(draft: Draft, path: Path) -> Draft:
    """Give a draft with what was decided before of its article: verdicts, mended slots, added facts.

    A fact that has a verdict already keeps it. Raises DataError, with the line, where the file is at fault.
    """
    decided = [one for one in _read(path) if one.article == draft.article.digest]
    by_content = {one.content: one for one in decided}
    facts = [_recalled(fact, by_content) for fact in draft.facts]
    names = {fact.id for fact in facts}
    for one in decided:
        if one.became.get("rule") == ADDED and one.fact not in names:
            facts.append(_added(one, draft))
    return replace(draft, facts=tuple(facts))


def remember(before: Draft, after: Draft, path: Path) -> None:
    """Keep what was decided of an article, in the place of what was kept of it; written whole or not at all.

    ``before`` is the draft as it was read or opened, ``after`` as the review left it.
    """
    kept = _read(path)
    earlier = {one.fact: one for one in kept if one.article == after.article.digest}
    rows = [one for one in kept if one.article != after.article.digest]
    was = {fact.id: fact for fact in before.facts}
    for fact in after.facts:
        if fact.verdict:
            rows.append(_decided(fact, was.get(fact.id), earlier.get(fact.id), after.article.digest))
    if rows or kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, rows)


def _decided(fact: Fact, was: Fact | None, earlier: Decided | None, article: str) -> Decided:
    first = was or fact
    content = _content(first)
    if earlier and was and dict(was.slots) == earlier.became.get("slots"):
        content = earlier.content  # it was mended before: what was read first counts
    became: dict[str, Any] = {}
    if fact.rule == ADDED or content != _content(fact) or first.spans != fact.spans:
        became = {"slots": dict(fact.slots), "spans": [list(span) for span in fact.spans]}
    if fact.rule == ADDED:
        became |= {"rule": ADDED, "kind": fact.kind}
    assert fact.verdict
    return Decided(article, fact.id, content, fact.verdict, became)


def _recalled(fact: Fact, decided: Mapping[str, Decided]) -> Fact:
    one = decided.get(_content(fact))
    if one is None or fact.verdict is not None:
        return fact
    slots = one.became.get("slots", fact.slots)
    spans = tuple((int(start), int(end)) for start, end in one.became.get("spans", fact.spans))
    return replace(fact, slots=slots, spans=spans, verdict=one.verdict)


def _added(one: Decided, draft: Draft) -> Fact:
    spans = tuple((int(start), int(end)) for start, end in one.became["spans"])
    return Fact(one.fact, str(one.became["kind"]), dict(one.became["slots"]), spans, ADDED, 1.0, one.verdict)


def _content(fact: Fact) -> str:
    """Give a sign of what a fact says, whatever its number, its place or its score."""
    told = orjson.dumps([fact.kind, dict(fact.slots)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(told).hexdigest()[:32]


def _read(path: Path) -> list[Decided]:
    if not path.is_file():
        return []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: cannot be read as UTF-8 text: mend it, or move it away") from error
    if not lines or tuple(lines[0].split("\t")) != _COLUMNS:
        raise DataError(f"{path}:1: not a table of decisions: it begins with {' '.join(_COLUMNS)}")
    return [_row(path, number, line) for number, line in enumerate(lines[1:], 2) if line]


def _row(path: Path, number: int, line: str) -> Decided:
    cells = line.split("\t")
    try:
        row = dict(zip(_COLUMNS, cells, strict=True))
        became = orjson.loads(row["became"]) if row["became"] else {}
        if row["verdict"] not in _STATES or not isinstance(became, dict):
            raise ValueError("no verdict")
        if became.get("rule") == ADDED and set(became["slots"]) - set(SLOTS[became["kind"]]):
            raise ValueError("no such slot")
    except (ValueError, KeyError) as error:
        raise DataError(f"{path}:{number}: not a decision: mend the line, or take it out") from error
    return Decided(row["article"], row["fact"], row["content"], Verdict(row["verdict"], row["by"], row["on"]), became)


def _write(path: Path, rows: Iterable[Decided]) -> None:
    lines = ["\t".join(_COLUMNS)]
    for one in sorted(rows, key=lambda one: (one.article, one.fact)):
        became = orjson.dumps(one.became, option=orjson.OPT_SORT_KEYS).decode() if one.became else ""
        cells = (one.article, one.fact, one.content, one.verdict.state, one.verdict.by, one.verdict.on, became)
        lines.append("\t".join(" ".join(cell.split("\t")).replace("\n", " ").replace("\r", " ") for cell in cells))
    write_whole(path, "\n".join(lines) + "\n")
