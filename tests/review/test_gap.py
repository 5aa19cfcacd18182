"""What a fact lacks is shown as a gap to fill; the words of what was accepted stay beside the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reviewing import DRAFT, decided

from cityties.model.errors import DataError
from cityties.reading.draft import Draft, write_draft
from cityties.review.acceptance import accept
from cityties.review.desk import Desk, Setting
from cityties.review.form import Forms
from cityties.review.gap import Gap, gaps
from cityties.review.quotation import quote_of
from cityties.store import Store
from cityties.store.quotation import QUOTES, keep_quotes, quotes_of


def lacking(draft: Draft, name: str, store: Store, lang: str = "en") -> list[Gap]:
    fact = draft.fact(name)
    assert fact
    return gaps(fact, draft, Forms(store, lang))


def without(name: str, *slots: str) -> Draft:
    facts = [
        replace(fact, slots={key: value for key, value in fact.slots.items() if key not in slots})
        if fact.id == name
        else fact
        for fact in DRAFT.facts
    ]
    return replace(DRAFT, facts=tuple(facts))


def test_a_whole_fact_has_no_gap(shipped: Store) -> None:
    for name in ("encounter:meeting-1", "place:indonesia", "person:kemal-ornek", "step:bursa-surabaya-explored-1"):
        assert lacking(DRAFT, name, shipped) == []


def test_a_day_that_is_not_told_is_a_gap_in_the_words_of_the_reviewer(shipped: Store) -> None:
    name = "step:bursa-surabaya-explored-1"
    assert lacking(without(name, "date"), name, shipped) == [Gap("date", "date")]
    assert [gap.label for gap in lacking(without(name, "date"), name, shipped, "tr")] == ["tarih"]


def test_somebody_without_a_post_is_a_gap_of_the_person_and_of_the_table(shipped: Store) -> None:
    meeting = DRAFT.fact("encounter:meeting-1")
    assert meeting
    rows = [{"participant": "person:kemal-ornek", "role": "host"}, *meeting.tables("participants")[:1]]
    facts = [
        meeting.with_slots(participants=rows) if fact is meeting else fact
        for fact in DRAFT.facts
        if fact.kind != "tenure" or fact.text("holder") != "person:kemal-ornek"
    ]
    draft = replace(DRAFT, facts=tuple(facts))
    (gap,) = lacking(draft, "encounter:meeting-1", shipped)
    assert (gap.slot, gap.label, gap.of) == ("participants", "in the post", "person:kemal-ornek")
    assert lacking(draft, "person:kemal-ornek", shipped) == [Gap("post", "post", kind="tenure")]


def test_what_was_refused_or_is_linked_asks_for_nothing(shipped: Store) -> None:
    name = "step:bursa-surabaya-explored-1"
    refused = decided(without(name, "date"), name)
    assert lacking(refused, name, shipped) == []
    assert lacking(without("place:bursa", "country"), "place:bursa", shipped) == []
    assert lacking(without("place:izmir", "country"), "place:izmir", shipped) == [Gap("country", "country")]


def test_the_words_of_what_was_accepted_stay_in_the_folder_of_the_store(tmp_path: Path) -> None:
    path, store = tmp_path / "draft.json", tmp_path / "store"
    write_draft(path, decided(DRAFT))
    desk = Desk(Setting(path, str(store), None, "Ada", "2026-03-12"))
    accepted, found = desk.finish()
    assert found == []
    kept = quotes_of(str(store), accepted.source)
    assert kept == {fact: words for fact, words in accepted.quotes.items() if words}
    assert "met the mayor of Bursa, Kemal Örnek, in Bursa on Tuesday (10/3)" in kept.values()
    assert not any("on Tuesday (10/3)" in str(triple.object) for triple in accepted.triples), "the graph holds no words"


def test_a_source_read_again_has_its_new_words_and_others_keep_theirs(tmp_path: Path) -> None:
    keep_quotes(str(tmp_path), "urn:a", {"urn:1": "said\tonce\nor twice", "urn:2": ""})
    keep_quotes(str(tmp_path), "urn:b", {"urn:3": "elsewhere"})
    keep_quotes(str(tmp_path), "urn:a", {"urn:1": "anew"})
    assert quotes_of(str(tmp_path), "urn:a") == {"urn:1": "anew"}
    assert quotes_of(str(tmp_path), "urn:b") == {"urn:3": "elsewhere"}
    keep_quotes("http://127.0.0.1:1/store", "urn:a", {"urn:1": "nowhere to keep it"})
    keep_quotes(None, "urn:a", {"urn:1": "nowhere to keep it"})
    assert [path.name for path in tmp_path.iterdir()] == [QUOTES]


@pytest.mark.parametrize("text", ["other\ttable\n", "source\tfact\twords\none cell\n"])
def test_a_file_of_quotes_at_fault_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    (tmp_path / QUOTES).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=rf"{QUOTES}:[12]: not a "):
        keep_quotes(str(tmp_path), "urn:a", {"urn:1": "words"})


def test_a_long_quote_is_cut_and_stays_in_one_line(shipped: Store) -> None:
    fact = DRAFT.fact("encounter:meeting-1")
    assert fact
    whole = replace(fact, spans=((0, len(DRAFT.article.text)),))
    words = quote_of(whole, DRAFT)
    assert len(words) == 300 and words.endswith("…") and "\n" not in words
    assert accept(decided(DRAFT), shipped).quotes
