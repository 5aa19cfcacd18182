"""The questions: their paper, their columns, their golden answers, and what they refuse."""

from __future__ import annotations

import io
import re

import pytest
import rdflib
from rdflib.query import Result

from cityties.facts import intake
from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.questions.question import ask, find, golden, questions
from cityties.store import Store

COLUMNS = {
    "agreements-of-city": "agreement kind partner signedOn validUntil signatories sources",
    "busiest-cities": "city country partners countries",
    "candidate-partners": "candidate sharedSectors commonPartners missionThere score",
    "cities-in-sector": "city partner status",
    "commitments-between": "by kind toward sector what date state sources",
    "common-partners": "partner",
    "conflicting-reports": "subject report otherReport sources otherSources",
    "evidence-for": "fact kind source publisher date address",
    "expiring-agreements": "agreement parties validUntil",
    "facilitators": "facilitator tie offers sources",
    "learning-interests": "learner teacher sector date sources",
    "members-of-network": "city since",
    "missions-for-tie": "mission side seat facilitates",
    "missions-in-city": "mission kind sentBy head",
    "missions-of-country": "mission kind city accreditedTo",
    "missions-without-tie": "mission city",
    "networks-of-city": "network since",
    "officials-of-city": "person post from to sources",
    "open-commitments": "by kind toward sector what since days",
    "posts-of-person": "post of from to sources",
    "sector-ranking": "sector ties cities",
    "sectors-of-city": "sector partners times",
    "shared-sectors": "sector broader firstNamed times",
    "single-source-ties": "tie source",
    "sources": "source publisher date language facts",
    "tie-history": "date step kind detail sources by told",
    "ties-between-countries": "city otherCity kind status since",
    "ties-of-city": "partner kind status since sectors sources",
    "timeline": "date what who where sources by",
    "what-is-here": "class count",
    "who-met-whom": "date person post met metPost place sources by",
}
# Those that came after the design.
COLUMNS |= {
    "commitments-of": "by kind toward sector what date state sources",
    "encounters-of": "date encounter who place sources by",
    "facts-of-source": "fact kind",
    "records-of-city": "part what sources",
    "ties-of-country": "city partner partnerCountry status",
    "standing": "verdict tie kind status since by sources claims",
    "agenda": "matter what by sectors since due sources",
    "who-to-meet": "kind who post sentBy seen sources",
    "due": "date why what years sources",
    "open-promises": "what kind spokenBy date latest sectors due certainty sources",
}
# What the model came to say: certainty, legal acts, history, delegations, terms.
COLUMNS |= {
    "agreement-changes": "agreement change earlier signedOn certainty sources",
    "beginnings-of-ties": "partner step date latest initiator decision decidedBy sources",
    "commitment-terms": "what by since latest purpose condition due sources",
    "coverage": "source class kind place asOf",
    "delegations-of-city": "encounter date latest delegation leader size members place sources",
    "history-of": "part what from until sources",
    "honours": "honour giver honoured date latest sources",
    "missions-serving": "mission kind sentBy seat serves sources",
    "organisations-of-city": "organisation kind link",
    "ties-of-districts": "district partner kind status underTie sources",
    "topics-of-city": "encounter date latest sectors who place sources",
    "uncertain-facts": "what certainty date latest sources",
}
PAIR = {"city": "Jakarta", "other": "Ankara"}
ANTARA = "antara-2025-08-20-jakarta-ankara"


def test_every_question_of_the_design_and_no_other_is_there() -> None:
    assert sorted(questions()) == sorted(COLUMNS)


@pytest.mark.parametrize("name", COLUMNS)
def test_each_question_carries_its_paper(name: str) -> None:
    question = find(name)
    assert question.summary.endswith("?")
    assert question.description.endswith(".")
    assert question.tags
    wanted = tuple(COLUMNS[name].split())
    assert question.columns[: len(wanted)] == wanted
    assert "ORDER BY" in question.text
    declared = re.findall(r"^PREFIX (\w+):", question.text, re.MULTILINE)
    assert declared == sorted(declared)
    body = re.sub(r"^(#|PREFIX).*$", "", question.text, flags=re.MULTILINE)
    assert set(declared) == set(re.findall(r"(?<![\w?<])([a-z]+):(?=[A-Za-z)])", body))


@pytest.mark.parametrize("name", COLUMNS)
def test_the_example_gives_the_golden_answer(name: str) -> None:
    file = resources.folder("queries") / f"{name}.golden.tsv"
    answer = golden(name)
    assert answer.count("\n") > 1, "an answer without rows proves nothing"
    assert answer == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COLUMNS)
def test_no_two_rows_stand_at_one_place_of_the_order(name: str) -> None:
    order = find(name).text.rpartition("ORDER BY")[2]
    head, *rows = [line.split("\t") for line in golden(name).splitlines()]
    columns = [place for place, column in enumerate(head) if re.search(rf"\{column}\b", order)]
    places = [tuple(row[column] for column in columns) for row in rows]
    assert columns and len(set(places)) == len(places), "two stores may give these rows in two orders"


