"""Countries by any of their names."""

from __future__ import annotations

import doctest
import tomllib
from collections import Counter

import cldr
import pytest
from babel.core import get_cldr_version

from cityties.model import resources
from cityties.model.folding import fold
from cityties.names import country
from cityties.names.country import code_of, codes_of, further_names, in_language, labels, part_of, same_land, sovereign


def test_the_examples_hold() -> None:
    assert doctest.testmod(country).failed == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        # in Indonesian and Turkish, and as both shorten them
        ("Inggris", "GB"), ("İngiltere", "GB"), ("ABD", "US"), ("BAE", "AE"), ("UEA", "AE"), ("RRT", "CN"),
        ("Çek Cumhuriyeti", "CZ"), ("Almanya", "DE"), ("Jerman", "DE"), ("Republik Indonesia", "ID"), ("KKTC", None),
        # official, of ISO 3166 and of the World Bank
        ("Venezuela, Bolivarian Republic of", "VE"), ("Syrian Arab Republic", "SY"), ("Moldova, Republic of", "MD"),
        ("Lao People's Democratic Republic", "LA"), ("Slovak Republic", "SK"), ("RUSSIAN FEDERATION", "RU"),
        ("Iran (Islamic Republic of)", "IR"), ("Korea, Dem. People's Rep.", "KP"), ("Korea, Rep.", "KR"),
        ("Congo, Dem. Rep.", "CD"), ("Congo, Rep.", "CG"), ("Egypt, Arab Rep.", "EG"), ("Yemen, Rep.", "YE"),
        ("Gambia, The", "GM"), ("Tanzania, United Republic of", "TZ"), ("Kingdom of Spain", "ES"),
        # letters
        ("U.S.A.", "US"), ("usa", "US"), ("U.K.", "GB"), ("NGA", "NG"), ("TUR", "TR"), ("tr", "TR"), ("TR", "TR"),
        ("XX", None), ("XXX", None), ("DR Congo", "CD"), ("DRC", "CD"),
        # what a part of the name would mistake
        ("Republic of China", "TW"), ("People's Republic of China", "CN"), ("Çin Cumhuriyeti", "TW"),
        ("Democratic Republic of the Congo", "CD"), ("Republic of the Congo", "CG"), ("Niger", "NE"),
        ("Dominica", "DM"), ("Dominican Republic", "DO"), ("Guinea", "GN"), ("Guinea-Bissau", "GW"),
        ("Equatorial Guinea", "GQ"), ("Papua New Guinea", "PG"), ("Sudan", "SD"), ("South Sudan", "SS"),
        # territories
        ("Hong Kong", "HK"), ("Hong Kong SAR, China", "HK"), ("Puerto Rico", "PR"), ("Martinique", "MQ"),
        ("Macau", "MO"),
        # in other alphabets
        ("日本", "JP"), ("Россия", "RU"), ("تركيا", "TR"), ("Ελλάδα", "GR"),
        # old names of what is there
        ("Burma", "MM"), ("Holland", "NL"), ("Swaziland", "SZ"), ("Zaire", "CD"), ("FYROM", "MK"),
        ("Atlantis", None), ("", None), ("Paris", None), ("'; DROP", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_name(name: str, code: str | None) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Czechoslovakia", ("CZ", "SK")),
        ("Çekoslovakya", ("CZ", "SK")),
        ("East Germany", ("DE",)),
        ("AS", ("US", "AS")),  # Amerika Serikat, and American Samoa
    ],
)
def test_what_is_no_country_today_or_means_two_is_not_taken_for_one(name: str, codes: tuple[str, ...]) -> None:
    assert codes_of(name) == codes
    assert code_of(name) is None


@pytest.mark.parametrize("language", ["en", "id", "tr", "de", "ar"])
def test_every_name_of_a_language_means_its_country(language: str) -> None:
    told = in_language(language)
    assert len(told) > 240
    wrong = {name: code_of(name) for code, name in told.items() if code_of(name) not in (code, None)}
    assert not wrong
    unknown = [name for name in told.values() if code_of(name) is None]
    assert len(unknown) <= 2, unknown  # Guernsey and Jersey and the like: one name for two


def test_further_names_mean_one_country_each_and_the_reading_s_names_the_same() -> None:
    counted = Counter(fold(name) for names in further_names().values() for name in {fold(name) for name in names})
    assert not [name for name, count in counted.items() if count > 1]
    told = tomllib.loads((resources.folder("graph") / "reading" / "countries.toml").read_text(encoding="utf-8"))
    wrong = {
        name: codes_of(name)
        for code, row in told.items()
        for name in row.get("name", ())
        if code not in codes_of(name) and (part_of(name) or ("", ""))[0] != code
    }
    assert not wrong


def test_parts_and_territories() -> None:
    assert part_of("İskoçya") == ("GB", "SCT") == part_of("Scotland")
    assert sovereign("PR") == "US" and sovereign("US") == "US"
    assert same_land("PR", "US") and same_land("US", "PR") and not same_land("PR", "GU")


def test_a_country_is_named_in_each_language() -> None:
    assert labels("DE") == {"en": "Germany", "id": "Jerman", "tr": "Almanya"}
    assert labels("XX") == {}


def test_the_names_of_cldr_are_those_of_its_version() -> None:
    text = (resources.folder("graph") / "countries" / "names.tsv").read_text(encoding="utf-8")
    if f"CLDR {get_cldr_version()} " not in text:
        pytest.skip(f"Babel has CLDR {get_cldr_version()} here: write the file anew with tests/support/cldr.py")
    assert cldr.text() == text
