"""Timelines: what is on record of a city stands in its row, on its day, as precisely as it was told."""

from __future__ import annotations

import datetime
import doctest
import re
import tomllib
from pathlib import Path

import pytest
from checkout import ROOT, SHARED
from test_page import contrast, frame, paper

from cityties.facts import intake
from cityties.facts.settle import settle
from cityties.imports.wikidata import import_wikidata
from cityties.model.errors import RequestError
from cityties.model.vocabulary import WD
from cityties.pictures.drawing import render
from cityties.pictures.request import Request
from cityties.pictures.shapes.sketch import Text, flat
from cityties.pictures.timeline import axis, chronicle, rows
from cityties.pictures.timeline import page as timeline
from cityties.pictures.timeline.chronicle import Record, records, span
from cityties.pictures.view import find
from cityties.store import IRI, Store, open_store

JAKARTA, ANKARA, SEOUL = IRI(f"{WD}Q3630"), IRI(f"{WD}Q3640"), IRI(f"{WD}Q8684")
LANGUAGES = ("en", "id", "tr")
FACTS = """
<http://x/a> a ct:City ; rdfs:label "Alfa"@en . <http://x/b> a ct:City ; rdfs:label "Beta"@en .
<http://x/ga> a ct:LocalGovernment ; ct:governs <http://x/a> .
<http://x/gb> a ct:LocalGovernment ; ct:governs <http://x/b> .
<http://x/t> a ct:Tie ; ct:party <http://x/ga>, <http://x/gb> ; prov:wasDerivedFrom <http://x/s> .
<http://x/s> a ct:Source ; rdfs:label "Paper" ; dcterms:title "Two towns" ;
  ct:address "https://example.org/1"^^xsd:anyURI .
<http://x/s1> a ct:Step ; rdfs:label "First"@en ; ct:ofTie <http://x/t> ; ct:stepKind code:agreed ;
  ct:date "1990"^^xsd:gYear ; prov:wasDerivedFrom <http://x/s> .
<http://x/s2> a ct:Step ; ct:ofTie <http://x/t> ; ct:stepKind code:ended ; ct:date "2001-05"^^xsd:gYearMonth ;
  prov:wasDerivedFrom <http://x/s> .
<http://x/s3> a ct:Step ; ct:ofTie <http://x/t> ; ct:stepKind code:agreed ; ct:noLaterThan "2010-03-04"^^xsd:date ;
  prov:wasDerivedFrom <http://x/s> .
<http://x/s4> a ct:Step ; ct:ofTie <http://x/t> ; ct:stepKind code:ended ; ct:toldIn code:headline ;
  ct:date "2012"^^xsd:gYear ; prov:wasDerivedFrom <http://x/s> .
<http://x/c1> a ct:Offer ; rdfs:label "Open offer"@en ; ct:by <http://x/ga> ; ct:toward <http://x/gb> ;
  ct:date "2010-03-04"^^xsd:date ; prov:wasDerivedFrom <http://x/s> .
<http://x/c2> a ct:Offer ; rdfs:label "Kept offer"@en ; ct:by <http://x/ga> ; ct:toward <http://x/gb> ;
  ct:date "2010-03-04"^^xsd:date ; ct:fulfilledBy <http://x/e1> ; prov:wasDerivedFrom <http://x/s> .
<http://x/e1> a ct:Visit ; ct:date "2011-01-02"^^xsd:date ; ct:endDate "2011-01-05"^^xsd:date ; ct:forTie <http://x/t> ;
  prov:wasDerivedFrom <http://x/s> .
<http://x/m1> a ct:Agreement ; ct:party <http://x/ga>, <http://x/gb> ; ct:signedOn "2010-03-04"^^xsd:date ;
  ct:validUntil "2015-03-04"^^xsd:date ; prov:wasDerivedFrom <http://x/s> .
<http://x/post> a ct:Post ; rdfs:label "Mayor of Alfa"@en ; ct:postIn <http://x/ga> .
<http://x/p> a ct:Person ; rdfs:label "Ada" . <http://x/q> a ct:Person ; rdfs:label "Bo" .
<http://x/o1> a ct:Tenure ; ct:holder <http://x/p> ; ct:post <http://x/post> ; ct:from "1988-01-01"^^xsd:date ;
  ct:until "1995-12-31"^^xsd:date ; prov:wasDerivedFrom <http://x/s> .
<http://x/o2> a ct:Tenure ; ct:holder <http://x/p> ; ct:post <http://x/post> ; ct:attestedOn "1990-02-02"^^xsd:date ;
  prov:wasDerivedFrom <http://x/s> .
<http://x/o3> a ct:Tenure ; ct:holder <http://x/q> ; ct:post <http://x/post> ; ct:attestedOn "2011-01-02"^^xsd:date ;
  prov:wasDerivedFrom <http://x/s> .
<http://x/r> a ct:Person ; rdfs:label "Cy" . <http://x/v> a ct:Person ; rdfs:label "Di" .
<http://x/o5> a ct:Tenure ; ct:holder <http://x/r> ; ct:post <http://x/post> ; ct:from "1970"^^xsd:gYear ;
  ct:until "1980"^^xsd:gYear ; prov:wasDerivedFrom <http://x/s> .
<http://x/o6> a ct:Tenure ; ct:holder <http://x/v> ; ct:post <http://x/post> ; ct:from "2020-01-01"^^xsd:date ;
  prov:wasDerivedFrom <http://x/s> .
<http://x/o4> a ct:Tenure ; ct:holder <http://x/q> ; ct:post <http://x/post> ; ct:attestedOn "2013-01-02"^^xsd:date ;
  prov:wasDerivedFrom <http://x/s> .
"""


