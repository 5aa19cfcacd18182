"""The country that a draft tells of a place: its IRI, and what it is called."""

from __future__ import annotations

from cityties.model.vocabulary import WD
from cityties.names import country as countries
from cityties.store import is_address

__all__ = ["country_of", "names_of"]


def country_of(text: str) -> str | None:
    """Give the IRI of a country that is told by an IRI, by its letters or by its name; None where unknown."""
    if is_address(text):
        return text
    code = countries.code_of(text)
    number = countries.number_of(code) if code else None
    return WD + number if number else None


def names_of(text: str) -> dict[str, str]:
    """Say what a country is called in our languages; empty where it is unknown."""
    code = countries.code_of(text)
    return countries.labels(code) if code else {}
