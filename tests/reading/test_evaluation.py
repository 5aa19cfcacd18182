"""Readings held against gold: what counts as right, as missed, as wrong."""

from __future__ import annotations

import csv
import doctest
import io
import json
from pathlib import Path
from typing import Any

import pytest
from checkout import ROOT, SHARED

from cityties.model.errors import DataError, RequestError
from cityties.reading.draft import Article, Draft, Fact
from cityties.reading.gauge import count, evaluation, likeness, matching
from cityties.reading.gauge.evaluation import Evaluation, evaluate
from cityties.reading.gauge.gold import find_gold, read_gold, read_golds, terms
from cityties.reading.gauge.likeness import bare
from cityties.reading.gauge.matching import pair
from cityties.reading.gauge.naming import sector_names
from cityties.reading.gauge.pairing import KINDS
from cityties.store import Store

TEXT = (
    "Ambon dan Nilüfer bertemu\nWali Kota Ambon Tirta Latuwael bertemu dengan Wali Kota Nilüfer Deniz Aktan. "
    "Kedutaan Besar Turki siap memfasilitasi. Kedua kota menjajaki kerja sama di bidang air minum untuk warga.\n"
)
ROWS: dict[str, list[Any]] = {
    "cities": [
        {"name": "Ambon", "qid_or_english": "Ambon", "country": "Indonesia"},
        {"name": "Nilüfer", "qid_or_english": "Nilufer", "country": "Türkiye"},
    ],
    "officials": [
        {"name": "Tirta Latuwael", "post": "Wali Kota", "organisation_or_city": "Ambon"},
        {"name": "Deniz Aktan", "post": "Wali Kota", "organisation_or_city": "Nilüfer"},
    ],
    "missions": [
        {"surface": "Kedutaan Besar Turki", "type": "embassy", "sending_country": "Türkiye", "host_city": "Jakarta"}
    ],
    "sectors": [{"surface": "air minum", "canonical": "water"}],
    "events": [{"type": "meeting", "date": "2025-08-19", "participants": ["Tirta Latuwael", "Deniz Aktan"]}],
    "relationships": [
        {"parties": ["Ambon", "Nilufer"], "kind": "partnership", "status": "explored", "date": None, "sectors": []}
    ],
    "agreements": [],
    "commitments": [
        {"kind": "offer", "by": "Kedutaan Besar Turki", "toward": "Ambon", "sectors": ["water"]},
        {"kind": "learning", "by": "Ambon", "toward": "Nilüfer", "sectors": ["water"]},
    ],
    "facilitators": ["Kedutaan Besar Turki"],
    "interests": [{"who": "Ambon", "learn_from": "Nilüfer", "sector": "water"}],
}


def at(words: str) -> tuple[tuple[int, int], ...]:
    start = TEXT.index(words)
    return ((start, start + len(words)),)


def fact(called: str, words: str, **slots: Any) -> Fact:
    slots = {name.rstrip("_"): value for name, value in slots.items()}
    return Fact(called, called.partition(":")[0], slots, at(words), "rule", 0.9)


FACTS = (
    fact("place:ambon", "Ambon", name="Ambon", class_="City", country="place:indonesia"),
    fact("place:nilufer", "Nilüfer", name="Nilüfer", class_="City", country="TR"),
    fact("place:indonesia", "kota", name="Indonesia", class_="Country"),
    fact("place:turkiye", "Turki", name="Türkiye", class_="Country"),
    fact("government:ambon", "Ambon", name="Kota Ambon", place="place:ambon"),
    fact("government:nilufer", "Nilüfer", name="Nilüfer Belediyesi", place="place:nilufer"),
    fact(
        "mission:embassy",
        "Kedutaan Besar Turki",
        name="Embassy of Türkiye",
        missionKind="embassy",
        sentBy="place:turkiye",
    ),
    fact("person:tirta", "Tirta Latuwael", name="Tirta Latuwael"),
    fact("person:deniz", "Deniz Aktan", name="Deniz Aktan", otherNames=["Aktan"]),
    fact("post:mayor-a", "Wali Kota Ambon", title="Wali Kota", role="mayor", in_="government:ambon"),
    fact("post:mayor-n", "Wali Kota Nilüfer", title="Wali Kota", role="mayor", in_="government:nilufer"),
    fact("tenure:tirta", "Tirta", holder="person:tirta", post="post:mayor-a"),
    fact("tenure:deniz", "Deniz", holder="person:deniz", post="post:mayor-n"),
    fact(
        "encounter:meeting-1",
        "bertemu",
        class_="Meeting",
        date="2025-08-19",
        participants=[{"participant": "person:tirta", "role": "host"}, {"participant": "person:deniz"}],
    ),
    fact(
        "step:1",
        "menjajaki",
        parties=["government:nilufer", "government:ambon"],
        stepKind="explored",
        sectors=["water"],
        toldIn="body",
    ),
    fact("commitment:1", "siap", class_="Offer", by="mission:embassy", toward=["government:ambon"], sectors=["water"]),
    fact(
        "commitment:2",
        "menjajaki",
        class_="LearningInterest",
        by="government:ambon",
        toward=["government:nilufer"],
        sectors=["water"],
    ),
)


