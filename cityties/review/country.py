"""Countries by their names or two letters, for places whose country no graph tells."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.model.vocabulary import WD
from cityties.store import is_address

if TYPE_CHECKING:
    from cityties.names.gazetteer import Gazetteer

__all__ = ["country_of", "names_of"]


def country_of(text: str) -> str | None:
    """Give the IRI of a country that is told by an IRI, by its two letters or by its name; None where unknown."""
    if is_address(text):
        return text
    number = _table()["wikidata"].get(_code(text))
    return WD + number if number else None


def names_of(text: str) -> dict[str, str]:
    """Say what a country is called in English, Indonesian and Turkish; empty where it is unknown."""
    code = _code(text)
    if not code:
        return {}
    try:
        return _gazetteer().labels(code)
    except RequestError:  # without the gazetteer the name stays as it is told
        return {}


def _code(text: str) -> str:
    if len(text) == 2 and text.isupper():
        return text
    try:
        return _table()["names"].get(text) or _gazetteer().country(text) or ""
    except RequestError:
        return ""


@cache
def _gazetteer() -> Gazetteer:
    from cityties.names.gazetteer import Gazetteer

    return Gazetteer()


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.folder("graph") / "countries.toml").read_text(encoding="utf-8"))
