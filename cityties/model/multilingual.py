"""Files that say things in several languages: each thing a table with an entry a language, such as en, id, tr.

A language that such a file does not know says a thing by its own lines.toml, which pairs English lines with its own;
what it has no line for, English says.

    [lines]                         # wherever it is said
    "Legend" = "Legende"

    ["viz/profiles/columns"]        # where one English line means two things: in this file alone
    "Since" = "Seit"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cityties.model import resources
from cityties.model.language import ENGLISH, languages, read_own, read_toml

__all__ = ["english_lines", "in_each_language", "lines_of", "read_multilingual"]


def read_multilingual(path: Path, *, whole: bool = True) -> dict[str, Any]:
    """Read a file, with an entry for each language wherever English has one.

    ``whole`` gives English where a language has no line; without it such an entry is left out, as facts need it,
    in which English would be said to be of the language. Raises ModelError where a file is no TOML.
    """
    return in_each_language(read_toml(path), _name(path), whole=whole)


def in_each_language(told: Mapping[str, Any], file: str = "", *, whole: bool = True) -> dict[str, Any]:
    """Give a table with an entry for each language wherever English has one, at any depth.

    >>> in_each_language({"en": "Legend", "id": "Legenda", "tr": "Gösterge"})["id"]
    'Legenda'
    """
    lines = {language: lines_of(language, file) for language in languages() if language != ENGLISH}
    found: dict[str, Any] = _filled(told, lines, whole)
    return found


def lines_of(language: str, file: str = "") -> Mapping[str, str]:
    """Give the lines of a language by the English ones, as one file has them, such as viz/words."""
    told = read_own(language, "lines")
    return {english: own for english, own in {**told.get("lines", {}), **told.get(file, {})}.items() if own}


def english_lines() -> list[str]:
    """List every English line that a language may have its own for, each once, in the order of the files."""
    paths = [*resources.files("viz", "**/*.toml"), *resources.files("graph", "*.toml")]
    paths += resources.files("ontology", "**/*.toml")
    found = dict.fromkeys(line for path in paths for line in _english(read_toml(path), False))
    return [line for line in found if any(letter.isalpha() for letter in line)]


def _english(told: Any, within: bool) -> Iterator[str]:
    if isinstance(told, str):
        if within:
            yield told
    elif isinstance(told, list):
        for one in told:
            yield from _english(one, within)
    elif isinstance(told, Mapping):
        for name, one in told.items():
            yield from _english(one, within or name == ENGLISH)


def _filled(told: Any, lines: Mapping[str, Mapping[str, str]], whole: bool) -> Any:
    if isinstance(told, list):
        return [_filled(one, lines, whole) for one in told]
    if not isinstance(told, Mapping):
        return told
    found = {key: value if key == ENGLISH else _filled(value, lines, whole) for key, value in told.items()}
    for language in [one for one in lines if one not in told] if ENGLISH in told else []:
        own = _said(told[ENGLISH], lines[language], whole)
        if own or whole:
            found[language] = own
    return found


def _said(english: Any, lines: Mapping[str, str], whole: bool) -> Any:
    """Say something in a language: a line, a list of lines, or several lines by name."""
    if isinstance(english, str):
        return lines.get(english, english if whole else "")
    if isinstance(english, list):
        return [own for one in english if (own := _said(one, lines, whole)) or whole]
    if isinstance(english, Mapping):
        return {name: own for name, one in english.items() if (own := _said(one, lines, whole)) or whole}
    return english


def _name(path: Path) -> str:
    """Name a file of ours as lines.toml does: viz/page/words."""
    for room in ("viz", "graph", "ontology"):
        if path.is_relative_to(resources.folder(room)):
            return f"{room}/{path.relative_to(resources.folder(room)).with_suffix('').as_posix()}"
    return ""
