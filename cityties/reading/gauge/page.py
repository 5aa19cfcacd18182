"""What stands around an article on its page: its title found, and the lines that are no part of it left out."""

from __future__ import annotations

from cityties.reading.gauge.matching import Pairs
from cityties.reading.gauge.naming import Naming
from cityties.reading.text.sentence import BOILERPLATE, sentences

__all__ = ["pair_outside", "pair_titles"]


def pair_titles(both: Naming) -> Pairs | None:
    """Hold the title against gold's, where gold has one; an empty one says that the text has none."""
    told, title = both.gold.title, both.draft.article.title
    if told is None:
        return None
    if _plain(told) == _plain(title):
        return Pairs([told or "none"], [], [])
    return Pairs([], [told or "none"], [title or "none"])


def pair_outside(both: Naming) -> Pairs | None:
    """Count the lines that are no part of the article, and those of them that were left out."""
    if not both.gold.outside:
        return None
    article = both.draft.article
    read = [article.text[one.start : one.end] for one in sentences(article) if one.kind != BOILERPLATE]
    kept = [line for line in both.gold.outside if any(_plain(line) in _plain(sentence) for sentence in read)]
    return Pairs([line for line in both.gold.outside if line not in kept], kept, [])


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