def gold(folder: Path, facts: dict[str, Any] | None = None, **told: Any) -> Path:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    given = {"document": "a", "language": "id", "text": "a.txt", "published": None, "facts": facts or ROWS, **told}
    path = folder / "a.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


def held(folder: Path, store: Store, facts: tuple[Fact, ...] = FACTS, rows: dict[str, Any] | None = None) -> Evaluation:
    return evaluate([gold(folder, rows)], store, lambda article, _: Draft(article, facts))


def changed(called: str, **slots: Any) -> tuple[Fact, ...]:
    slots = {name.rstrip("_"): value for name, value in slots.items()}
    return tuple(one.with_slots(**slots) if one.id == called else one for one in FACTS)


def counts(found: Evaluation, kind: str) -> tuple[int, int, int]:
    one = found.count(kind)
    return one.gold, one.found, one.right


@pytest.mark.parametrize("module", [count, evaluation, likeness, matching], ids=lambda module: module.__name__)
def test_examples_in_the_docs_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_a_perfect_draft_has_all_and_nothing_else(tmp_path: Path, shipped: Store) -> None:
    found = held(tmp_path, shipped)
    assert found.faults == []
    assert {kind: counts(found, kind) for kind in KINDS} == {
        "cities": (2, 2, 2),
        "people with posts": (2, 2, 2),
        "people with posts and homes": (2, 2, 2),
        "missions": (1, 1, 1),
        "sectors": (1, 1, 1),
        "encounters": (1, 1, 1),
        "encounters with their day": (1, 1, 1),
        "venues": (0, 0, 0),
        "roles": (0, 0, 0),
        "ties with the right step": (1, 1, 1),
        "ties by parties": (1, 1, 1),
        "agreements": (0, 0, 0),
        "commitments": (2, 2, 2),
        "facilitators": (1, 1, 1),
        "learning interests": (1, 1, 1),
        "titles": (0, 0, 0),
        "page surroundings": (0, 0, 0),
    }
    assert found.articles[0].usable and "wholly usable: 1" in found.figures().notes
    assert found.count("cities", "id") == found.count("cities") and found.count("cities", "tr").gold == 0


@pytest.mark.parametrize(
    ("facts", "kind", "wanted"),
    [
        (changed("place:nilufer", name="Bursa"), "cities", (2, 2, 2)),  # the text's own words name it
        (changed("place:nilufer", country="place:indonesia"), "cities", (2, 2, 1)),  # a namesake elsewhere
        (changed("government:nilufer", place=""), "cities", (2, 1, 1)),  # a venue: nobody acts for it
        (changed("post:mayor-n", role="deputy-mayor", title="Wakil"), "people with posts", (2, 2, 1)),
        (changed("person:deniz", name="Denis Aktan"), "people with posts", (2, 2, 2)),
        (changed("person:deniz", name="Selim Aktan", otherNames=[]), "people with posts", (2, 2, 1)),
        (changed("post:mayor-n", in_="government:ambon"), "people with posts", (2, 2, 2)),
        (changed("post:mayor-n", in_="government:ambon"), "people with posts and homes", (2, 2, 1)),
        (changed("post:mayor-n", in_=""), "people with posts and homes", (2, 2, 1)),
        (changed("encounter:meeting-1", date=""), "encounters", (1, 1, 1)),
        (changed("encounter:meeting-1", date=""), "encounters with their day", (1, 1, 0)),
        (changed("mission:embassy", missionKind="consulate"), "missions", (1, 1, 0)),
        (changed("mission:embassy", sentBy="place:indonesia"), "missions", (1, 1, 0)),
        (changed("mission:embassy", seat="place:ambon"), "missions", (1, 1, 0)),
        (changed("step:1", sectors=["wastewater"]), "sectors", (1, 2, 1)),
        (changed("encounter:meeting-1", class_="Visit"), "encounters", (1, 1, 0)),
        (changed("encounter:meeting-1", date="2025-08"), "encounters", (1, 1, 1)),
        (changed("encounter:meeting-1", date="2025-08-18"), "encounters", (1, 1, 0)),
        (changed("encounter:meeting-1", participants=[{"participant": "person:x"}]), "encounters", (1, 1, 1)),
        (changed("step:1", stepKind="agreed"), "ties with the right step", (1, 1, 0)),
        (changed("step:1", stepKind="agreed"), "ties by parties", (1, 1, 1)),
        (changed("step:1", parties=["government:ambon"]), "ties by parties", (1, 1, 0)),
        (changed("step:1", parties=["government:ambon", "place:turkiye"]), "ties by parties", (1, 1, 0)),
        (changed("step:1", parties=["place:ambon", "place:nilufer"]), "ties by parties", (1, 1, 1)),
        (changed("commitment:1", by="government:nilufer"), "commitments", (2, 2, 1)),
        (changed("commitment:1", class_="Goal"), "commitments", (2, 2, 1)),
        (changed("commitment:1", toward=["government:nilufer"]), "commitments", (2, 2, 1)),
        (changed("commitment:1", toward=[]), "commitments", (2, 2, 2)),
        (changed("commitment:1", by="government:nilufer"), "facilitators", (1, 0, 0)),
        (changed("commitment:2", sectors=["water", "health"]), "learning interests", (1, 2, 1)),
        (changed("commitment:2", by="government:nilufer"), "learning interests", (1, 1, 0)),
        (FACTS[:2], "people with posts", (2, 0, 0)),
    ],
)
def test_what_is_right_is_judged_kind_by_kind(
    tmp_path: Path, shipped: Store, facts: tuple[Fact, ...], kind: str, wanted: tuple[int, int, int]
) -> None:
    assert counts(held(tmp_path, shipped, facts), kind) == wanted


