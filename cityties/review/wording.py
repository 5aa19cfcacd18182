"""Fills the wordings of viz/review/labels.toml with names, in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from cityties.model import resources
from cityties.model.language import languages, linked
from cityties.model.multilingual import read_multilingual

__all__ = ["Names", "called", "compose", "genitive", "joined", "read", "wordings"]

Names = Mapping[str, str]  # what a thing is called, by language; "" where a name is of no language

_FIELD: Final = re.compile(r"\{(\w+)\}")
_OPTION: Final = re.compile(r"\[([^\[\]]*)\]")
_HARMONY: Final = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}
_ROUNDED: Final = str.maketrans("âîûáéíóúàèêô", "aiuaeiouaeeo")


@cache
def read(name: str, room: str = "review") -> dict[str, Any]:
    """Read one file of viz/review, or of another folder there. Raises ModelError where it is no TOML.

    What facts are called (labels.toml) is said in those languages alone that have words for it.
    """
    return read_multilingual(resources.folder("viz") / room / name, whole=name != "labels.toml")


def wordings(*keys: str) -> Mapping[str, Any] | None:
    """Give the wordings under a key such as ("step", "agreed"), or None where there are none."""
    found: Any = read("labels.toml")
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) and "en" in found else None


def called(names: Names, lang: str) -> str:
    """Choose the name of a thing in a language, else in English, else any.

    >>> called({"en": "Jakarta", "tr": "Cakarta"}, "tr"), called({"": "Ada"}, "id")
    ('Cakarta', 'Ada')
    """
    return names.get(lang) or names.get("en") or names.get("") or next(iter(names.values()), "")


def joined(names: Sequence[str], lang: str) -> str:
    """List names as a sentence of a language does.

    >>> joined(["Ankara", "Bursa", "Konya"], "tr")
    'Ankara, Bursa ve Konya'
    """
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + linked(lang, "and") + names[-1]


def genitive(name: str) -> str:
    """Write the Turkish genitive of a name, by its last vowel as it is written.

    >>> genitive("Ankara"), genitive("Kemal Örnek"), genitive("Bursa Büyükşehir Belediyesi")
    ("Ankara'nın", "Kemal Örnek'in", "Bursa Büyükşehir Belediyesi'nin")
    """
    plain = name.replace("I", "ı").replace("İ", "i").lower().translate(_ROUNDED)
    vowel = next((letter for letter in reversed(plain) if letter in _HARMONY), "i")
    return f"{name}'{'n' if plain[-1:] in _HARMONY else ''}{_HARMONY[vowel]}n"


def compose(told: Mapping[str, Any], fields: Mapping[str, Names]) -> dict[str, str]:
    """Fill wordings with names, in each language; a language for which nothing fits is left out."""
    found = {}
    for lang in filter(told.__contains__, languages()):
        values = {name: called(names, lang) for name, names in fields.items() if names}
        values |= {f"{name}_of": genitive(value) for name, value in values.items() if value}
        given = told[lang]
        for template in [given] if isinstance(given, str) else given:
            if text := _filled(template, values):
                found[lang] = text
                break
    return found


def _filled(template: str, values: Mapping[str, str]) -> str:
    def whole(text: str) -> bool:
        return all(values.get(name) for name in _FIELD.findall(text))

    kept = _OPTION.sub(lambda part: part[1] if whole(part[1]) else "", template)
    return _FIELD.sub(lambda field: values[field[1]], kept) if whole(kept) else ""