@pytest.fixture(scope="module")
def towns() -> Store:
    store = intake.shipped()
    store.update(f"INSERT DATA {{ GRAPH <http://x/s> {{ {FACTS} }} }}")
    settle(store)
    return store


def request(store: Store, view: str, as_of: str | None = None, lang: str = "en", **focus: IRI) -> Request:
    return Request(store, find(view), focus, lang, as_of)


def pair(store: Store, as_of: str | None = None) -> list[Record]:
    return records(request(store, "pair-timeline", as_of, city=IRI("http://x/a"), other=IRI("http://x/b")))


def test_examples_run() -> None:
    result = doctest.testmod(chronicle)
    assert result.failed == 0
    result = doctest.testmod(axis)
    assert (result.attempted, result.failed) == (1, 0)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2023-02-11", "2023-02-11", "2023-02-11"),
    ],
)
def test_a_day_is_as_wide_as_it_was_told(day: str, first: str, last: str) -> None:
    assert span(day) == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


def test_each_record_has_its_days_its_state_and_its_source(towns: Store) -> None:
    told = {record.iri.rsplit("/", 1)[-1]: record for record in pair(towns)}
    assert (told["s1"].begin, told["s3"].bound, told["s3"].begin) == ("1990", "2010-03-04", "")
    assert (told["c1"].state, told["c1"].open, told["c1"].last) == ("open", True, "")
    assert (told["c2"].state, told["c2"].end, told["c2"].open) == ("fulfilled", "2011-01-02", False)
    assert (told["e1"].begin, told["e1"].end) == ("2011-01-02", "2011-01-05")
    assert (told["m1"].begin, told["m1"].end) == ("2010-03-04", "2015-03-04")
    assert [record for record in told.values() if record.headline] == [told["s4"]]
    assert told["s1"].partners == {"http://x/a": "Alfa", "http://x/b": "Beta"}
    (passage,) = told["s1"].passages
    assert (passage.title, passage.address) == ("Paper: Two towns", "https://example.org/1")
    assert all(record.passages for record in told.values())


def test_days_in_office_belong_to_the_term_around_them(towns: Store) -> None:
    terms = [record for record in pair(towns) if record.part == "Tenure"]
    assert [(record.label, record.begin, record.end, record.seen) for record in terms] == [
        ("Ada: Mayor of Alfa", "1988-01-01", "1995-12-31", ("1990-02-02",)),
        ("Bo: Mayor of Alfa", "", "", ("2011-01-02", "2013-01-02")),
        ("Di: Mayor of Alfa", "2020-01-01", "", ()),
    ]


def test_officials_of_a_pair_are_those_in_office_while_their_tie_held(towns: Store) -> None:
    def in_office(as_of: str | None) -> list[str]:
        return [record.who[0] for record in pair(towns, as_of) if record.part == "Tenure"]

    assert in_office(None) == ["Ada", "Bo", "Di"]  # the tie holds until today; Cy left before it began
    assert in_office("2005") == ["Ada"]  # it had ended