def test_each_row_is_met_once(tmp_path: Path, shipped: Store) -> None:
    twice = (*FACTS, Fact("tenure:again", "tenure", {"holder": "person:deniz", "post": "post:mayor-a"}, (), "r", 0.5))
    assert counts(held(tmp_path, shipped, twice), "people with posts") == (2, 3, 2)
    headline = Fact("step:2", "step", {**FACTS[14].slots, "toldIn": "headline"}, (), "r", 0.5)
    assert counts(held(tmp_path, shipped, (*FACTS, headline)), "ties with the right step") == (1, 1, 1)
    dated = headline.with_slots(date="1994")
    other = Fact("step:3", "step", {**FACTS[14].slots, "date": "2020"}, (), "r", 0.5)
    assert counts(held(tmp_path, shipped, (*FACTS[:14], dated, other)), "ties with the right step") == (1, 2, 1)


def test_offers_that_are_told_one_by_one_are_met_by_a_row_that_tells_them_together(
    tmp_path: Path, shipped: Store
) -> None:
    second = Fact("commitment:3", "commitment", {**FACTS[15].slots, "sectors": ["trade"]}, (), "r", 0.5)
    assert counts(held(tmp_path, shipped, (*FACTS, second)), "commitments") == (2, 2, 2)


def event(**told: Any) -> dict[str, Any]:
    return {**ROWS, "events": [{**ROWS["events"][0], **told}]}


def test_a_day_that_the_text_does_not_tell_is_none_to_read(tmp_path: Path, shipped: Store) -> None:
    found = held(tmp_path, shipped, rows=event(date=None))
    assert counts(found, "encounters") == (1, 1, 1)
    assert counts(found, "encounters with their day") == (1, 1, 0)


def test_where_and_in_which_role_are_rows_of_their_own(tmp_path: Path, shipped: Store) -> None:
    rows = event(venue="Ambon", roles={"Tirta Latuwael": "host", "Deniz Aktan": "guest"})
    found = held(tmp_path, shipped, changed("encounter:meeting-1", venue="place:ambon"), rows)
    assert (counts(found, "venues"), counts(found, "roles")) == ((1, 1, 1), (2, 2, 1))
    elsewhere = held(tmp_path, shipped, changed("encounter:meeting-1", venue="place:nilufer"), rows)
    assert counts(elsewhere, "venues") == (1, 1, 0)
    assert counts(held(tmp_path, shipped, rows=rows), "venues") == (1, 0, 0)


def test_what_gold_tells_as_an_alternative_is_as_right(tmp_path: Path, shipped: Store) -> None:
    tie = {**ROWS["relationships"][0], "or": {"status": ["intent-declared"]}}
    offer = {**ROWS["commitments"][0], "or": {"by": ["Ambon"], "toward": ["Nilüfer"]}}
    rows = {**ROWS, "relationships": [tie], "commitments": [offer, ROWS["commitments"][1]]}
    other = changed("step:1", stepKind="intent-declared")
    assert counts(held(tmp_path, shipped, other, rows), "ties with the right step") == (1, 1, 1)
    assert counts(held(tmp_path, shipped, other), "ties with the right step") == (1, 1, 0)
    turned = changed("commitment:1", by="government:ambon", toward=["government:nilufer"])
    assert counts(held(tmp_path, shipped, turned, rows), "commitments") == (2, 2, 2)


