"""Evidence in words: who says so, on which day, how; a sentence an account, in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewing import DRAFT, decided

from cityties.display.label import Labels
from cityties.dossier.brief import brief, pair_profile
from cityties.dossier.evidence import evidence
from cityties.dossier.plan import plans
from cityties.dossier.profile import profile_of
from cityties.facts import intake
from cityties.facts.settle import put_sources
from cityties.model.vocabulary import CT, ID, PROV, RDF, RDFS
from cityties.names.resolution import resolve
from cityties.reading.draft import write_draft
from cityties.review.desk import Desk, Setting
from cityties.store import IRI, Literal, Store, Triple, open_store

LEARNING = f"{ID}commitment/antara-2025-08-20-jakarta-ankara-learning-transport"
HEADLINE = f"{ID}step/aydin-ses-2025-08-20-ankara-jakarta-headline"
HOSTILE = f"{ID}source/hostile"
LANGUAGES = ("en", "id", "tr")


def told(store: Store, fact: str, lang: str = "en") -> list[str]:
    return [one.sentence for one in evidence(store, [fact], Labels(store, lang))[fact]]


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        (
            "en",
            "According to ANTARA of 20 August 2025, Mansur Yavaş said so on 19 August 2025 "
            "(characters 1768–1892 of its text).",
            "TRT of 21 August 2025 says so, in these terms: Ankara wants to learn from Jakarta in public transport.",
        ),
        (
            "id",
            "Menurut ANTARA tanggal 20 Agustus 2025, Mansur Yavaş menyampaikannya pada 19 Agustus 2025 "
            "(karakter 1768–1892 dalam teksnya).",
            "TRT tanggal 21 Agustus 2025 menyebutkannya, dengan rumusan: "
            "Ankara ingin belajar dari Jakarta tentang transportasi publik.",
        ),
        (
            "tr",
            "20 Ağustos 2025 tarihli ANTARA haberine göre Mansur Yavaş bunu 19 Ağustos 2025 tarihinde söyledi "
            "(metninin 1768–1892. karakterleri).",
            "21 Ağustos 2025 tarihli TRT bunu yazıyor, şu ifadeyle: "
            "Ankara toplu taşımada Cakarta'dan öğrenmek istiyor.",
        ),
    ],
)
def test_each_account_is_a_sentence(shipped: Store, lang: str, first: str, second: str) -> None:
    assert told(shipped, LEARNING, lang) == [first, second]


def test_what_a_headline_says_is_told_as_that(shipped: Store) -> None:
    assert told(shipped, HEADLINE) == ["Aydın Ses of 20 August 2025 says so, in its headline."]


def test_the_words_themselves_are_quoted_where_they_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    path = write_draft(tmp_path / "draft.json", decided(DRAFT))
    accepted, findings = Desk(Setting(path, str(tmp_path / "store"), None, "Ada", "2026-03-12")).finish()
    assert findings == []
    (fact,) = [iri for iri, words in accepted.quotes.items() if "learn from Bursa" in words]
    store = open_store(tmp_path / "store", read_only=True)
    (sentence,) = told(store, fact)
    assert sentence.startswith("According to Example Wire of 11 March 2026, Ratna Kusuma said so")
    assert sentence.endswith("Its words: “We want to learn from Bursa how trams are run”")
    assert "characters" not in sentence
    (turkish,) = told(store, fact, "tr")
    assert turkish.endswith("Kendi sözleriyle: “We want to learn from Bursa how trams are run”")
    store.close()


def test_nothing_is_asked_of_nothing(shipped: Store) -> None:
    assert evidence(shipped, [], Labels(shipped)) == {}
    assert told(shipped, f"{ID}commitment/none-such") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_of_a_fact_says_who_tells_it(shipped: Store, lang: str) -> None:
    profile = pair_profile(shipped, resolve(shipped, "Jakarta", "city"), resolve(shipped, "Ankara", "city"), lang)
    planned = [section for section in profile.sections if section.plan.evidence and section.rows]
    assert len(planned) >= 2
    numbers = {note.number for note in profile.notes}
    for section in planned:
        for row in section.rows:
            assert row.evidence and {one.note for one in row.evidence} == set(row.notes) <= numbers


def test_no_profile_lists_the_iris_of_sources(shipped: Store) -> None:
    """A source is a numbered note or a sentence; only a list of sources has a column of them."""
    for plan in plans().values():
        for section in plan.sections:
            assert "source" not in section.columns or section.name == "sources", (plan.name, section.name)
    profile = profile_of(shipped, IRI(f"{ID}tie/ankara-jakarta"))
    shown = [cell.text for section in profile.sections for row in section.rows for cell in row.cells]
    assert shown and not [text for text in shown if "://" in text]


def test_what_sources_say_stays_text() -> None:
    store = intake.shipped()
    facts = (
        (f"{RDF}type", IRI(f"{CT}LearningInterest")),
        (f"{RDFS}label", Literal("<script>alert(1)</script> {day} {{7*7}}", language="en")),
        (f"{PROV}wasDerivedFrom", IRI(HOSTILE)),
    )
    put_sources(store, {HOSTILE: [Triple(IRI(LEARNING), IRI(name), value) for name, value in facts]})
    city, other = resolve(store, "Jakarta", "city"), resolve(store, "Ankara", "city")
    page = brief(store, city, other)
    assert "<script>" not in page and "{day} {{7*7}}" in page
