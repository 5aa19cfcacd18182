"""Maps: the shipped ones are sound, unsound ones are refused with the key that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from cityties.imports.map import maps, read_map
from cityties.model.errors import ModelError, RequestError


@pytest.mark.parametrize("name", maps())
def test_every_shipped_map_is_sound_and_says_what_it_is_for(name: str) -> None:
    told = read_map(name)
    assert told.facts
    assert told.about["summary"] and told.about["title"]
    assert told.wanted() >= {column for column in told.optional if column in told.wanted()}
    assert set(told.columns) <= told.wanted() | set(told.constants), "a column that no fact takes"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("= 1", "not TOML"),
        ("[about]\ntitle = 'x'", "says of no fact"),
        ("[abuot]\ntitle = 'x'", "abuot"),
        ("[tie]\na = '{x}'", r"\[\[tie\]\]"),
        ("[[tie]]\na = '{x}'\nbeginning = '{y}'", "beginning"),
        ("[[tie]]\na = { nme = '{x}' }", "nme"),
        ("[[tie]]\na = ['{x}']", "text with cells"),
        ("[[tie]]\na = '{x}'\nneed = ['status']", "status"),
        ("[table]\nformat = 'dbf'\n[[tie]]\na='{x}'", "dbf"),
        ("[table]\norder = 'ydm'\n[[tie]]\na='{x}'", "ydm"),
        ("[[leave]]\nequal = ['a', 'b']\n[[tie]]\na='{x}'", "reason"),
        ("[[leave]]\nreason = 'r'\n[[tie]]\na='{x}'", "test"),
        ("[[leave]]\nreason = 'r'\ncolumn = 'x'\nmatches = '('\n[[tie]]\na='{x}'", "regular expression"),
        ("[columns.x]\nsplitt = ';'\n[[tie]]\na='{x}'", "splitt"),
    ],
)
def test_an_unsound_map_is_refused_with_its_file_and_key(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=words) as error:
        read_map(str(path))
    assert str(path) in str(error.value)


def test_an_unknown_map_lists_those_that_are_shipped() -> None:
    with pytest.raises(RequestError, match="register"):
        read_map("no-such-map")