def test_as_of_leaves_out_what_came_later_and_opens_what_was_closed_later(towns: Store) -> None:
    told = {record.iri.rsplit("/", 1)[-1]: record for record in pair(towns, "2010")}
    assert "e1" not in told and "s4" not in told
    assert (told["c2"].state, told["c2"].end) == ("open", "")
    assert told["m1"].end == "2015-03-04"


def test_a_tie_holds_from_step_to_step_whatever_a_headline_says(towns: Store) -> None:
    asked = request(towns, "timeline", city=IRI("http://x/a"))
    told = records(asked)
    lines = rows.rows(asked, told, timeline.timeline_words(asked.lang))
    assert [(row.name, row.kind) for row in lines] == [("Beta", "partner"), ("Officials of Alfa", "officials")]
    assert lines[0].ties == [("1990", "2001-05"), ("2010-03-04", "")]


def test_a_pair_has_a_lane_for_each_kind(shipped: Store) -> None:
    asked = request(shipped, "pair-timeline", city=JAKARTA, other=ANKARA)
    told = records(asked)
    lines = rows.rows(asked, told, timeline.timeline_words(asked.lang))
    assert [row.kind for row in lines] == ["Step", "Agreement", "Encounter", "Commitment", "officials", "officials"]
    assert {record.part for record in lines[3].records} == {"Commitment"}
    assert [record.who for row in lines[4:] for record in row.records] == [("Rano Karno",), ("Mansur Yavaş",)]
    assert all({JAKARTA.value, ANKARA.value} >= set(record.partners) for record in told)
    other = records(request(shipped, "pair-timeline", city=ANKARA, other=JAKARTA))
    assert {record.iri for record in other} == {record.iri for record in told}


def test_the_seed_article_stands_on_its_days(shipped: Store) -> None:
    told = records(request(shipped, "pair-timeline", city=JAKARTA, other=ANKARA))
    antara = [record for record in told if any("antara-2025-08-20" in one.source for one in record.passages)]
    met = {record.kind: (record.begin, record.bound) for record in antara if record.part == "Encounter"}
    # The statement was received on that day: it was made no later.
    assert met == {"Meeting": ("2025-08-19", ""), "Statement": ("", "2025-08-20")}
    offers = [record for record in antara if record.kind == "Offer" and "Embassy" in record.who[0]]
    assert len(offers) == 3 and all(record.open for record in offers)
    assert {(record.begin, record.bound) for record in offers} == {("", "2025-08-20")}
    assert any("–" in one.characters for record in antara for one in record.passages)


def test_where_nothing_is_on_record_nothing_is_drawn(shipped: Store) -> None:
    for form in (".html", ".svg"):
        with pytest.raises(RequestError, match="nothing to draw"):
            render(request(shipped, "pair-timeline", city=SEOUL, other=IRI(f"{WD}Q65")), form)


def test_words_and_looks_are_complete() -> None:
    for file in ("timeline/words.toml", "page/words.toml"):
        for name, texts in tomllib.loads((ROOT / "viz" / file).read_text(encoding="utf-8")).items():
            assert tuple(sorted(texts)) == LANGUAGES and all(text.strip() for text in texts.values()), name
            slots = {lang: sorted(re.findall(r"\{\w+\}", text)) for lang, text in texts.items()}
            assert slots["en"] == slots["id"] == slots["tr"], name
    looks = tomllib.loads((ROOT / "viz" / "timeline" / "look.toml").read_text(encoding="utf-8"))
    assert set(looks["part"]) == set(chronicle.PARTS)
    for theme in ("light", "dark"):
        for name, look in looks["part"].items():
            assert contrast(look[theme], paper(theme)) >= 4.5, (name, theme)


def test_every_turn_of_a_tie_has_a_shape(shipped: Store) -> None:
    looks = tomllib.loads((ROOT / "viz" / "timeline" / "look.toml").read_text(encoding="utf-8"))
    kinds = {
        iri.value.rsplit("/", 1)[-1]
        for (iri,) in shipped.model.select("SELECT ?k { ?k a ct:StepKind }")
        if isinstance(iri, IRI)
    }
    assert kinds == set(looks["kind"])


