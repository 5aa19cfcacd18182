"""The words of an article in its folded form: where each begins, ends and loses its suffix."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["Word", "bare", "words"]

# "Bogor-Tulsa" are two words, "Min-jae" is one.
_WORD: Final = re.compile(r"(?:[A-Z]\.){1,4}(?=[\s,A-Z])|[^\W_]+(?:(?:'|-(?![A-Z][^\W\d_]))[^\W_]+)*")
# A name has a capital in front, or right behind a prefix: eThekwini, uMhlathuze.
_CAPITAL: Final = re.compile(r"[a-z]{0,2}[A-Z]")
# What Turkish hangs on a name behind an apostrophe, folded: 'nin, 'dan, 'ya, 'daki, 'muze.
_TURKISH: Final = re.compile(
    r"(?:n?[iu]n\w{0,6}|[yns]?[iuae]|[dt][ae]n?|[dt][ae]ki\w*|n[dt][ae]\w*|y?l[ae]|[iu]?m[iu]z\w*|l[iu]\w*|l[ae]r\w*|ya|ye|s[iu]\w*|ca|ce|y?di\w*|imiz\w*)"
)
# The same, hung on without an apostrophe.
_GLUED: Final = (
    *("daki", "deki", "taki", "teki", "nin", "nun", "dan", "den", "tan", "ten", "yla", "yle", "in", "un"),
    *("da", "de", "ta", "te", "ya", "ye", "yi", "yu", "la", "le", "li", "lu", "i", "u", "a", "e"),
)


@dataclass(frozen=True)
class Word:
    """A word: its letters from ``start`` to ``end``, its name part to ``stem``, its number in the text."""

    start: int
    end: int
    stem: int
    capital: bool
    number: int


def words(cased: str, lang: str) -> list[Word]:
    """Cut the plain letters of a text into words; a suffix behind an apostrophe is no part of the stem."""
    found: list[Word] = []
    for match in _WORD.finditer(cased):
        start, end = match.span()
        text = cased[start:end]
        stem = end
        if "'" in text:
            head, _, tail = text.rpartition("'")
            if (lang == "tr" and _TURKISH.fullmatch(tail.lower())) or (lang == "en" and tail in ("s", "S")):
                stem = start + len(head)
        elif lang == "en" and cased[end : end + 1] == "'" and text.endswith("s"):
            stem = end
        found.append(Word(start, end, stem, _CAPITAL.match(text) is not None, len(found)))
    return found


def bare(folded: str) -> list[str]:
    """Give the forms that a Turkish name may have without the suffix that hangs on it, longest suffix first.

    >>> bare("yambola")
    ['yambo', 'yambol']
    """
    return [folded[: -len(tail)] for tail in _GLUED if folded.endswith(tail) and len(folded) - len(tail) >= 4]
