"""Wikidata's truthy dump and its Turtle of an item: the same facts as the JSON dump tells, without qualifiers."""

from __future__ import annotations

import bz2
from pathlib import Path

import pytest

from cityties.imports.importer import Summary
from cityties.imports.wikidata import import_wikidata
from cityties.model.errors import DataError
from cityties.model.vocabulary import WD
from cityties.store import open_store

E = WD
P = "http://www.wikidata.org/prop/direct/"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
TRIPLES = f"""<{E}Q910001> {LABEL} "Nordtown \\u00C9 \\"x\\""@en .
<{E}Q910001> {LABEL} "Kota Utara"@id .
<{E}Q910001> <{P}P17> <{E}Q910010> .
<{E}Q910001> <{P}P625> "Point(20.5 -10.25)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> .
<{E}Q910001> <{P}P1082> "+12345"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<{E}Q910001> <{P}P190> <{E}Q910002> .
<{E}Q910001> <{P}P190> _:genid1 .
<{E}Q910001> <{P}P190> broken
<{E}Q910002> {LABEL} "Southtown"@en .
<{E}Q910010> {LABEL} "Landia"@en .
<{E}Q910020> {LABEL} "A star"@en .
"""
TURTLE = f"""@prefix wd: <{E}> . @prefix wdt: <{P}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q910001 wdt:P190 wd:Q910002 ; wdt:P17 wd:Q910010 ; rdfs:label "Nordtown É \\"x\\""@en, "Kota Utara"@id ;
  wdt:P625 "Point(20.5 -10.25)"^^geo:wktLiteral ; wdt:P1082 "+12345"^^xsd:decimal .
wd:Q910002 rdfs:label "Southtown"@en . wd:Q910010 rdfs:label "Landia"@en .
"""


@pytest.mark.parametrize(("name", "text"), [("truthy.nt.bz2", TRIPLES), ("Q910001.ttl", TURTLE)])
def test_truthy_statements_are_taken_as_the_dump_is(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(bz2.compress(text.encode()) if name.endswith(".bz2") else text.encode())
    summary: Summary = import_wikidata(str(path), str(tmp_path / "store"))
    assert summary.change.things["Tie"]["came"] == 1
    faults = [(one.line, one.reason) for one in summary.reading.problems]
    assert faults == ([(8, "a line that is no triple")] if name.endswith(".bz2") else [])
    store = open_store(tmp_path / "store", read_only=True)
    assert store.ask(
        'ASK WHERE { wd:Q910001 rdfs:label "Nordtown É \\"x\\""@en, "Kota Utara"@id ; ct:country wd:Q910010 ; '
        "ct:population 12345 ; geo:lat -10.25 ; geo:long 20.5 . wd:Q910010 rdfs:label 'Landia'@en . "
        "wd:Q910001 ct:tiedWith wd:Q910002 . wd:Q910002 rdfs:label 'Southtown'@en }"
    )
    assert not store.ask("ASK WHERE { wd:Q910020 ?p ?o }")


def test_turtle_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text(f"@prefix wd: <{E}> .\nwd:Q1 a wd:Q2 .\n", encoding="utf-8")
    with pytest.raises(DataError, match="tells of no item of Wikidata"):
        import_wikidata(str(tmp_path / "other.ttl"), str(tmp_path / "store"))
