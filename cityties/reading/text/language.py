"""Which of the languages that can be read a text is written in, guessed by its small words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from cityties.model.errors import ModelError
from cityties.model.word_list import read_word_list

__all__ = ["guess_language"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 20_000  # characters
_LEAST: Final = 0.06  # of all words: below that, the text is in none of the languages
_STRANGE: Final = 0.05  # of all words
_AHEAD: Final = 1.5  # times as often as the next


def guess_language(text: str) -> str | None:
    """Give the code of a language; None where the text is in none of ours for sure.

    >>> guess_language("Wali kota bertemu dengan para tamu dari Ankara untuk kerja sama di bidang air")
    'id'
    >>> guess_language("Der Bürgermeister traf die Gäste aus Ankara am Dienstag im Rathaus") is None
    True
    """
    words = Counter(word.replace("İ", "i").lower() for word in _WORD.findall(text[:_SAMPLE]))
    total = sum(words.values())
    known, letters, others = _marks()
    strange = sum(count for word, count in words.items() if not others.isdisjoint(word))
    counts = {lang: sum(words[word] for word in known[lang]) for lang in known}
    for lang, own in letters.items():
        counts[lang] += sum(count for word, count in words.items() if not own.isdisjoint(word))
    first, second = sorted(counts, key=lambda lang: (-counts[lang], lang))[:2]
    if (
        not total
        or strange > _STRANGE * total
        or counts[first] < max(2, _LEAST * total)
        or counts[first] < _AHEAD * counts[second]
    ):
        return None
    return first


@cache
def _marks() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], frozenset[str]]:
    """Give the small words of each language, the letters that are its own, and those of other languages."""
    given = read_word_list("languages")
    try:
        words = {lang: frozenset(own) for lang, own in given["words"].items()}
        letters = {lang: frozenset(own) for lang, own in given["letters"].items()}
        return words, letters, frozenset(given["others"]["letters"]).difference(*letters.values())
    except (KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"languages.toml: not whole: {error}: see the comment at its top") from error
