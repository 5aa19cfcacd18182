"""How wide words are, without asking a font: the widths of DejaVu Sans, among the widest there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

__all__ = ["wide", "wrapped"]

# Hundredths of the size of letters, by width.
_NORMAL: Final[Mapping[int, str]] = {
    27: "'", 28: "ijlıł", 29: "IJ", 32: " ,.·‘’", 34: "/:;\\|", 35: "f", 36: "-", 39: "()[]t", 40: "!", 41: "r",
    46: '"', 50: "*_`–", 52: "sz“”", 53: "?", 55: "c", 56: "L", 58: "Fk", 59: "vxy•", 60: "P", 61: "TYaoøð", 62: "e",
    63: "ESbdghnpqußþđ", 64: "$0123456789{}", 66: "K", 68: "AV", 69: "BRXZ", 70: "C", 73: "U", 75: "HN", 77: "DG",
    78: "&", 79: "OQ", 82: "w", 84: "#+<=>^~←→≤×", 86: "M", 95: "%", 97: "m", 98: "æ", 99: "W", 100: "@—…", 102: "œ",
}  # fmt: skip
_BOLD: Final[Mapping[int, str]] = {
    31: "'", 34: "ijlı", 35: " ", 37: "/IJ\\|ł", 38: ",.·‘’", 40: ":;", 42: "-", 44: "f", 46: "!()[]", 48: "t", 49: "r",
    50: "_`–", 52: '"*', 58: "?z", 59: "c", 60: "s", 64: "L•", 65: "vxy", 66: "“”", 67: "ak", 68: "EFTe", 69: "oøð",
    70: "$0123456789", 71: "hnu{}", 72: "SYbdgpqßþđ", 73: "CPZ", 76: "B", 77: "AKRVX", 81: "U", 82: "G", 83: "D",
    84: "#+<=>HN^~←→≤×", 85: "OQ", 87: "&", 92: "w", 100: "%@M—…", 104: "m", 105: "æ", 109: "œ", 110: "W",
}  # fmt: skip
_WIDTHS: Final = {
    weight: {letter: width / 100 for width, letters in table.items() for letter in letters}
    for weight, table in (("normal", _NORMAL), ("bold", _BOLD))
}
_UNKNOWN: Final = 0.72


@lru_cache(65536)
def wide(text: str, size: float, weight: str = "normal") -> float:
    """Say how wide a line of words is.

    >>> wide("Ankara", 10) < wide("Mansur Yavaş", 10) < wide("Mansur Yavaş", 20)
    True
    """
    known = _WIDTHS[weight]
    total = 0.0
    for letter in unicodedata.normalize("NFD", text):
        if unicodedata.combining(letter):
            continue
        total += 1.0 if unicodedata.east_asian_width(letter) in "WF" else known.get(letter, _UNKNOWN)
    return size * total


def wrapped(text: str, size: float, room: float, weight: str = "normal") -> list[str]:
    """Break words into lines that fit, whole: a word that is too long for a line is parted where the line ends.

    >>> wrapped("The mayor of Ankara", 10, 80)
    ['The mayor', 'of Ankara']
    """
    lines: list[str] = []
    for word in _words(text, size, room, weight):
        if lines and wide(f"{lines[-1]} {word}", size, weight) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _words(text: str, size: float, room: float, weight: str) -> list[str]:
    found: list[str] = []
    for word in text.split():
        rest = word
        while len(rest) > 1 and wide(rest, size, weight) > room:
            fits = next((n for n in range(len(rest) - 1, 0, -1) if wide(rest[:n], size, weight) <= room), 1)
            found.append(rest[:fits])
            rest = rest[fits:]
        found.append(rest)
    return found
