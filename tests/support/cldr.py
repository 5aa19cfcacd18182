"""Makes graph/countries/names.tsv of Unicode CLDR, through Babel: run it as a program to write the file anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from babel import Locale
from babel.core import get_cldr_version

# The languages of States and of many people; names in the others would be many times as many, for few who write so.
LANGUAGES = (
    "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fil", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka",
    "kk", "km", "ko", "ky", "lo", "lt", "lv", "mk", "mn", "ms", "mt", "my", "nb", "ne", "nl", "no",
    "pl", "ps", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "tg", "th", "tk",
    "tr", "uk", "ur", "uz", "vi", "zh",
)  # fmt: skip
HEAD = "# Names of countries and territories in the languages of Unicode CLDR {version} (https://cldr.unicode.org).\n"
HOW = "# Made by tests/support/cldr.py. country, name, languages that call it so.\ncountry\tname\tlanguages\n"


def names() -> Iterator[tuple[str, str, str]]:
    """Go through countries, their names, and the languages that call them so."""
    found: dict[tuple[str, str], list[str]] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"):
                found.setdefault((code, " ".join(str(name).split())), []).append(language)
    for (code, name), languages in sorted(found.items()):
        yield code, name, " ".join(languages)


def text() -> str:
    """Give the whole file."""
    rows = "".join("\t".join(row) + "\n" for row in names())
    return HEAD.format(version=get_cldr_version()) + HOW + rows


if __name__ == "__main__":
    sys.stdout.write(text())
