"""What went wrong, said in another language: graph/languages/LANG/errors.toml pairs English lines with its own.

A line with gaps, as "{name}: unknown", stands for all that say so; one that no file knows stays English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from cityties.model.language import ENGLISH, read_own

__all__ = ["translated"]

_GAP: Final = re.compile(r"\{(\w+)\}")


def translated(line: str, lang: str) -> str:
    """Say a line in a language, as far as its file knows it.

    >>> translated("Lima: unknown: no city of that name is in this graph", "id")
    'Lima: tidak dikenal: tidak ada kota dengan nama itu di graf ini'
    """
    if lang == ENGLISH:
        return line
    for pattern, words in _lines(lang):
        if found := pattern.fullmatch(line):
            return _GAP.sub(lambda gap: _said(lang, gap[1], found[gap[1]]), words)
    return line


def _said(lang: str, gap: str, value: str) -> str:
    return str(read_own(lang, "errors").get("kinds", {}).get(value, value)) if gap == "kind" else value


@cache
def _lines(lang: str) -> Sequence[tuple[re.Pattern[str], str]]:
    pairs = read_own(lang, "errors").get("lines", {})
    return [(re.compile(_pattern(english), re.DOTALL), str(words)) for english, words in pairs.items()]


def _pattern(english: str) -> str:
    pieces = _GAP.split(english)  # text, gap, text, gap …
    return "".join(re.escape(one) if place % 2 == 0 else f"(?P<{one}>.*?)" for place, one in enumerate(pieces))
