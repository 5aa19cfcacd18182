"""How deep a text goes, seen before it is parsed: brackets in Turtle, SPARQL and JSON, steps of a query in a row.

Parsers walk down what is nested on a stack of fixed size: a text of some kilobytes can end the whole program without
a word, or take all memory. Strings, comments and addresses are cut out first, so that brackets in them do not count.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from itertools import accumulate
from typing import Final

from cityties.model.errors import DataError, RequestError

__all__ = ["DEEPEST", "depth_of", "refuse_deep_json", "refuse_deep_query", "refuse_deep_turtle"]

DEEPEST: Final = 100
_MOST_BRACKETS: Final = 40_000_000
_MOST_STEPS: Final = 1_500  # Oxigraph ends without a word at some three thousand
_MOST_PATTERNS: Final = 5_000
_KEPT: Final = 20_000  # characters
_SHORT: Final = 2_000  # characters: too few to go down so far that it harms

_STRINGS: Final = (
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n\r]++|\\.)*+"'
    r"|'(?:[^'\\\n\r]++|\\.)*+'"
)
_ADDRESS: Final = r'<(?!<)[^<>"{}|^`\\\x00-\x20]*+(?:\\u[0-9A-Fa-f]{4}[^<>"{}|^`\\\x00-\x20]*+)*+>'
_COMMENT: Final = r"\#[^\n\r]*+"
# Where a string never ends, a parser goes no further, and neither need this.
_TURTLE: Final = re.compile(rf"{_STRINGS}|\".*+|'.*+|{_ADDRESS}|{_COMMENT}|\\.".encode(), re.DOTALL)
_JSON: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"|".*+', re.DOTALL)
_SPARQL: Final = re.compile(
    rf"{_STRINGS}|{_ADDRESS}|{_COMMENT}|\\.|\^\^|[?$@]\w++|(?<![\w-])[\w-]*+:(?:[\w:.%-]++|\\.)*+", re.DOTALL
)
_STEP: Final = re.compile(
    r"\b(?:union|optional|minus|bind|filter|values|lateral|exists|as)\b|&&|\|\||[!+*/|^=<>{-]", re.IGNORECASE
)
_DATA: Final = str.maketrans("{-", "  ")  # what stands in statements that are inserted
_PATTERN: Final = re.compile(r"[.;](?!\d)")
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[](){}"))
_WAYS: Final = bytes.maketrans(b"[({])}", b"\x01\x01\x01\xff\xff\xff")  # down, and -1: up again


def refuse_deep_turtle(data: bytes, name: str) -> None:
    """Refuse Turtle, or one of its kin, that is nested too deeply. Raises DataError."""
    _refuse(_TURTLE.sub(b"", data), name)


def refuse_deep_json(data: bytes, name: str) -> None:
    """Refuse JSON that is nested too deeply. Raises DataError."""
    _refuse(_JSON.sub(b"", data), name)


def refuse_deep_query(text: str, *, is_update: bool = False) -> None:
    """Refuse a query or an update that is nested too deeply, or has too many steps in a row. Raises RequestError.

    Signs inside names and the rows of VALUES do not count, nor do statements that are inserted: those may be many.
    What was let through is known again, where it is no longer than a question of the library may be.
    """
    if len(text) < _SHORT:
        return
    (_refuse_query if len(text) > _KEPT else _refuse_kept_query)(text, is_update)


def _refuse_query(text: str, is_update: bool) -> None:
    bare = _SPARQL.sub(" ", text)
    if depth_of(bare.encode("utf-8", "replace")) > DEEPEST:
        raise RequestError(f"the query: nested more than {DEEPEST} deep: write it with fewer brackets")
    steps = bare.translate(_DATA) if is_update else bare
    if len(_STEP.findall(steps)) > _MOST_STEPS:
        raise RequestError(f"the query: more than {_MOST_STEPS:,} steps in a row: ask by VALUES, or in parts")
    if len(_PATTERN.findall(bare)) > _MOST_PATTERNS and not is_update:
        raise RequestError(f"the query: more than {_MOST_PATTERNS:,} patterns in a row: ask by VALUES, or in parts")


_refuse_kept_query = lru_cache(maxsize=256)(_refuse_query)


def _refuse(bare: bytes, name: str) -> None:
    if depth_of(bare) > DEEPEST:
        raise DataError(f"{name}: nested more than {DEEPEST} deep: write it flatter, with names for its parts")


def depth_of(bare: bytes) -> int:
    """Say how deep the brackets of a text go that has no strings; ``<<`` and ``>>`` are brackets too.

    >>> depth_of(b"[()][()]"), depth_of(b"[ << ( ) >> ]")
    (2, 3)
    """
    ways = bare.replace(b"<<", b"[").replace(b">>", b"]").translate(_WAYS, _NO_BRACKETS)
    if len(ways) > _MOST_BRACKETS:
        return len(ways)
    return max(accumulate(array("b", ways), initial=0))