@pytest.mark.parametrize("form", ["json", "xml", "tsv", "csv"])
def test_the_w3c_formats_are_read_by_others(shipped: Store, form: str) -> None:
    answer = ask(shipped, "ties-of-city", {"city": "Jakarta"})
    text = answer.text(form).encode("utf-8")
    if form == "csv":
        assert text.count(b"\r\n") == len(answer) + 1
        return
    result = Result.parse(io.BytesIO(text), format=form)
    assert [str(name) for name in result.vars or []] == list(answer.columns)
    assert len(list(result)) == len(answer) > 10


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("ties-of-cty", {}, "ties-of-city"),
        ("ties-of-city", {}, "--city"),
        ("ties-of-city", {"city": "Jakarta", "town": "x"}, "town"),
        ("ties-of-city", {"city": "Jakarta", "as-of": "2025-13"}, "2025-13"),
        ("ties-of-city", {"city": "Jakarta", "as-of": "2025-02-30"}, "2025-02-30"),
        ("busiest-cities", {"limit": "0"}, "above 0"),
        ("cities-in-sector", {"sector": "witchcraft"}, "witchcraft"),
    ],
)
def test_what_cannot_be_asked_is_told(shipped: Store, name: str, arguments: dict[str, str], words: str) -> None:
    with pytest.raises(RequestError, match=re.escape(words)):
        ask(shipped, name, arguments)


@pytest.mark.parametrize(
    "hostile",
    ['"} } ; DROP ALL #', "http://e/> } ; CLEAR ALL #", "<script>", "\u202eatrakaJ", "😀", "x" * 10_000, "'\\"],
)
def test_hostile_names_change_nothing(shipped: Store, hostile: str) -> None:
    before = len(shipped)
    with pytest.raises(RequestError):
        ask(shipped, "ties-of-city", {"city": hostile})
    assert len(shipped) == before


def status(store: Store, as_of: str) -> str:
    rows = ask(store, "ties-of-city", {"city": "Jakarta", "as-of": as_of})
    return next((row["statusLabel"] for row in rows if row["partnerLabel"] == "Ankara"), "")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2018", ""), ("2025-08-19", "explored"), ("2025-08-20", "intent declared"), ("2025", "intent declared")],
)
def test_a_tie_stands_as_it_stood_on_the_day(shipped: Store, as_of: str, expected: str) -> None:
    assert status(shipped, as_of) == expected


def test_labels_come_in_the_language_asked_for(shipped: Store) -> None:
    for lang, word in (("en", "sister city"), ("id", "kota kembar"), ("tr", "kardeş şehir")):
        labels = {row["kindLabel"] for row in ask(shipped, "ties-of-city", {"city": "Jakarta"}, lang)}
        assert any(word in label for label in labels), lang


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("sources", {}, ["ANTARA", "2025-08-20", "id"]),
        ("missions-in-city", {"city": "Ankara"}, ["Embassy of Indonesia in Ankara", "Indonesia", "Ambassador"]),
        ("missions-of-country", {"country": "Indonesia"}, ["Embassy of Indonesia in Ankara", "Ankara", "Türkiye"]),
        ("posts-of-person", {"person": "Achmad Rizal Purnama"}, ["Ambassador of Indonesia to Türkiye"]),
        ("commitments-between", PAIR, ["businesses", "agencies", "framework", "top 50", ANTARA]),
        ("evidence-for", PAIR, ["welcomes", "Networks of cities", "cultural space", "basic services", ANTARA]),
        ("who-met-whom", PAIR, ["Rano Karno", "Mansur Yavaş", "2025-08-19", "Türkiye", ANTARA]),
        ("posts-of-person", {"person": "Mansur Yava"}, ["Mayor of Ankara"]),
        ("shared-sectors", PAIR, ["water", "public transport", "culture", "youth and sport", "digital government"]),
        ("tie-history", PAIR, ["explored", "partnership", "2025-08-19", ANTARA]),
        ("commitments-between", PAIR, ["Share good practice", "joint programmes", "experience", ANTARA]),
        ("learning-interests", {"city": "Jakarta"}, ["Ankara", "public transport", ANTARA]),
    ],
)
def test_what_the_seed_article_says_is_found(
    shipped: Store, name: str, arguments: dict[str, str], words: list[str]
) -> None:
    text = ask(shipped, name, arguments).text("csv")
    for word in words:
        assert word in text


def test_a_headline_against_its_own_text_is_a_conflict(shipped: Store) -> None:
    rows = list(ask(shipped, "conflicting-reports", {}))
    (row,) = [row for row in rows if "aydin-ses" in row["sources"]]
    assert row["sources"] in row["otherSources"].split() and "sonsoz" in row["otherSources"]


def test_every_tie_is_told_once_or_oftener() -> None:
    store = intake.shipped()
    rows = store.dataset.query("SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t a <https://w3id.org/cityties/ontology#Tie> }")
    (row,) = rows
    assert isinstance(row, rdflib.query.ResultRow)
    assert int(row[0]) == len({r["tie"] for r in ask(store, "single-source-ties", {})} | _told_twice(store))


def _told_twice(store: Store) -> set[str]:
    found = store.select(
        "SELECT ?tie { ?tie a ct:Tie . ?s ct:ofTie ?tie ; prov:wasDerivedFrom ?o } GROUP BY ?tie "
        "HAVING(COUNT(DISTINCT ?o) > 1)"
    )
    return {getattr(row[0], "value", "") for row in found}
