"""What countries are called in our three languages: `cityties.names.country`, and graph/reading/countries.toml."""

from __future__ import annotations

from functools import cache

from cityties.model.language import languages
from cityties.model.word_list import read_word_list
from cityties.names.country import in_language
from cityties.reading.words.lexicon import Lexicon, fold

__all__ = ["abbreviations", "adjectives", "countries", "country_name"]


def country_name(code: str) -> str:
    """Give the English name of a country by its two letters."""
    return in_language("en").get(code, code).split(" (")[0]


@cache
def countries() -> Lexicon:
    """Give the names of all countries in our three languages."""
    names: dict[str, str] = {}
    for code, given in read_word_list("countries").items():
        names.update({name: code for name in given.get("name", ())})
    for lang in languages():
        for code, name in in_language(lang).items():
            names.setdefault(name.split(" (")[0], code)
    return Lexicon(names.items())


@cache
def adjectives() -> Lexicon:
    """Give the adjectives of countries."""
    return Lexicon(
        (word, code) for code, given in read_word_list("countries").items() for word in given.get("adjective", ())
    )


@cache
def abbreviations() -> frozenset[str]:
    """Give the names of countries that count in capitals only, folded: US, RI."""
    given = read_word_list("countries")
    return frozenset(fold(name) for row in given.values() for name in row.get("name", ()) if name.isupper())
