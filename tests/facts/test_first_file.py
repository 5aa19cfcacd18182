"""Mistakes of a first file: each is told, on the line of the value, with the value, in the reader's language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from checkout import SHARED

from cityties.facts.build import build
from cityties.facts.check import Finding, check_files
from cityties.model.errors import DataError
from cityties.model.vocabulary import SH
from cityties.store import parse

CASES = SHARED / "cases" / "check"

FIRST = """@prefix ct: <https://w3id.org/cityties/ontology#> .
@prefix code: <https://w3id.org/cityties/code/> .
@prefix sector: <https://w3id.org/cityties/sector/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix government: <https://w3id.org/cityties/id/government/> .
@prefix my: <https://w3id.org/cityties/id/my/> .

my:news a ct:Source ;
  ct:publisher my:press ;
  ct:published "2026-03-02"^^xsd:date ;
  dcterms:language "id" ;
  ct:address "https://example.org/1"^^xsd:anyURI ;
  ct:sourceKind code:news-article .

my:press a ct:Publisher ;
  rdfs:label "Press" .

my:adana a ct:LocalGovernment ;
  rdfs:label "Adana Municipality"@en ;
  ct:governs my:adana-city .

my:adana-city a ct:City ;
  rdfs:label "Adana"@tr ;
  geo:lat 37.0 ;
  geo:long 35.3 ;
  ct:population 1800000 ;
  ct:country wd:Q43 .

my:medan a ct:LocalGovernment ;
  rdfs:label "Medan City"@en ;
  ct:governs my:medan-city .

my:medan-city a ct:City ;
  rdfs:label "Medan"@id ;
  ct:country wd:Q252 .

my:tie a ct:Tie ;
  rdfs:label "Adana-Medan"@en ;
  ct:party my:adana, my:medan ;
  prov:wasDerivedFrom my:news .

my:step a ct:Step ;
  rdfs:label "Signed"@en ;
  ct:ofTie my:tie ;
  ct:stepKind code:agreed ;
  ct:tieKind code:sister-city ;
  ct:sector sector:water ;
  ct:date "2026-03-01"^^xsd:date ;
  prov:wasDerivedFrom my:news .

my:mayor a ct:Post ;
  rdfs:label "Mayor of Adana"@en ;
  ct:postIn my:adana .

my:ada a ct:Person ;
  rdfs:label "Ada Example" .

my:tenure a ct:Tenure ;
  rdfs:label "Ada Example: mayor of Adana"@en ;
  ct:holder my:ada ;
  ct:post my:mayor ;
  ct:from "2024-04"^^xsd:gYearMonth ;
  prov:wasDerivedFrom my:news .