def test_what_gold_holds_merely_fair_counts_neither_read_nor_left(tmp_path: Path, shipped: Store) -> None:
    rows = {**ROWS, "sectors": [*ROWS["sectors"], {"canonical": "trade", "fair": True}]}
    assert counts(held(tmp_path, shipped, rows=rows), "sectors") == (1, 1, 1)
    read = changed("step:1", sectors=["water", "trade"])
    assert counts(held(tmp_path, shipped, read, rows), "sectors") == (1, 1, 1)
    assert counts(held(tmp_path, shipped, read), "sectors") == (1, 2, 1)
    wish = {**ROWS["commitments"][0], "fair": True}
    rows = {**ROWS, "commitments": [wish, ROWS["commitments"][1]]}
    assert counts(held(tmp_path, shipped, rows=rows), "commitments") == (1, 1, 1)


def test_the_page_around_an_article_is_judged(tmp_path: Path, shipped: Store) -> None:
    def read(found: str, **told: Any) -> Evaluation:
        path = gold(tmp_path, **told)
        return evaluate([path], shipped, lambda article, _: Draft(Article(TEXT, "id", found), FACTS))

    right = read("Ambon dan  Nilüfer bertemu", title="Ambon dan Nilüfer bertemu", outside=["Kedua kota menjajaki"])
    assert counts(right, "titles") == (1, 1, 1)
    assert counts(right, "page surroundings") == (1, 0, 0)  # it is read as if it were the article's
    assert counts(read("Portal", title="Ambon dan Nilüfer bertemu"), "titles") == (1, 1, 0)
    assert counts(read("", title=""), "titles") == (1, 1, 1)


def test_real_and_invented_texts_are_told_apart_each_with_bounds(tmp_path: Path, shipped: Store) -> None:
    gold(tmp_path)
    for name, told in (("b", {"written_for": ["a trap"]}), ("c", {"written_for": ["two"]}), ("d", {"origin": "real"})):
        given = json.loads((tmp_path / "a.json").read_text())
        (tmp_path / f"{name}.json").write_text(json.dumps({**given, "document": name, **told}), encoding="utf-8")
    partly = iter([FACTS, FACTS, FACTS[:1], FACTS[:1]])
    found = evaluate([tmp_path], shipped, lambda article, _: Draft(article, next(partly)))
    rows = [dict(zip(found.figures().heads, row, strict=True)) for row in found.figures().rows]
    cities = {row["texts"]: row for row in rows if (row["language"], row["kind"]) == ("all", "missions")}
    assert {texts: (row["gold"], row["right"]) for texts, row in cities.items()} == {
        "real": (2, 1),
        "invented": (2, 1),
        "all": (4, 2),
    }
    assert (cities["all"]["F1 from"], cities["all"]["F1 to"]) == ("0.00", "1.00")
    assert found.figures().rows == found.figures().rows  # the same bounds each time
    assert "wholly usable: 2" in found.figures().notes


def test_a_tie_read_in_a_text_that_tells_of_none_is_counted(tmp_path: Path, shipped: Store) -> None:
    near = held(tmp_path, shipped, rows={**ROWS, "relationships": []})
    assert "near misses with a false tie: 1 of 1" in near.figures().notes
    assert not any("near" in note for note in held(tmp_path, shipped).figures().notes)


def test_an_article_of_something_else_counts_what_is_found_as_wrong(tmp_path: Path, shipped: Store) -> None:
    found = held(tmp_path, shipped, rows={kind: [] for kind in ROWS})
    assert counts(found, "ties by parties") == (0, 1, 0)
    one = found.count("ties by parties")
    assert (one.precision, one.recall, one.f1) == (0, None, 0)
    assert "a: ties by parties: wrong: government:ambon, government:nilufer" in found.faults


def test_kinds_that_gold_does_not_tell_of_are_not_counted(tmp_path: Path, shipped: Store) -> None:
    found = held(tmp_path, shipped, rows={"cities": ROWS["cities"]})
    assert {kind for _, kind in found.counts} == {"cities"}
    assert len(found.figures().rows) == 2  # Indonesian, and all


