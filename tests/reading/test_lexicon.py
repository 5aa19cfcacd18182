"""Words of the reader: found longest first, whatever their case and accents; each file says how to edit it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from checkout import ROOT

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.vocabulary import SECTOR
from cityties.model.word_list import read_word_list
from cityties.reading.words.lexicon import Lexicon, fold, wordings
from cityties.store import IRI, Store

WORDS = ROOT / "graph" / "reading"
CODED = ("posts", "governments", "missions", "sectors")


def found(lexicon_: Lexicon, text: str) -> list[tuple[str, str]]:
    folded = fold(text)
    return [(hit.code, folded[hit.start : hit.end]) for hit in lexicon_.find(folded)]


def test_longest_wording_wins() -> None:
    words = Lexicon([("wali kota", "mayor"), ("wakil wali kota", "deputy-mayor")])
    assert found(words, "Wakil Wali Kota dan Wali Kota") == [
        ("deputy-mayor", "wakil wali kota"),
        ("mayor", "wali kota"),
    ]


def test_case_accents_and_line_breaks_make_no_difference() -> None:
    words = Lexicon([("Büyükşehir Belediye Başkanı", "mayor")])
    assert found(words, "BÜYÜKŞEHİR\nbelediye BASKANI") == [("mayor", "buyuksehir\nbelediye baskani")]


def test_a_tilde_stands_for_any_ending_and_nothing_else_does() -> None:
    words = Lexicon([("turizm~", "tourism"), ("spor", "sport")])
    assert found(words, "turizmde sporcular spor'la") == [("tourism", "turizmde"), ("sport", "spor")]


def test_a_longer_ending_beats_a_shorter_whole_word() -> None:
    words = Lexicon([("başkan", "chief"), ("başkan yardımcısı~", "deputy")])
    assert found(words, "Başkan Yardımcısının") == [("deputy", "baskan yardimcisinin")]


def test_a_wording_within_a_word_is_none() -> None:
    assert found(Lexicon([("van", "city")]), "kervan vanilya Van'da") == [("city", "van")]


def test_code_of_a_whole_text_and_of_its_first_wording() -> None:
    words = Lexicon([("wali kota", "mayor")])
    assert words.code("Wali Kota") == "mayor"
    assert words.code("Wali Kota Semarang") is None
    assert words.first("Bapak Wali Kota Semarang") == "mayor"


def test_a_missing_file_of_words_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "reading").mkdir()
    (tmp_path / "reading" / "broken.toml").write_text("[open", encoding="utf-8")
    monkeypatch.setattr(resources, "folder", lambda room: tmp_path)
    shutil.copytree(WORDS.parent / "languages", tmp_path / "languages")
    for name in ("absent", "broken"):
        with pytest.raises(ModelError, match=f"{name}.toml: no file of words"):
            read_word_list(name)


@pytest.mark.parametrize("name", [*CODED, "places", "titles", "countries", "patterns", "gazetteer"])
def test_each_file_tells_how_to_edit_it(name: str) -> None:
    comment = (WORDS / f"{name}.toml").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    assert len(comment) > 2
    assert all(line.startswith("#") for line in comment)


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
@pytest.mark.parametrize("name", CODED)
def test_wordings_are_in_every_language(name: str, lang: str) -> None:
    given = list(wordings(name, lang))
    assert len(given) >= 10
    assert all(word.strip() == word and word for word, _ in given)


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
@pytest.mark.parametrize("role", ["mayor", "governor", "ambassador", "consul-general", "head-of-council", "minister"])
def test_main_posts_are_worded_in_every_language(role: str, lang: str) -> None:
    assert any(code == role for _, code in wordings("posts", lang))


def test_one_wording_of_a_post_has_one_code() -> None:
    for lang in ("en", "id", "tr"):
        codes: dict[str, set[str]] = {}
        for word, code in wordings("posts", lang):
            codes.setdefault(fold(word), set()).add(code)
        assert {word: given for word, given in codes.items() if len(given) > 1} == {}


def test_fields_are_those_of_the_ontology(shipped: Store) -> None:
    rows = shipped.select("SELECT ?sector { ?sector a ct:Sector }")
    known = {sector.value.removeprefix(SECTOR) for (sector,) in rows if isinstance(sector, IRI)}
    own = set(read_word_list("sectors")) - {"never", "cues"}
    assert own
    assert own <= known
