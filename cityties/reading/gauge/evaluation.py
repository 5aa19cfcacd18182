"""How well articles are read: drafts held against gold, in precision, recall and F1, by kind of fact and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cityties.model.errors import RequestError
from cityties.network.figures import Figures
from cityties.reading.draft import Article, Draft
from cityties.reading.gauge.gold import Gold, find_gold, read_golds
from cityties.reading.gauge.pairing import KINDS, pairs
from cityties.reading.text.article import article_of
from cityties.reading.text.language import LANGUAGES
from cityties.store import Store

__all__ = ["Count", "Evaluation", "evaluate"]

_ALL: Final = "all"
_HEADS: Final = ("language", "kind", "gold", "found", "right", "precision", "recall", "F1")


@dataclass
class Count:
    """How many facts gold has, how many a reading found, and how many of these are right."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float | None:
        """Give the share of what was found that is right; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Give the share of gold that was found; None where gold has nothing."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Give the harmonic mean of precision and recall; None where gold has nothing and nothing was found.

        >>> round(Count(gold=4, found=3, right=2).f1, 3)
        0.571
        """
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else None


@dataclass
class Evaluation:
    """What came of it: counts by language and kind, what was missed or wrong, which gold was passed over."""

    documents: int = 0
    counts: dict[tuple[str, str], Count] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def count(self, kind: str, lang: str = _ALL) -> Count:
        """Give the counts of a kind of fact in a language, or in all."""
        return self.counts.get((lang, kind), Count())

    def figures(self) -> Figures:
        """Give the table: each language by kind, then all languages together."""
        rows = [
            (lang, kind, one.gold, one.found, one.right, *map(_share, (one.precision, one.recall, one.f1)))
            for lang in (*LANGUAGES, _ALL)
            for kind in KINDS
            if (one := self.counts.get((lang, kind)))
        ]
        return Figures(_HEADS, rows, [f"{self.documents} articles"])


def evaluate(names: Sequence[Path], store: Store, read: Callable[[Article, Store], Draft]) -> Evaluation:
    """Read the articles of gold files, or of folders of them, and count what is right.

    Gold whose text is missing is passed over and told. Raises RequestError where nothing is left to evaluate.
    """
    found = Evaluation()
    for path, gold in [(file, one) for file in find_gold(names) for one in read_golds(file)]:
        if not gold.words and not gold.text.is_file():
            found.skipped.append(f"{path}: passed over: its text {gold.text.name} is not there")
            continue
        article = article_of(
            gold.words.encode() or gold.text.read_bytes(),
            gold.name if gold.words else str(gold.text),
            published=gold.published,
            publisher=gold.publisher,
            lang=gold.lang,
        )
        _add(found, gold, read(article, store), store)
    if not found.documents:
        raise RequestError(f"{', '.join(map(str, names))}: nothing to evaluate: no gold with its text beside it")
    return found


def _add(evaluation: Evaluation, gold: Gold, draft: Draft, store: Store) -> None:
    evaluation.documents += 1
    for kind, matched in pairs(gold, draft, store):
        for lang in (gold.lang, _ALL):
            count = evaluation.counts.setdefault((lang, kind), Count())
            count.gold += len(matched.right) + len(matched.missed)
            count.found += len(matched.right) + len(matched.wrong)
            count.right += len(matched.right)
        evaluation.faults += _faults(gold.name, kind, matched.missed, matched.wrong)


def _faults(name: str, kind: str, missed: Sequence[str], wrong: Sequence[str]) -> Iterator[str]:
    yield from (f"{name}: {kind}: missed: {one}" for one in missed)
    yield from (f"{name}: {kind}: wrong: {one}" for one in wrong)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
