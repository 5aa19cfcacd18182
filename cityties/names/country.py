"""Countries by any of their names: in the languages of CLDR, official, old and short ones, by two and three letters.

What they are called stands in graph/countries/: names.tsv (CLDR) and countries.toml (all else).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.folding import fold, fold_all
from cityties.model.language import languages

__all__ = [
    "code_of",
    "codes_of",
    "further_names",
    "in_language",
    "labels",
    "number_of",
    "of_number",
    "part_of",
    "same_land",
    "sovereign",
]

_INITIALS: Final = re.compile(r"(?<!\w)(?:[^\W\d_]\.?\s?){2,}(?!\w)")
_QUALIFIED: Final = re.compile(r"(.+?),\s*(.+)")


def code_of(text: str) -> str | None:
    """Give the two letters (ISO 3166-1) of the country that a name or code means; None where unknown or not one.

    >>> code_of("İngiltere"), code_of("Venezuela, Bolivarian Republic of"), code_of("NGA"), code_of("Republic of China")
    ('GB', 'VE', 'NG', 'TW')
    >>> code_of("Czechoslovakia") is None
    True
    """
    found = codes_of(text)
    return found[0] if len(found) == 1 and not _is_former(text) else None


def codes_of(text: str) -> tuple[str, ...]:
    """Give the countries that a name may mean: several for one of long ago, or for letters that two have."""
    text = " ".join(text.split())
    if len(text) == 2 and text.isascii() and text.isalpha() and (code := text.upper()) in _codes():
        other = _told().get(fold(text), code)
        return (code,) if text != code or other == code else (other, code)
    if former := _former().get(fold(text)):
        return former
    found = _by_letters(text) or next(filter(None, map(_by_name, _forms(text))), None)
    return (found,) if found else ()


def part_of(text: str) -> tuple[str, str] | None:
    """Give country and region of a part that is told as if it were a country: Scotland is ("GB", "SCT")."""
    return _parts().get(fold(text))


def labels(code: str, among: Iterable[str] | None = None) -> dict[str, str]:
    """Say what a country is called in each language of ours that has a name for it."""
    wanted = languages() if among is None else among
    return {language: name for language in wanted if (name := in_language(language).get(code))}


@cache
def in_language(language: str) -> Mapping[str, str]:
    """Give the names of all countries in a language of CLDR, by their two letters."""
    return {code: name for code, name, spoken in _rows() if language in spoken}


def number_of(code: str) -> str | None:
    """Give the Wikidata number of a country, by its two letters, where it is sure."""
    numbers: Mapping[str, str] = _table()["wikidata"]
    return numbers.get(code)


def of_number(number: str) -> str | None:
    """Give the two letters of the country of a Wikidata number."""
    return _numbers().get(number)


def sovereign(code: str) -> str:
    """Give the country that a territory belongs to; a country itself for itself."""
    return _sovereigns().get(code, code)


def same_land(one: str, other: str) -> bool:
    """Say whether what lies in the one may be told to lie in the other: Puerto Rico, United States."""
    return one == other or sovereign(one) == other or one == sovereign(other)


def further_names() -> Mapping[str, Sequence[str]]:
    """Give what countries are called besides what CLDR has."""
    names: Mapping[str, Sequence[str]] = _table()["names"]
    return names


def _by_letters(text: str) -> str | None:
    """Read three letters as a code, and the initials of a name without their dots."""
    told = _told().get(fold(text))
    if told:
        return told
    if text.isascii() and len(text) == 3 and text.isupper():
        return _alpha3().get(text)
    if _INITIALS.fullmatch(text):
        return _told().get(fold(re.sub(r"[.\s]", "", text))) or _alpha3().get(re.sub(r"[.\s]", "", text))
    return None


def _by_name(name: str) -> str | None:
    return _told().get(fold(name)) or _cldr().get(fold(name))


def _forms(text: str) -> Iterable[str]:
    """Give the ways to write a name: as it is, with what stands behind its comma in front, without empty words."""
    turned = _QUALIFIED.fullmatch(text)
    whole = [text, *([f"{turned[2]} {turned[1]}"] if turned else [])]
    if bracket := re.fullmatch(r"(.+?)\s*\((.+)\)", text):
        whole += [bracket[1], f"{bracket[2]} {bracket[1]}"]
    for form in whole:
        yield form
        yield form.replace("&", "and") if "&" in form else re.sub(r"\band\b", "&", form)
    for form in whole:
        bare = _bare(fold(form))
        if bare != fold(form):
            yield bare


def _bare(folded: str) -> str:
    before, after = _around()
    return after.sub("", before.sub("", folded)).strip() or folded


def _is_former(text: str) -> bool:
    return fold(text) in _former()


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    forms = _table()["forms"]
    before, after = (
        sorted({fold(word) for word in forms[side]}, key=len, reverse=True) for side in ("before", "after")
    )
    return re.compile(rf"^(?:(?:{'|'.join(before)}) )+"), re.compile(rf"(?: (?:{'|'.join(after)}))+$")


@cache
def _table() -> Mapping[str, Any]:
    path = resources.folder("graph") / "countries" / "countries.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"{path}: no table of countries: {error}: mend it, or install cityties again") from error


@cache
def _rows() -> tuple[tuple[str, str, frozenset[str]], ...]:
    path = resources.folder("graph") / "countries" / "names.tsv"
    try:
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    except OSError as error:
        raise ModelError(f"{path}: no names of countries: install cityties again") from error
    return tuple((code, name, frozenset(spoken.split())) for code, name, spoken in lines[1:])


@cache
def _cldr() -> Mapping[str, str]:
    """Give the countries by their folded names: in our own languages first, then where one alone is called so."""
    rows = _rows()
    forms = fold_all(name for _, name, _ in rows)
    found: dict[str, str] = {}
    for language in languages():
        for (code, _, spoken), form in zip(rows, forms, strict=True):
            if language in spoken:
                found.setdefault(form, code)
    others: dict[str, set[str]] = {}
    for (code, _, _), form in zip(rows, forms, strict=True):
        others.setdefault(form, set()).add(code)
    for form, codes in others.items():
        if len(codes) == 1:
            found.setdefault(form, next(iter(codes)))
    return found


@cache
def _told() -> Mapping[str, str]:
    return {fold(name): code for code, names in further_names().items() for name in names}


@cache
def _codes() -> frozenset[str]:
    return frozenset(_table()["alpha3"])


@cache
def _alpha3() -> Mapping[str, str]:
    return {three: two for two, three in _table()["alpha3"].items()}


@cache
def _numbers() -> Mapping[str, str]:
    return {number: code for code, number in _table()["wikidata"].items()}


@cache
def _sovereigns() -> Mapping[str, str]:
    return {territory: code for code, owned in _table()["territories"].items() for territory in owned}


@cache
def _former() -> Mapping[str, tuple[str, ...]]:
    return {fold(name): tuple(one["now"]) for one in _table()["former"] for name in one["names"]}


@cache
def _parts() -> Mapping[str, tuple[str, str]]:
    return {fold(name): (one["country"], one["region"]) for one in _table()["part"] for name in one["names"]}
