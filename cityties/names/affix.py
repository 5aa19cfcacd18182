"""Words around the bare name of a city that its administration, or a language, puts there: Kota Ankara, City of London.

They stand in graph/languages/LANG/names.toml.
"""

from __future__ import annotations

import re
from functools import cache

from cityties.model.folding import fold
from cityties.model.language import languages, read_own

__all__ = ["bare"]


def bare(name: str) -> str:
    """Give the name of a city alone, folded.

    >>> bare("Kota Ankara"), bare("Ankara Büyükşehir Belediyesi"), bare("City of London")
    ('ankara', 'ankara', 'london')
    """
    before, after = _around(languages())
    folded = fold(name)
    return after.sub("", before.sub("", folded, count=1), count=1).strip() or folded


@cache
def _around(known: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    told = [read_own(language, "names") for language in known]
    sides = [{fold(word) for words in told for word in words.get(side, ())} for side in ("before", "after")]
    one, other = ("|".join(sorted(side - {""}, key=lambda word: (-len(word), word))) or "(?!)" for side in sides)
    return re.compile(rf"^(?:{one}) (?=\S)"), re.compile(rf"(?<=\S) (?:{other})$")
