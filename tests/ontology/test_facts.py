"""The shipped facts: one source a file, a source for every fact, and the seed article whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from checkout import SHARED
from rdflib import RDF, Graph, Namespace, URIRef

from cityties.model import resources
from cityties.model.vocabulary import CT, PREFIXES
from cityties.store import Store

PROV = Namespace("http://www.w3.org/ns/prov#")
TERM = Namespace(CT)
SOURCES = resources.files("graph", "sources/*.ttl")
SEED = "antara-2025-08-20-jakarta-ankara"
SEED_IRI = f"https://w3id.org/cityties/id/source/{SEED}"
FACTS = [
    "Tie",
    "Step",
    "Tenure",
    "Meeting",
    "Visit",
    "Signing",
    "Reception",
    "Statement",
    "Agreement",
    "Offer",
    "Interest",
    "LearningInterest",
    "Intention",
    "Goal",
    "Remark",
    "NetworkMembership",
    "Embassy",
    "ConsulateGeneral",
    "Consulate",
    "HonoraryConsulate",
    "PermanentMission",
    "RepresentativeOffice",
]
EMBASSY = "wd:Q75334780"
MEETING = f"<https://w3id.org/cityties/id/encounter/{SEED}-meeting>"
PLACE = "https://w3id.org/cityties/id"
NINE_POINTS = {
    "1-source": f'<{SEED_IRI}> ct:published "2025-08-20"^^xsd:date ; dcterms:language "id" .',
    "2-embassy": f"{EMBASSY} a ct:Embassy ; ct:sentBy wd:Q252 ; ct:accreditedTo wd:Q43 ; ct:seat wd:Q3640 .",
    "3-ambassador": f"{EMBASSY} ct:headedBy ?post . "
    f"?tenure ct:post ?post ; ct:holder <{PLACE}/person/achmad-rizal-purnama> .",
    "4-offers": f"?offer a ct:Offer ; ct:by {EMBASSY} ; "
    f"ct:toward <{PLACE}/government/jakarta>, <{PLACE}/government/ankara> .",
    "5-goal": "?goal a ct:Goal . ?remark a ct:Remark ; ct:remarkKind code:welcome .",
    "6-meeting": f'{MEETING} ct:date "2025-08-19"^^xsd:date ; '
    f"ct:participation/ct:participant <{PLACE}/person/rano-karno>, <{PLACE}/person/mansur-yavas> .",
    "7-explored": "?step ct:stepKind code:explored ; ct:sector sector:water, sector:public-transport, "
    "sector:culture, sector:youth-and-sport, sector:digital-government .",
    "8-challenges": "?remark ct:remarkKind code:shared-challenge . ?other ct:remarkKind code:benefit .",
    "9-learning": f"?interest a ct:LearningInterest ; ct:by <{PLACE}/government/ankara> ; "
    "ct:sector sector:public-transport . ?intention a ct:Intention .",
}


def parsed(path: Path) -> Graph:
    """Read one Turtle file."""
    return Graph().parse(path, format="turtle")


def test_there_are_sources() -> None:
    assert len(SOURCES) > 30


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_a_file_is_one_source_and_its_facts_say_so(path: Path) -> None:
    graph = parsed(path)
    source = URIRef(f"https://w3id.org/cityties/id/source/{path.stem}")
    assert list(graph.subjects(RDF.type, TERM.Source)) == [source]
    facts = {fact for kind in FACTS for fact in graph.subjects(RDF.type, TERM[kind])}
    assert facts
    assert [fact for fact in facts if (fact, PROV.wasDerivedFrom, source) not in graph] == []


@pytest.mark.parametrize("point", NINE_POINTS)
def test_the_seed_article_is_whole(shipped: Store, point: str) -> None:
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    assert shipped.ask(f"{head}ASK {{ GRAPH <{SEED_IRI}> {{ {NINE_POINTS[point]} }} }}")


def test_the_seed_passages_lie_in_the_text() -> None:
    article = SHARED / "seed" / "antara-jakarta-ankara.txt"
    if not article.exists():
        pytest.skip("the seed article is not part of the package")
    text = article.read_text(encoding="utf-8")
    graph = parsed(next(path for path in SOURCES if path.stem == SEED))
    passages = list(graph.subjects(RDF.type, TERM.Passage))
    assert passages
    for passage in passages:
        start, end = (int(str(graph.value(passage, TERM[name]))) for name in ("start", "end"))
        assert str(passage) == f"{SEED_IRI}#char={start},{end}"
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


def test_every_wikidata_item_is_confirmed_by_data() -> None:
    data = SHARED / "data"
    if not data.exists():
        pytest.skip("the data sets are not part of the package")
    known = {
        item
        for file in data.rglob("*")
        if file.is_file()
        for item in re.findall(r"\bQ\d+\b", file.read_text(encoding="utf-8", errors="replace"))
    }
    used = {
        item
        for path in [*SOURCES, *resources.files("graph", "*.ttl")]
        for item in re.findall(r"\bwd:(Q\d+)\b", path.read_text(encoding="utf-8"))
    }
    assert used
    assert used - known == set()
