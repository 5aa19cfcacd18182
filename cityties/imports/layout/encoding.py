"""Which encoding a text is in: told, seen from its first bytes, or guessed by what it would read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cityties.imports.input import CUT_SHORT, Input
from cityties.imports.report import Reading
from cityties.model.errors import DataError, RequestError
from cityties.names.gazetteer import Gazetteer, Town

__all__ = ["encoding_of"]

_SAMPLE: Final = 1 << 20
# Encodings of the western world, most common first: one byte a letter, alike in most letters.
_WESTERN: Final = ("cp1252", "cp1254", "cp1250", "cp1257")
_OTHERS: Final = ("cp1251", "cp1253")  # other alphabets
_LATIN: Final = ("latin", "iso8859", "mac", "cp85", "cp125")
_BEYOND: Final = re.compile(rb"[\x80-\xff]")
_FEW: Final = 16  # bytes beyond ASCII that are too few to know another alphabet by
_LETTER: Final = re.compile(r"[A-Za-zÀ-ž]")
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
# What is no letter of a word, though a wrong encoding puts it into one.
_STRANGE: Final = re.compile(r"[^\W\d_][^\w\s'’.,;:()/&|\"\t-]+[^\W\d_]|[a-z][A-ZÀ-Þ](?![A-Z])|[ÐðÝýÞþ]|[¹²³ªº]")


def encoding_of(given: Input, told: str | None, reading: Reading) -> str:
    """Say how the bytes of a text are to be read; a guess is noted.

    Raises RequestError on a name that no encoding has, DataError where none is found.
    """
    if told:
        try:
            "".encode(told)
        except (LookupError, ValueError):
            raise RequestError(f"{told}: no encoding that is known: such as utf-8, windows-1254, utf-16") from None
        return "utf-8-sig" if told.lower().replace("_", "-") in ("utf-8", "utf8") else told
    if given.head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = given.head
    if given.rereadable:
        with given.open() as stream:
            try:
                sample = stream.read(_SAMPLE)
            except CUT_SHORT:
                sample = given.head
    try:
        sample.decode("utf-8")
        return "utf-8-sig"
    except UnicodeDecodeError as error:
        if error.end >= len(sample) - 4:  # cut within a letter
            return "utf-8-sig"
    best = _guess(sample)
    if best is None:
        raise DataError(f"{given.name}: neither UTF-8 nor another encoding that is known: tell --encoding")
    reading.notes.append(f"read as {best}, which is a guess: if letters are wrong, tell --encoding")
    return best


def _guess(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    best = found.encoding if found else None
    readings = {one: text for one in dict.fromkeys((*_WESTERN, *_OTHERS, best)) if one and (text := _read(sample, one))}
    towns = _known_towns(readings)
    if not any(towns.values()):  # no names to go by
        few = len(_BEYOND.findall(sample)) < _FEW
        if best is not None and best not in _WESTERN and not best.startswith(_LATIN) and not few:
            return best
        readings = {one: text for one, text in readings.items() if one not in _OTHERS}
    order = list(readings)
    return min(
        readings, key=lambda one: (-towns[one], len(_STRANGE.findall(readings[one])), order.index(one)), default=best
    )


def _read(sample: bytes, encoding: str) -> str:
    try:
        return sample.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return ""


def _known_towns(readings: dict[str, str]) -> dict[str, int]:
    """Count, by encoding, the words beyond ASCII that are names of towns to the letter; all 0 without a gazetteer."""
    gazetteer = Gazetteer()
    counted = {}
    for encoding, text in readings.items():
        words = {word for word in _WORDS.findall(text) if not word.isascii()}
        try:
            counted[encoding] = sum(_is_town(word, gazetteer.towns(word)) for word in words)
        except RequestError:
            counted[encoding] = 0
    return counted


def _is_town(word: str, towns: Sequence[Town]) -> bool:
    """Say whether a word names a town: to the letter, or in another alphabet than ours, where no mark is lost."""
    return any(town.name == word for town in towns) or bool(towns and _LETTER.search(word) is None)