@pytest.mark.parametrize(
    ("row", "steps"),
    [
        ({"kind": "sister-city", "status": "renewed"}, {"renewed"}),
        ({"kind": "sister_city", "status": "active"}, {"agreed", "renewed", "activity"}),
        ({"kind": "loi", "status": "signed"}, {"intent-declared"}),
        ({"kind": "sister_city", "status": "signed"}, {"agreed", "renewed"}),
        ({"kind": "sister_city", "status": "planned"}, {"intent-declared", "explored"}),
        ({"kind": "sister_city", "status": "married"}, set()),
    ],
)
def test_gold_of_an_older_form_is_brought_into_our_terms(row: dict[str, str], steps: set[str]) -> None:
    assert terms().steps_of(row) == steps


def test_pairs_are_as_many_as_can_stand_together() -> None:
    found = pair(["ab", "a"], ["A", "B"], lambda one, other: other.lower() in one, str, str)
    assert found is not None
    assert (sorted(found.right), found.missed, found.wrong) == (["a", "ab"], [], [])


def test_figures_are_written_in_four_forms(tmp_path: Path, shipped: Store) -> None:
    figures = held(tmp_path, shipped, FACTS[:6]).figures()
    rows = list(csv.DictReader(io.StringIO(figures.text("csv"))))
    (row,) = [one for one in rows if (one["language"], one["kind"]) == ("all", "missions")]
    assert row == {
        "texts": "real",
        "language": "all",
        "kind": "missions",
        "gold": "1",
        "found": "0",
        "right": "0",
        "precision": "",
        "recall": "0.00",
        "F1": "0.00",
        "F1 from": "",
        "F1 to": "",
    }
    assert json.loads(figures.text("json"))["rows"][0]["kind"] == "cities"
    assert "| all" in figures.text("markdown") and "1 articles" in figures.text("table")


def test_gold_without_its_text_is_passed_over_and_told(tmp_path: Path, shipped: Store) -> None:
    path = gold(tmp_path)
    (tmp_path / "b.json").write_text(path.read_text().replace("a.txt", "b.txt"), encoding="utf-8")
    found = evaluate([tmp_path], shipped, lambda article, _: Draft(article, FACTS))
    assert found.documents == 1
    assert len(found.skipped) == 1 and "b.txt is not there" in found.skipped[0]
    (tmp_path / "a.txt").unlink()
    with pytest.raises(RequestError, match="nothing to evaluate"):
        evaluate([tmp_path], shipped, lambda article, _: Draft(article, FACTS))


def test_what_is_no_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no gold there"):
        find_gold([tmp_path])
    with pytest.raises(DataError, match="cannot be read"):
        read_gold(tmp_path / "missing.json")
    path = tmp_path / "x.json"
    for content, reason in (
        ("not json", "not JSON"),
        ("[]", "no facts"),
        ('{"language": "id", "facts": []}', "no facts"),
        ('{"language": "de", "facts": {}}', "none of en, id, tr"),
        ('{"language": "id", "facts": {"cities": {}}}', "cities: not rows"),
        ('{"language": "id", "facts": {"cities": ["Ambon"]}}', "cities: not rows"),
        ('{"language": "id", "facts": {"facilitators": [{}]}}', "facilitators: not rows"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(DataError, match=reason):
            read_gold(path)


def test_the_gold_for_development_is_whole(shipped: Store) -> None:
    paths = find_gold([ROOT / "tests" / "gold" / "dev"])
    assert len(paths) >= 17
    for one in [one for path in paths for one in read_golds(path)]:
        assert one.words or one.text.is_file(), one.name
        for row in one.rows("sectors") or ():
            assert bare(row["canonical"]) in sector_names(shipped), (one.name, row)
        for row in one.rows("relationships") or ():
            assert terms().steps_of(row), (one.name, row)
        for row in one.rows("commitments") or ():
            assert row["kind"] in terms().commitments, (one.name, row)
        for row in one.rows("events") or ():
            assert row["type"] in terms().encounters, (one.name, row)


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared/ is not beside this checkout")
def test_the_gold_of_the_seed_names_its_text() -> None:
    one = read_gold(SHARED / "facts" / "id-00.json")
    assert one.text.is_file() and one.published == "2025-08-20"
    assert one.rows("agreements") is None


def test_an_article_is_read_as_its_gold_says(tmp_path: Path, shipped: Store) -> None:
    seen: list[Article] = []

    def read(article: Article, store: Store) -> Draft:
        seen.append(article)
        return Draft(article)

    evaluate([gold(tmp_path, published="2025-08-20", publisher="Kabar Rakit")], shipped, read)
    assert [(one.lang, one.published, one.publisher) for one in seen] == [("id", "2025-08-20", "Kabar Rakit")]
