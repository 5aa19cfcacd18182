"""The languages that cityties speaks: each is one folder of data, named by its code.

They lie in graph/languages/ and in the folders that CITYTIES_LANGUAGES names, where a user keeps languages of their own
(several with what parts them in PATH). A folder CODE/ holds what there is of:

    language.toml   what the language is called in itself, and how it joins words
    lines.toml      what pages, pictures, findings and answers say: each English line with its own
    labels.ttl      names of the ontology's terms, codes and sectors
    asking.toml     how questions are asked in plain words
    dates.toml, names.toml, regions.toml, errors.toml
    reading/        words by which news is read, one file for each list of graph/reading/

What a language does not say, English says.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from cityties.model import resources
from cityties.model.errors import ModelError, RequestError

__all__ = [
    "ENGLISH",
    "VARIABLE",
    "called",
    "files_of",
    "folders",
    "grammar",
    "grammar_pattern",
    "languages",
    "linked",
    "read_own",
    "read_toml",
    "read_words",
]

# Where a language has no word for a thing, this one has.
ENGLISH: Final = "en"
VARIABLE: Final = "CITYTIES_LANGUAGES"


def languages() -> tuple[str, ...]:
    """List the languages by the folders that are there: English first, the others by their codes.

    >>> languages()[:3]
    ('en', 'id', 'tr')
    """
    return tuple(folders())


def folders() -> Mapping[str, Path]:
    """Give the folder of each language, English first.

    Raises RequestError where CITYTIES_LANGUAGES names what is no folder, or a language that is there already.
    """
    return _folders(resources.folder("graph") / "languages", os.environ.get(VARIABLE, ""))


@cache
def _folders(room: Path, further: str) -> Mapping[str, Path]:
    found = _within(room) if room.is_dir() else {}
    if ENGLISH not in found:
        raise ModelError(f"{room}/{ENGLISH}: absent: install cityties again")
    for place in filter(None, further.split(os.pathsep)):
        try:
            own = _within(Path(place))
        except OSError as error:
            raise RequestError(f"{VARIABLE}: {place}: no folder of languages: {error.strerror}") from error
        for language, folder in own.items():
            if language in found:
                raise RequestError(f"{folder}: cityties has the language {language} already: name it otherwise")
            found[language] = folder
    return {language: found[language] for language in (ENGLISH, *sorted(found.keys() - {ENGLISH}))}


def _within(room: Path) -> dict[str, Path]:
    return {one.name: one for one in room.iterdir() if _is_code(one.name) and one.is_dir()}


def _is_code(name: str) -> bool:
    """Say whether a name is a code of ISO 639: two or three small letters."""
    return 2 <= len(name) <= 3 and name.isascii() and name.isalpha() and name.islower()


def files_of(name: str) -> list[Path]:
    """List the files of a name, such as labels.ttl, that languages have: in the order of the languages."""
    return [path for folder in folders().values() if (path := folder / name).is_file()]


def called(language: str) -> str:
    """Say what a language is called in itself.

    >>> called("tr")
    'Türkçe'
    """
    return str(read_own(language, "language").get("name", language))


def linked(language: str, name: str) -> str:
    """Say how a language joins words in a sentence: and, or, more, offer.

    >>> linked("id", "and")
    ' dan '
    """
    return str(read_words(language, "language")[name])


@cache
def grammar(language: str, name: str) -> Any:
    """Say how sentences of a language are built, as grammar.toml has it.

    >>> grammar("tr", "home"), grammar("en", "reach")
    ('TR', [7, -1])
    """
    return read_words(language, "grammar")[name]


@cache
def grammar_pattern(language: str, name: str) -> re.Pattern[str]:
    """Give a pattern of grammar.toml."""
    return re.compile(grammar(language, name))


def read_words(language: str, name: str) -> Mapping[str, Any]:
    """Read a file of words of a language, such as dates; what it lacks is as English has it.

    Raises ModelError where a file is not whole.
    """
    known = folders()
    return _read_over(known[ENGLISH], known.get(language, known[ENGLISH]), name)


def read_own(language: str, name: str) -> Mapping[str, Any]:
    """Read a file of words of a language, empty where it has none. Raises ModelError where it is not whole."""
    folder = folders().get(language)
    return _read(folder, name) if folder else {}


@cache
def _read_over(english: Path, own: Path, name: str) -> Mapping[str, Any]:
    return {**_read(english, name), **_read(own, name)}


@cache
def _read(folder: Path, name: str) -> Mapping[str, Any]:
    path = folder / f"{name}.toml"
    return read_toml(path) if path.is_file() else {}


@cache
def read_toml(path: Path) -> Mapping[str, Any]:
    """Read a file of data once. Raises ModelError where it is absent or not whole."""
    import tomllib

    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: no file of words: {error}: mend it, or install cityties again") from error