"""
DATE = 'ct:date "2026-03-01"^^xsd:date'

# What somebody writes, what is right in its place, and what the finding has to name.
MISTAKES = {
    "a date with points": (DATE, 'ct:date "01.03.2026"^^xsd:date', "01.03.2026"),
    "a date with strokes": (DATE, 'ct:date "2026/03/01"^^xsd:date', "2026/03/01"),
    "a date month first": (DATE, 'ct:date "03-01-2026"', "03-01-2026"),
    "a date in words": (DATE, 'ct:date "1 Maret 2026"@id', "1 Maret 2026"),
    "a date with an hour": (DATE, 'ct:date "2026-03-01T10:00:00"^^xsd:dateTime', "2026-03-01T10:00:00"),
    "a date without zeros": (DATE, 'ct:date "2026-3-1"^^xsd:date', "2026-3-1"),
    "30 February": (DATE, 'ct:date "2026-02-30"^^xsd:date', "2026-02-30"),
    "31 April": (DATE, 'ct:date "2026-04-31"^^xsd:date', "2026-04-31"),
    "29 February of no leap year": (DATE, 'ct:date "2026-02-29"^^xsd:date', "2026-02-29"),
    "a month as a year": (DATE, 'ct:date "2026-03"^^xsd:gYear', "2026-03"),
    "a year as a date": (DATE, 'ct:date "2026"^^xsd:date', "2026"),
    "a year as a number": (DATE, "ct:date 2026", "2026"),
    "a step ahead of its source": (DATE, 'ct:date "2062-03-01"^^xsd:date', "2062-03-01"),
    "a year ahead of its source": (DATE, 'ct:date "2027"^^xsd:gYear', "2027"),
    "a month 13 of a tenure": ('"2024-04"^^xsd:gYearMonth', '"2024-13"^^xsd:gYearMonth', "2024-13"),
    "a tenure of no day": ('"2024-04"^^xsd:gYearMonth', '"sometime"', "sometime"),
    "a publication as text": ('ct:published "2026-03-02"^^xsd:date', 'ct:published "2 March 2026"', "2 March 2026"),
    "a country as text": ("ct:country wd:Q252", 'ct:country "Indonesia"@en', "Indonesia"),
    "a city as the country": ("ct:country wd:Q252", "ct:country my:adana-city", "my/adana-city"),
    "a sector as text": ("ct:sector sector:water", 'ct:sector "Water"@en', "Water"),
    "a sector misspelt": ("ct:sector sector:water", "ct:sector sector:watr", "watr"),
    "a code as a sector": ("ct:sector sector:water", "ct:sector code:agreed", "agreed"),
    "a sector in the place of a kind": ("ct:tieKind code:sister-city", "ct:tieKind sector:water", "water"),
    "a kind of tie as text": ("ct:tieKind code:sister-city", 'ct:tieKind "sister city"', "sister city"),
    "a kind of step misspelt": ("ct:stepKind code:agreed", "ct:stepKind code:agred", "agred"),
    "the country as party": ("ct:party my:adana, my:medan", "ct:party wd:Q43, my:medan", "Q43"),
    "a person as party": ("ct:party my:adana, my:medan", "ct:party my:adana, my:ada", "my/ada"),
    "a party as text": ("ct:party my:adana, my:medan", 'ct:party my:adana, "Medan"', "Medan"),
    "a party misspelt": ("ct:party my:adana, my:medan", "ct:party my:adana, my:medn", "my/medn"),
    "a government as holder": ("ct:holder my:ada", "ct:holder my:adana", "my/adana"),
    "a government as post": ("ct:post my:mayor", "ct:post my:adana", "my/adana"),
    "a government governed": ("ct:governs my:medan-city", "ct:governs my:adana", "my/adana"),
    "a date on the tie": ("ct:party my:adana, my:medan", f"ct:party my:adana, my:medan ; {DATE}", "2026-03-01"),
    "a status on the tie": (
        "ct:party my:adana, my:medan",
        "ct:party my:adana, my:medan ; ct:stepKind code:agreed",
        "agreed",
    ),
    "a property misspelt": ("ct:stepKind", "ct:stepkind", "stepkind"),
    "a property of another spelling": ("ct:governs my:medan-city", "ct:governes my:medan-city", "governes"),
    "a class misspelt": ("my:tie a ct:Tie", "my:tie a ct:Ties", "Ties"),
    "a class in small letters": ("my:medan-city a ct:City", "my:medan-city a ct:city", "city"),
    "a term after a stroke": ("my:tie a ct:Tie", "my:tie a <https://w3id.org/cityties/ontology/Tie>", "ontology/"),
    "codes by http": ("@prefix code: <https:", "@prefix code: <http:", "http://w3id.org/cityties/code/"),
    "sectors with a hash": ("cityties/sector/>", "cityties/sector#>", "https://w3id.org/cityties/sector#"),
    "Wikidata by https": ("@prefix wd: <http:", "@prefix wd: <https:", "https://www.wikidata.org/entity/"),
    "Wikidata's page": ("www.wikidata.org/entity/>", "www.wikidata.org/wiki/>", "http://www.wikidata.org/wiki/"),
    "coordinates by https": ("@prefix geo: <http:", "@prefix geo: <https:", "https://www.w3.org/2003/01/geo"),
    "a source misspelt": (
        "my:medan ;\n  prov:wasDerivedFrom my:news",
        "my:medan ;\n  prov:wasDerivedFrom my:nws",
        "my/nws",
    ),
    "a source as an address": (
        "my:medan ;\n  prov:wasDerivedFrom my:news",
        "my:medan ;\n  prov:wasDerivedFrom <https://example.org/1>",
        "https://example.org/1",
    ),
    "a source as text": (
        "my:medan ;\n  prov:wasDerivedFrom my:news",
        'my:medan ;\n  prov:wasDerivedFrom "ANTARA"',
        "ANTARA",
    ),
    "a kind of source as text": ("ct:sourceKind code:news-article", 'ct:sourceKind "news"', "news"),
    "a language in capitals": ('dcterms:language "id"', 'dcterms:language "ID"', "ID"),
    "a language by its name": ('dcterms:language "id"', 'dcterms:language "Türkçe"', "Türkçe"),
    "a text's language by its name": ('"Medan"@id', '"Medan"@indo', "Medan"),
    "an address that is a thing": ('"https://example.org/1"^^xsd:anyURI', "<https://example.org/1>", "example.org/1"),
    "an address that runs": ("https://example.org/1", "javascript:alert(1)", "javascript:alert(1)"),
    "a latitude with a comma": ("geo:lat 37.0", 'geo:lat "37,0"', "37,0"),
    "a latitude in degrees": ("geo:lat 37.0", 'geo:lat "37° N"', "37° N"),
    "a latitude beyond the pole": ("geo:lat 37.0", "geo:lat 137.0", "137"),
    "a population with points": ("ct:population 1800000", 'ct:population "1.800.000"', "1.800.000"),
    "a population in words": ("ct:population 1800000", 'ct:population "1.8 million"@en', "1.8 million"),
    "a population below zero": ("ct:population 1800000", "ct:population -5", "-5"),
    "a relative name": ("my:ada a ct:Person", "<ada> a ct:Person", "ada"),
    "a relative value": ("ct:country wd:Q252", "ct:country <Indonesia>", "Indonesia"),
}


def mistaken(tmp_path: Path, right: str, wrong: str) -> tuple[Path, int]:
    """Write the first file with one mistake; say in which line it stands."""
    assert FIRST.count(right) >= 1, right
    at = FIRST.index(right)
    path = tmp_path / "first.ttl"
    path.write_text(FIRST[:at] + wrong + FIRST[at + len(right) :], encoding="utf-8")
    return path, FIRST.count("\n", 0, at) + 1 + wrong.count("\n")


def named(finding: Finding) -> str:
    return f"{finding.value or ''} {finding.path or ''} {finding.node}"


def test_the_first_file_is_right(tmp_path: Path) -> None:
    path, _ = mistaken(tmp_path, "Ada Example", "Ada Example")
    assert check_files([path]).findings == ()


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_told_on_its_line_with_its_value(tmp_path: Path, mistake: str) -> None:
    right, wrong, value = MISTAKES[mistake]
    path, line = mistaken(tmp_path, right, wrong)
    told = [finding for finding in check_files([path]).findings if finding.severity != "info"]
    assert told
    here = [finding for finding in told if finding.line == line and value in named(finding)]
    assert here, [(finding.line, named(finding), finding.message) for finding in told]


def test_a_second_tie_of_the_pair_is_told_whatever_its_name(tmp_path: Path) -> None:
    for name in ("aaa", "zzz"):
        wrong = FIRST.replace("ct:party my:adana, my:medan", "ct:party government:ankara, government:jakarta")
        path = tmp_path / f"{name}.ttl"
        path.write_text(wrong.replace("my:tie", f"my:{name}"), encoding="utf-8")
        (found,) = check_files([path]).errors
        assert found.rule == "duplicate-tie" and "Ankara" in found.message


def test_messages_are_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    path, _ = mistaken(tmp_path, "ct:country wd:Q252", 'ct:country "Indonesia"')
    messages = {lang: check_files([path], lang).errors[0].message for lang in ("en", "id", "tr")}
    assert "not to text" in messages["en"]
    assert "bukan teks" in messages["id"]
    assert "bir metne değil" in messages["tr"]


def test_the_report_in_turtle_has_the_value(tmp_path: Path) -> None:
    path, _ = mistaken(tmp_path, DATE, 'ct:date "01-03-2026"^^xsd:date')
    report = check_files([path], "tr")
    written = tmp_path / "report.ttl"
    written.write_text(report.to_text("turtle"), encoding="utf-8")
    quads = parse(written)
    assert [str(q.object) for q in quads if q.predicate.value == f"{SH}value"] == [
        '"01-03-2026"^^<http://www.w3.org/2001/XMLSchema#date>'
    ]
    assert {getattr(q.object, "language", "") for q in quads if q.predicate.value == f"{SH}resultMessage"} == {"tr"}
    assert json.loads(report.to_text("json"))["findings"][0]["value"].startswith('"01-03-2026"')


def test_build_refuses_a_mistaken_file(tmp_path: Path) -> None:
    path, line = mistaken(tmp_path, "ct:country wd:Q252", 'ct:country "Indonesia"')
    with pytest.raises(DataError, match=rf"first\.ttl:{line}: Medan: "):
        build(tmp_path / "store", [path])
    assert not (tmp_path / "store").exists()


@pytest.mark.skipif(not CASES.is_dir(), reason="shared/cases/check is not here")
@pytest.mark.parametrize("path", sorted(CASES.glob("*.ttl")), ids=lambda path: path.stem)
def test_the_cases_of_a_first_file(path: Path) -> None:
    try:
        report = check_files([path])
    except DataError as refused:
        assert path.name.startswith(("12-", "14-"))
        assert re.search(r":\d+:\d+: ", str(refused))
        return
    if path.name.startswith("valid-"):
        assert report.findings == ()
        return
    assert [finding for finding in report.findings if finding.severity in ("error", "warning") and finding.line]
    assert report.errors or path.name.startswith("19-")
