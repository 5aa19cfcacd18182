"""The curated facts say what their sources say: no more, and nothing on the wrong fact or day."""

from __future__ import annotations

import json
import re

import pytest
from checkout import SHARED
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.query import ResultRow

from cityties.model import resources
from cityties.model.vocabulary import CT, SECTOR

TERM = Namespace(CT)
ID = "https://w3id.org/cityties/id"
SOURCES = {path.stem: path for path in resources.files("graph", "sources/*.ttl")}
FACTS = SHARED / "facts"
# Sectors that a text names only to describe a place, or that stood at a fair long past.
ONLY_DESCRIBED = {
    ("mynet-east-kalimantan-malatya", "agriculture"),
    ("mynet-east-kalimantan-malatya", "mining"),
    ("haberturk-bursa-indonesia", "tourism"),
}


def read(stem: str) -> Graph:
    return Graph().parse(SOURCES[stem])


def said(stem: str, pattern: str) -> bool:
    head = f"PREFIX ct: <{CT}> PREFIX code: <https://w3id.org/cityties/code/> PREFIX sector: <{SECTOR}> "
    head += "PREFIX wd: <http://www.wikidata.org/entity/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    head += "".join(f"PREFIX {kind}: <{ID}/{kind}/> " for kind in ("person", "government", "step", "region"))
    return bool(read(stem).query(f"{head} ASK {{ {pattern} }}").askAnswer)


@pytest.mark.parametrize(
    ("stem", "pattern"),
    [
        # Received in Jakarta: made no later than that day, nowhere in particular.
        ("antara-2025-08-20-jakarta-ankara", "?s a ct:Statement ; ct:noLaterThan '2025-08-20'^^xsd:date"),
        ("antara-2025-08-20-jakarta-ankara", "?o a ct:Offer ; ct:purpose/a ct:Goal"),
        ("pennsylvasia-2013-11-01-pittsburgh-saitama", "?s ct:date '1998'^^xsd:gYear ; ct:certainty code:approximate"),
        ("haberler-2025-09-27-kayseri-yongin", "?s ct:date '2005'^^xsd:gYear ; ct:certainty code:approximate"),
        ("pennsylvasia-2013-11-01-pittsburgh-saitama", "?s ct:legalBasis/ct:legalActKind code:proclamation"),
        ("antara-mataram-2023-03-31-bandung-melbourne", "?s ct:legalBasis/ct:date '2023-03-30'^^xsd:date"),
        (
            "ilksesgazetesi-2024-10-07-balcova-caycuma-derinkuyu-tire",
            "?s ct:legalBasis/ct:decidedBy/ct:actsFor government:balcova",
        ),
        (
            "beritajakarta-2017-08-02-jakarta-moscow",
            "?v a ct:Visit ; ct:certainty code:planned ; ct:purpose/ct:renews ?old",
        ),
        ("surabaya-today-2021-12-14-surabaya-croatia", "?m a ct:Consulate ; ct:certainty code:planned"),
        ("kompas-2013-09-17-bangkok-jakarta", "?s a ct:Step ; ct:certainty code:denied"),
        (
            "beritajakarta-2023-09-06-ho-chi-minh-city-jakarta",
            "?w a ct:LearningInterest ; ct:certainty code:conditional ; ct:sector sector:environment",
        ),
        ("antara-2017-08-bandung-cuenca", "?i a ct:Intention ; ct:due '2018-08'^^xsd:gYearMonth"),
        (
            "teropong-media-2024-04-24-bandung-melbourne",
            "?m a ct:ConsulateGeneral ; ct:serves region:victoria, region:tasmania",
        ),
        ("haberler-2025-09-27-kayseri-yongin", "?p ct:delegationHead person:memduh-buyukkilic"),
        ("beritajakarta-2019-02-13-jakarta-sister-cities", "?s ct:coverage/ct:coversPlace wd:Q3630"),
        ("suara-2019-04-09-jakarta-ambassadors", "?p ct:participant person:am-fachir"),
    ],
)
def test_what_a_source_says_is_said(stem: str, pattern: str) -> None:
    assert said(stem, pattern)