@pytest.mark.parametrize("view", ["timeline", "pair-timeline"])
def test_a_still_is_the_same_twice(shipped: Store, view: str) -> None:
    focus = {"city": JAKARTA, "other": ANKARA} if view == "pair-timeline" else {"city": JAKARTA}
    one, other = (render(Request(shipped, find(view), focus), ".svg") for _ in range(2))
    assert one == other
    assert b"Jakarta" in one


def texts_of(asked: Request, width: float = 1320.0) -> list[Text]:
    return [item for item in flat(timeline.figure(asked).still(width).items) if isinstance(item, Text)]


def test_the_newest_partner_stands_first_and_like_ones_stand_as_one(shipped: Store) -> None:
    asked = request(shipped, "timeline", city=JAKARTA)
    names = [text.text for text in texts_of(asked) if text.x == 0 and text.weight == "bold"]
    assert names[:2] == ["Ankara", "Tokyo"] and names[-1] == "Officials of Jakarta"
    assert sum(name.startswith(("Arkansas", "Beijing")) for name in names) == 1  # told of alike, they share a row


def test_a_day_names_its_events_and_counts_its_promises(shipped: Store) -> None:
    told = " ".join(text.text for text in texts_of(request(shipped, "timeline", city=JAKARTA)))
    assert "meeting, Dubai (Heru Budi Hartono, Yuriko Koike)" in told
    assert "promises: " in told


def test_a_pair_says_which_promises_wait_since_when(shipped: Store) -> None:
    told = " ".join(text.text for text in texts_of(request(shipped, "pair-timeline", city=JAKARTA, other=ANKARA)))
    assert "Share good practice with Jakarta · Ankara Metropolitan Municipality, open since 2025-08-19" in told
    assert "open, since 2025-08-21 at the latest" in told


def test_what_has_no_day_is_counted_and_stands_last_in_the_table(shipped: Store) -> None:
    made = timeline.figure(request(shipped, "timeline", city=JAKARTA))
    rows_ = made.tables[0].rows
    days = [cells[1] for _, cells in rows_]
    undated = [day for day in days if not day]
    assert undated and days[-len(undated) :] == undated
    assert f"Without a day: {len(undated)}" in made.still().note
    assert {ref for ref, _ in rows_} == set(made.details)


def test_the_axis_gives_room_to_what_is_dense() -> None:
    made = axis.Axis(["1979", "2019-01-01", "2019-01-02", "2019-01-03", "2025"], 0, 100)
    first, second, third, *_ = made.places
    assert made.places[0] == 0 and made.places[-1] == 100
    assert (third - second) * 14600 > (second - first) * 1  # a day has far more room than its share of forty years
    assert made.at("2019-01-02") == made.places[2]
    assert made.places[0] < made.at("1999") < made.places[1]


@pytest.mark.parametrize("view", ["timeline", "pair-timeline"])
@pytest.mark.parametrize("width", [1320.0, 358.0])
def test_names_do_not_run_over_each_other(shipped: Store, view: str, width: float) -> None:
    focus = {"city": JAKARTA, "other": ANKARA} if view == "pair-timeline" else {"city": JAKARTA}
    texts = texts_of(Request(shipped, find(view), focus), width)
    assert len(texts) > 30
    boxes = [(box, text) for text in texts for box in (frame(text),)]
    for place, (one, first) in enumerate(boxes):
        assert one[0] >= -1 and one[2] <= width + 1, first.text
        for other, second in boxes[place + 1 :]:
            apart = one[2] <= other[0] + 0.6 or other[2] <= one[0] + 0.6 or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (first.text, second.text)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared, which is not here")
def test_berlin_reads_as_wikidata_tells_it(tmp_path: Path) -> None:
    place = tmp_path / "store"
    import_wikidata(str(SHARED / "data" / "wikidata-entities" / "entities.dump.json"), str(place))
    store = open_store(place, read_only=True)
    asked = request(store, "timeline", city=IRI(f"{WD}Q64"))
    told = records(asked)
    lines = rows.rows(asked, told, timeline.timeline_words(asked.lang))
    partners = [row for row in lines if row.kind == "partner"]
    assert len(partners) >= 17
    days = [row.newest for row in partners]
    assert days == sorted(days, reverse=True)
    assert min(record.day for row in partners for record in row.records if record.day) == "1967-06-27"
    terms = [record for record in told if record.part == "Tenure"]
    assert len(terms) == 15 and sum(record.open for record in terms) == 1
    timeline.figure(asked).still()
    store.close()
