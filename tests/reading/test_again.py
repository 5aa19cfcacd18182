"""An article that the graph has already is said to be so, and the graph never holds it twice unasked."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from checkout import SHARED
from reviewing import DRAFT, decided

from cityties.facts import intake
from cityties.facts.settle import put_sources
from cityties.model.errors import RequestError
from cityties.model.vocabulary import ID
from cityties.reading.again import known_already
from cityties.reading.draft import Draft, write_draft
from cityties.review.acceptance import accept
from cityties.review.desk import Desk, Setting
from cityties.store import Store, open_store

Run = Callable[..., tuple[int, str, str]]
SOURCE = f"{ID}source/example-wire-2026-03-11-surabaya-bursa"
SEED = SHARED / "seed" / "antara-jakarta-ankara.txt"
# Another text on the same matter, by the same publisher on the same day, at another address.
REWRITTEN = replace(DRAFT.article, text=f"{DRAFT.article.text}More to come.\n", address="https://example.org/2")


@pytest.fixture(scope="module")
def store() -> Store:
    store = intake.shipped()
    accepted = accept(decided(DRAFT), store)
    assert accepted.source == SOURCE
    put_sources(store, {accepted.source: accepted.triples})
    return store


def found(draft: Draft, store: Store) -> list[tuple[str, str]]:
    return [(one.source, one.why) for one in known_already(draft, store)]


def test_the_same_text_is_known(store: Store) -> None:
    assert found(DRAFT, store) == [(SOURCE, "text")]


def test_the_same_address_is_known(store: Store) -> None:
    article = replace(REWRITTEN, address=DRAFT.article.address, publisher="", published="")
    assert found(replace(DRAFT, article=article), store) == [(SOURCE, "address")]


def test_mostly_the_same_facts_of_one_publisher_and_day_are_known(store: Store) -> None:
    (one,) = known_already(replace(DRAFT, article=REWRITTEN), store)
    assert (one.source, one.why) == (SOURCE, "facts") and one.alike / one.told > 0.8
    assert f"{one.alike} of {one.told} facts alike" in one.reason


@pytest.mark.parametrize(
    "change", [{"publisher": "Another Wire"}, {"published": "2026-03-12"}, {"publisher": "", "published": ""}]
)
def test_another_publisher_or_day_is_another_account(store: Store, change: dict[str, str]) -> None:
    assert found(replace(DRAFT, article=replace(REWRITTEN, **change)), store) == []


def test_another_matter_of_the_same_publisher_and_day_is_another_article(store: Store) -> None:
    names = {"Surabaya": "Bandung", "Bursa": "Konya", "Ratna Kusuma": "Sari Dewi", "Kemal Örnek": "Ali Deneme"}
    facts = tuple(
        fact.with_slots(name=names[fact.text("name")], iri="") if fact.text("name") in names else fact
        for fact in DRAFT.facts
    )
    other = Draft(replace(REWRITTEN, address="https://example.org/3"), facts)
    kept = [fact for fact in other.facts if not fact.id.startswith(("commitment:offer", "tenure:dewi"))]
    assert found(replace(other, facts=tuple(kept)), store) == []


@pytest.mark.skipif(not SEED.is_file(), reason=f"the seed article is not here: {SHARED.name}/seed")
def test_the_article_that_cityties_ships_is_known_by_its_facts(run: Run, tmp_path: Path) -> None:
    told = ("--published", "2025-08-20", "--publisher", "Antara", "-o", str(tmp_path / "draft.json"))
    status, _, err = run("read", str(SEED), *told)
    assert status == 0 and "in the graph already: ANTARA, 2025-08-20 (the same publisher and day" in err
    assert "--again replace" in err and "--again add" in err


def desk(tmp_path: Path, location: Path, again: str = "", name: str = "") -> Desk:
    path = write_draft(tmp_path / "draft.json", decided(DRAFT))
    return Desk(Setting(path, str(location), None, "Ada", "2026-03-12", name=name, again=again))


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that has the article."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    location = tmp_path / "store"
    assert desk(tmp_path, location).finish()[1] == []
    return location


def sources(location: Path) -> list[str]:
    store = open_store(location, read_only=True)
    try:
        return [graph for graph in store.graphs() if "example-wire" in graph]
    finally:
        store.close()


def test_a_review_says_so_and_asks(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"in the graph already \(the same text\): --again replace"):
        desk(tmp_path, filled).finish()
    assert sources(filled) == [SOURCE]
    assert desk(tmp_path, filled, again="replace").finish()[1] == []
    assert sources(filled) == [SOURCE]
    assert desk(tmp_path, filled, again="add").finish()[1] == []
    assert sources(filled) == [SOURCE, f"{SOURCE}-2"]


def test_what_is_named_by_hand_is_asked_nothing(filled: Path, tmp_path: Path) -> None:
    assert desk(tmp_path, filled, name="example-wire-by-hand").finish()[1] == []
    assert len(sources(filled)) == 2


@pytest.mark.parametrize(("key", "count"), [("s", 1), ("", 1), ("r", 1), ("a", 2)])
def test_the_terminal_asks_replace_add_or_stop(
    filled: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, key: str, count: int
) -> None:
    path = write_draft(tmp_path / "draft.json", decided(DRAFT))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"y\n{key}\n" if key else "y\n"))
    status, out, err = run(
        "review", str(path), "--terminal", "--by", "Ada", "--on", "2026-03-12", "--store", str(filled)
    )
    assert status == 0 and "in the graph already: " in out and "[r] Replace it" in out
    assert ("Nothing was written" in err) is (key in ("s", ""))
    assert len(sources(filled)) == count