@pytest.mark.parametrize(
    ("stem", "pattern"),
    [
        ("antara-2025-08-20-jakarta-ankara", "?s a ct:Statement ; ct:venue ?anywhere"),
        ("antara-2025-08-20-jakarta-ankara", "?p ct:role code:host"),
        ("antara-2025-08-20-jakarta-ankara", "?g a ct:Goal ; ct:madeIn ?anywhere"),
        ("teropong-media-2024-04-24-bandung-melbourne", "?s ct:signatory person:sally-capp"),
        ("teropong-media-2024-04-24-bandung-melbourne", "?a ct:signedOn|ct:validUntil ?day"),
        ("tdbb-2020-11-19-kara-suu-karasu", "?s a ct:Signature"),
        ("gazete61-yomra-beylikduzu", "?p ct:participant person:onder-serkan-cebi"),
        ("suara-2019-04-09-jakarta-ambassadors", "?s ct:stepKind code:agreed"),
        ("eksekutor-2025-08-jakarta-ankara", "?s a ct:Step"),
        ("etkihaber-istanbul-jakarta", "?p ct:role code:facilitator"),
        ("antara-kaltim-bandung-wroclaw", "?o a ct:Offer"),
        ("sindonews-2022-03-04-jakarta-seoul", "?s ct:stepKind code:agreed ; ct:sector ?any"),
        ("beritajakarta-2018-02-22-jakarta-tokyo", "?s ct:stepKind code:agreed ; ct:sector ?any"),
        ("teropong-news-2023-04-27-jakarta-shanghai", "?s ct:stepKind code:agreed ; ct:sector ?any"),
        ("cempaka-tourist-2013-01-03-jakarta-jerusalem", "?w a ct:LearningInterest"),
    ],
)
def test_what_a_source_does_not_say_is_not_said(stem: str, pattern: str) -> None:
    assert not said(stem, pattern)


@pytest.mark.parametrize("stem", SOURCES)
def test_a_day_of_publication_alone_dates_no_encounter(stem: str) -> None:
    """Where an encounter has no day of its own, it has a day no later than which it was, never both."""
    graph = read(stem)
    for thing in set(graph.subjects(TERM.noLaterThan)):
        assert graph.value(thing, TERM.date) is None, thing


@pytest.mark.parametrize("stem", SOURCES)
def test_who_signs_took_part_as_signatory(stem: str) -> None:
    graph = read(stem)
    signed = set(graph.objects(None, TERM.signatory))
    roles = {
        graph.value(part, TERM.participant): graph.value(part, TERM.role)
        for part in graph.subjects(RDF.type, TERM.Participation)
        if any((encounter, RDF.type, TERM.Signing) in graph for encounter in graph.subjects(TERM.participation, part))
    }
    assert {who for who in signed if who in roles and not str(roles[who]).endswith("/signatory")} == set()


@pytest.mark.skipif(not FACTS.exists(), reason="shared/facts is not part of the package")
def test_every_sector_that_a_reader_found_is_in_the_graph() -> None:
    addresses = {str(address): stem for stem in SOURCES for address in read(stem).objects(None, TERM.address)}
    names = {
        str(label): concept
        for predicate in ("prefLabel", "altLabel", "hiddenLabel")
        for concept, label in _sectors().subject_objects(URIRef(f"http://www.w3.org/2004/02/skos/core#{predicate}"))
        if isinstance(label, Literal) and label.language == "en"
    }
    lacking, checked = set(), 0
    for path in sorted(FACTS.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        stem = addresses.get(document["source"])
        if stem is None:
            continue
        checked += 1
        used = set(read(stem).objects(None, TERM.sector))
        for found in document["facts"]["sectors"]:
            sector = names[found["canonical"]]
            slug = str(sector).removeprefix(SECTOR)
            if sector not in used and (stem, slug) not in ONLY_DESCRIBED:
                lacking.add((stem, slug))
    assert checked >= 39
    assert lacking == set()


def _sectors() -> Graph:
    return Graph().parse(resources.folder("ontology") / "sectors.ttl")


def test_indonesian_labels_say_turki() -> None:
    labels = [
        str(label)
        for path in [*SOURCES.values(), *resources.files("graph", "*.ttl")]
        for label in Graph().parse(path).objects(None, RDFS.label)
        if isinstance(label, Literal) and label.language == "id"
    ]
    assert any("Turki" in label for label in labels)
    assert [label for label in labels if "Türkiye" in label] == []


@pytest.mark.parametrize("stem", SOURCES)
def test_turkish_labels_are_not_sentences_in_the_aorist(stem: str) -> None:
    """Names of encounters are nouns; what happened is told as past."""
    graph = read(stem)
    rows = graph.query(
        "SELECT ?label { ?thing ct:participation|ct:stepKind ?any ; rdfs:label ?label FILTER(LANG(?label) = 'tr') }",
        initNs={"ct": CT, "rdfs": RDFS},
    )
    endings = re.compile(r"(?<!şeh)(?:[ıiuü]r|[ae]r)$")
    labels = [str(row[0]) for row in rows if isinstance(row, ResultRow)]
    assert [label for label in labels if endings.search(label)] == []
