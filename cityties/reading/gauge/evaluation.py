"""How well articles are read: drafts held against gold, in precision, recall and F1, by kind of fact and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cityties.model.errors import RequestError
from cityties.model.language import languages
from cityties.network.figures import Figures
from cityties.reading.article import article_of
from cityties.reading.draft import Article, Draft
from cityties.reading.gauge.count import Count, interval, total
from cityties.reading.gauge.gold import ORIGINS, Gold, find_gold, read_golds
from cityties.reading.gauge.matching import Pairs
from cityties.reading.gauge.pairing import FULL, KINDS, TIES, pairs
from cityties.store import Store

__all__ = ["Evaluation", "Judged", "evaluate"]

_ALL: Final = "all"
_HEADS: Final = ("texts", "language", "kind", "gold", "found", "right", "precision", "recall", "F1", "F1 from", "F1 to")


@dataclass(frozen=True)
class Judged:
    """One article as it was judged: its counts by kind, and whether its draft can be taken as it is."""

    name: str
    lang: str
    origin: str
    counts: dict[str, Count]
    usable: bool
    near: bool  # a near miss: a text without a tie

    @property
    def false_tie(self) -> bool:
        """Whether a tie was read in a text that tells of none."""
        return self.near and self.counts.get(TIES, Count()).found > 0


@dataclass
class Evaluation:
    """What came of it: the articles as judged, what was missed or wrong, which gold was passed over."""

    articles: list[Judged] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many articles were read."""
        return len(self.articles)

    @property
    def counts(self) -> dict[tuple[str, str], Count]:
        """The counts by language ("all" for all of them) and kind."""
        found = {(lang, kind): self._of(lang, kind) for lang in (*languages(), _ALL) for kind in KINDS}
        return {key: total(counts) for key, counts in found.items() if counts}

    def count(self, kind: str, lang: str = _ALL) -> Count:
        """Give the counts of a kind of fact in a language, or in all."""
        return total(self._of(lang, kind))

    def figures(self) -> Figures:
        """Give the table: each language by kind, then all languages together; real and invented texts apart."""
        origins = [origin for origin in ORIGINS if any(one.origin == origin for one in self.articles)]
        shown = origins if len(origins) == 1 else [*origins, _ALL]
        return Figures(_HEADS, [row for origin in shown for row in self._rows(origin)], self._told())

    def _of(self, lang: str, kind: str, origin: str = _ALL) -> list[Count]:
        return [
            one.counts[kind]
            for one in self.articles
            if kind in one.counts and lang in (one.lang, _ALL) and origin in (one.origin, _ALL)
        ]

    def _rows(self, origin: str) -> Iterator[tuple[str | int, ...]]:
        for lang in (*languages(), _ALL):
            for kind in KINDS:
                counts = self._of(lang, kind, origin)
                if counts:
                    one, bounds = total(counts), interval(counts) or (None, None)
                    shares = map(_share, (one.precision, one.recall, one.f1, *bounds))
                    yield (origin, lang, kind, one.gold, one.found, one.right, *shares)

    def _told(self) -> list[str]:
        near = [one for one in self.articles if one.near]
        told = [f"{self.documents} articles", f"wholly usable: {sum(one.usable for one in self.articles)}"]
        if near:
            told.append(f"near misses with a false tie: {sum(one.false_tie for one in near)} of {len(near)}")
        return told


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
        judged = dict(pairs(gold, read(article, store), store))
        found.articles.append(_judged(gold, judged))
        for kind, matched in judged.items():
            found.faults += _faults(gold.name, kind, matched.missed, matched.wrong)
    if not found.documents:
        raise RequestError(f"{', '.join(map(str, names))}: nothing to evaluate: no gold with its text beside it")
    return found


def _judged(gold: Gold, judged: dict[str, Pairs]) -> Judged:
    counts = {kind: _count(one) for kind, one in judged.items()}
    usable = all(not judged[kind].missed and not judged[kind].wrong for kind in FULL if kind in judged)
    return Judged(gold.name, gold.lang, gold.origin, counts, usable, gold.rows("relationships") == [])


def _count(one: Pairs) -> Count:
    return Count(len(one.right) + len(one.missed), len(one.right) + len(one.wrong), len(one.right))


def _faults(name: str, kind: str, missed: Sequence[str], wrong: Sequence[str]) -> Iterator[str]:
    yield from (f"{name}: {kind}: missed: {one}" for one in missed)
    yield from (f"{name}: {kind}: wrong: {one}" for one in wrong)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
