"""What was decided of an article is remembered: read again, it asks nothing twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from reviewing import ARTICLE, DRAFT, decided, spans

from cityties.model.errors import DataError, RequestError
from cityties.reading.draft import Draft, Fact, Verdict, read_draft, write_draft
from cityties.review.desk import Desk, Setting
from cityties.review.refusal import ADDED, MEMORY, memory_of, recall, remember


def states(draft: Draft) -> dict[str, str]:
    return {fact.id: fact.verdict.state for fact in draft.facts if fact.verdict}


def test_a_draft_read_again_has_its_verdicts(tmp_path: Path) -> None:
    memory = tmp_path / MEMORY
    after = decided(DRAFT, "remark:benefit-1")
    remember(DRAFT, after, memory)
    assert recall(DRAFT, memory) == after
    assert recall(replace(DRAFT, article=replace(ARTICLE, text=ARTICLE.text + ".")), memory).facts == DRAFT.facts


def test_a_fact_is_known_again_under_another_number_and_place(tmp_path: Path) -> None:
    memory = tmp_path / MEMORY
    remember(DRAFT, decided(DRAFT, "remark:benefit-1"), memory)
    again = tuple(
        replace(fact, id="remark:benefit-7", spans=((0, 9),), score=0.1) if fact.id == "remark:benefit-1" else fact
        for fact in DRAFT.facts
    )
    assert states(recall(replace(DRAFT, facts=again), memory))["remark:benefit-7"] == "refused"


def test_a_fact_that_says_something_else_is_asked_again(tmp_path: Path) -> None:
    memory = tmp_path / MEMORY
    remember(DRAFT, decided(DRAFT, "remark:benefit-1"), memory)
    again = tuple(
        fact.with_slots(what="something else") if fact.id == "remark:benefit-1" else fact for fact in DRAFT.facts
    )
    found = recall(replace(DRAFT, facts=again), memory)
    assert "remark:benefit-1" not in states(found) and len(states(found)) == len(DRAFT.facts) - 1


def test_what_was_mended_linked_and_added_comes_back_so(tmp_path: Path) -> None:
    memory = tmp_path / MEMORY
    accepted = Verdict("accepted", "Ada", "2026-03-12")
    added = Fact(
        "remark:added-1", "remark", {"remarkKind": "welcome", "by": "government:bursa"}, spans("useful"), ADDED, 1.0
    )
    facts = tuple(
        replace(fact.with_slots(name="Ratna A. Kusuma"), verdict=accepted) if fact.id == "person:ratna-kusuma" else fact
        for fact in (*DRAFT.facts, replace(added, verdict=accepted))
    )
    after = replace(DRAFT, facts=facts)
    remember(DRAFT, after, memory)
    assert recall(DRAFT, memory) == after
    # Mended once more, in a later sitting: what was read first is still what it is known by.
    later = tuple(
        fact.with_slots(name="R. Kusuma") if fact.id == "person:ratna-kusuma" else fact for fact in after.facts
    )
    remember(after, replace(DRAFT, facts=later), memory)
    assert recall(DRAFT, memory).facts == later


def test_articles_are_kept_beside_each_other_and_each_is_replaced_whole(tmp_path: Path) -> None:
    memory = tmp_path / "new" / MEMORY
    other = replace(DRAFT, article=replace(ARTICLE, text=ARTICLE.text + "."))
    remember(DRAFT, decided(DRAFT), memory)
    remember(other, decided(other, "remark:benefit-1"), memory)
    remember(DRAFT, DRAFT, memory)
    assert states(recall(DRAFT, memory)) == {}
    assert len(states(recall(other, memory))) == len(DRAFT.facts)


def test_a_hostile_name_stays_in_its_cell(tmp_path: Path) -> None:
    memory = tmp_path / MEMORY
    remember(DRAFT, decided(DRAFT, by="A\tB\nC\u2028D"), memory)
    assert {fact.verdict.by for fact in recall(DRAFT, memory).facts if fact.verdict} == {"A B C\u2028D"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("something\n", ":1: not a table"),
        ("{header}\na\tb\tc\n", ":2: not a decision"),
        ("{header}\na\tb\tc\tmaybe\tAda\t2026-03-12\t\n", ":2: not a decision"),
        ("{header}\na\tb\tc\trefused\tAda\t2026-03-12\t[1]\n", ":2: not a decision"),
        ('{header}\na\tb\tc\trefused\tAda\t2026-03-12\t{"rule":"review","kind":"x","slots":{}}\n', ":2: not a"),
        ("\xff", "UTF-8"),
    ],
)
def test_a_file_at_fault_is_told_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    memory = tmp_path / MEMORY
    header = "article\tfact\tcontent\tverdict\tby\ton\tbecame"
    memory.write_bytes(text.replace("{header}", header).encode("latin-1"))
    with pytest.raises(DataError, match=why):
        recall(DRAFT, memory)


def test_without_a_store_decisions_are_kept_for_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert memory_of("store") == Path("store") / MEMORY
    assert memory_of(None) == memory_of("https://example.org/sparql")
    assert memory_of(None).name == MEMORY


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    write_draft(tmp_path / "draft.json", DRAFT)
    return Desk(Setting(tmp_path / "draft.json", None, tmp_path / "source.ttl", "Ada", "2026-03-12"))


def test_accepting_takes_the_things_it_names_along_but_no_other_relation(desk: Desk) -> None:
    outcome = desk.accept("step:bursa-surabaya-explored-1")
    assert set(outcome.accepted) == {"government:surabaya", "government:bursa", "place:surabaya", "place:bursa"}
    assert [fact.id for fact in desk.needed()] == ["encounter:meeting-1"]
    assert read_draft(desk.setting.path) == desk.draft, "kept at once"
    with pytest.raises(DataError, match=r"rests on encounter:meeting-1"):
        desk.accepted()


def test_refusing_takes_along_what_cannot_stand_without_it(desk: Desk) -> None:
    desk.accept("encounter:meeting-1")
    before = desk.draft
    outcome = desk.refuse("person:ratna-kusuma")
    assert set(outcome.refused) == {"tenure:ratna-kusuma-deputy-mayor-of-surabaya"}
    assert set(outcome.mended) == {"encounter:meeting-1", "agreement:letter-of-intent-1", "commitment:learning-1"}
    meeting = desk.draft.fact("encounter:meeting-1")
    assert meeting and [row["participant"] for row in meeting.tables("participants")] == ["person:kemal-ornek"]
    with pytest.raises(RequestError, match="which you refused"):
        desk.accept("tenure:ratna-kusuma-deputy-mayor-of-surabaya")
    desk.undo()
    assert desk.draft == before == read_draft(desk.setting.path)


def test_refusing_a_government_takes_the_tie_along(desk: Desk) -> None:
    outcome = desk.refuse("government:bursa")
    assert {"step:bursa-surabaya-explored-1", "agreement:letter-of-intent-1"} <= set(outcome.refused)
    assert "membership:bursa-example-ports-league" in outcome.refused
    assert "commitment:offer-1" in outcome.mended, "it is still made to the other city"


def test_mending_names_new_things_and_things_of_the_graph(desk: Desk) -> None:
    slots = dict(desk.draft.fact("commitment:offer-1").slots)  # type: ignore[union-attr]
    slots |= {"spokenBy": "new:person:Budi Contoh", "toward": ["link:place:http://www.wikidata.org/entity/Q3640"]}
    outcome = desk.mend("commitment:offer-1", slots, [(0, 8)])
    found = desk.draft.fact("commitment:offer-1")
    assert found and found.spans == ((0, 8),) and set(outcome.accepted) >= {"person:added-1", "place:added-1"}
    assert desk.draft.fact("person:added-1").slots == {"name": "Budi Contoh"}  # type: ignore[union-attr]
    for wrong in ({"by": ""}, {"class": "Gift"}, {"toward": ["link:place:http://nowhere.example/x"]}, {"odd": "1"}):
        with pytest.raises(RequestError):
            desk.mend("commitment:offer-1", slots | wrong)


def test_adding_wants_words_and_a_whole_fact(desk: Desk) -> None:
    slots = {"remarkKind": "welcome", "by": "government:bursa", "date": "10 March 2026"}
    added = desk.add("remark", slots, spans("useful for both"))
    fact = desk.draft.fact(added.fact)
    assert fact and fact.rule == ADDED and fact.text("date") == "2026-03-10"
    for kind, told, where in (
        ("remark", slots, []),
        ("remark", {}, [(0, 3)]),
        ("odd", {}, [(0, 3)]),
        ("remark", slots, [(5, 3)]),
    ):
        with pytest.raises(RequestError):
            desk.add(kind, told, where)


def test_a_link_is_to_what_the_graph_holds(desk: Desk) -> None:
    iri = "https://w3id.org/cityties/id/person/rano-karno"
    desk.link("person:ratna-kusuma", iri)
    assert desk.draft.fact("person:ratna-kusuma").text("iri") == iri  # type: ignore[union-attr]
    desk.link("person:ratna-kusuma", "")
    assert desk.draft.fact("person:ratna-kusuma").text("iri") == ""  # type: ignore[union-attr]
    for wrong in ("https://w3id.org/cityties/id/person/nobody", "no iri"):
        with pytest.raises(RequestError, match="not in this graph"):
            desk.link("person:ratna-kusuma", wrong)


def test_there_is_an_end_to_undoing(desk: Desk) -> None:
    desk.refuse("remark:benefit-1")
    desk.undo()
    with pytest.raises(RequestError, match="nothing to undo"):
        desk.undo()
