"""Pages as they are written: what stands on them, in which language, and that nothing untrusted gets out."""

from __future__ import annotations

import json
import re
import tomllib
from html import unescape

import pytest

from cityties.facts.settle import put_sources
from cityties.model import resources
from cityties.model.language import languages
from cityties.model.vocabulary import CT, GEO, ID, RDF, RDFS
from cityties.pages import respond
from cityties.pages.drawing import Place, bars, land, map_of, star
from cityties.questions.question import questions
from cityties.store import IRI, Literal, LocalStore, Store, Triple

JAKARTA = "http://www.wikidata.org/entity/Q3630"
ANKARA = "http://www.wikidata.org/entity/Q3640"
EVIL = "<script>alert(1)</script>\"'&{{7*7}}"


def page(store: Store, path: str, iri: str = "", lang: str = "en", status: int = 200, **fields: str) -> str:
    told, media, body = respond(store, path, {k.replace("_", "-"): v for k, v in fields.items()}, lang, iri)
    assert (told, media) == (status, "text/html")
    return body.decode()


def words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def test_the_start_says_what_the_graph_holds(shipped: Store) -> None:
    text = page(shipped, "/")
    count = re.search(r'href="/ontology/City"><b>([\d,]+)</b>', text)
    cities = shipped.select("SELECT DISTINCT ?city { ?city a ct:City }")
    assert count and int(count[1]) == len(cities)
    assert '<svg class="bars"' in text and '<svg class="map"' in text


def test_a_city_has_its_partners_its_promises_and_who_says_so(shipped: Store) -> None:
    text = page(shipped, "/doc/wd/Q3640", ANKARA)
    assert f'href="/pair?city={"http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ3640"}&amp;other=' in text
    told = words(text)
    assert "Arrange meetings between agencies of the two cities" in told
    assert "ANTARA, 2025-08-20" in told
    assert '<svg class="star"' in text and '<svg class="map"' in text


@pytest.mark.parametrize(
    ("iri", "shown"),
    [
        (f"{ID}person/rano-karno", "Vice Governor of Jakarta"),
        ("http://www.wikidata.org/entity/Q75334780", "Arrange meetings between businesses of the two cities"),
        (f"{ID}tie/ankara-jakarta", "Both sides open the way to cooperation in five sectors"),
        (f"{ID}source/antara-2025-08-20-jakarta-ankara", "Learn from Jakarta how public transport is integrated"),
        ("https://w3id.org/cityties/sector/mobility", "Getting people and goods about"),
        ("http://www.wikidata.org/entity/Q252", "Missions it has sent"),
        (
            f"{ID}commitment/antara-2025-08-20-jakarta-ankara-learning-transport",
            "TRT of 21 August 2025 says so",
        ),
        (f"{ID}step/antara-2025-08-20-jakarta-ankara-explored", "By what it was taken"),
        (f"{ID}encounter/antara-2025-08-20-jakarta-ankara-meeting", "Who took part"),
        (f"{ID}remark/antara-2025-08-20-jakarta-ankara-benefit", "What was said"),
        (f"{ID}post/mayor-of-ankara", "Who held it"),
        (f"{ID}publisher/antara", "What it published"),
        (f"{CT}Tie", "A relation of two or more local governments"),
    ],
)
def test_each_kind_of_thing_has_its_page(shipped: Store, iri: str, shown: str) -> None:
    assert shown in words(page(shipped, "/doc", iri))


def test_what_is_told_as_statements_lies_folded_under_the_data(shipped: Store) -> None:
    """Whatever an account is about has a profile: its statements are not what its page shows."""
    rows = shipped.select(
        "SELECT DISTINCT ?thing { ?thing a ?class ; prov:wasDerivedFrom ?source "
        "FILTER(?class IN (ct:Tie, ct:Step, ct:Encounter, ct:Agreement, ct:Commitment, ct:Remark)) }"
    )
    things = sorted(thing.value for (thing,) in rows if isinstance(thing, IRI))
    assert len(things) > 200
    for thing in things[::11]:
        text = page(shipped, "/doc", thing)
        assert '<details id="everything">' in text and "<h2>The data</h2>" in text, thing
        before = words(text.partition('<details id="everything">')[0])
        assert "wasDerivedFrom" not in before and "w3id.org" not in before, thing


def test_every_own_thing_has_a_page(shipped: Store) -> None:
    things = {
        quad.subject.value
        for quad in shipped.quads()
        if isinstance(quad.subject, IRI) and quad.subject.value.startswith((ID, CT, "http://www.wikidata.org/entity/"))
    }
    assert len(things) > 700
    for thing in sorted(things)[::7]:
        page(shipped, "/doc", thing)


@pytest.mark.parametrize("lang", languages())
def test_pages_speak_the_language_that_is_asked(shipped: Store, lang: str) -> None:
    text = page(shipped, "/doc", JAKARTA, lang)
    assert f'<html lang="{lang}">' in text
    heading = {"en": "Partners", "id": "Mitra", "tr": "Ortaklar"}[lang]
    name = {"en": "Jakarta", "id": "Jakarta", "tr": "Cakarta"}[lang]
    assert f"<h1>{name}</h1>" in text and f"<h2>{heading}</h2>" in text


def test_all_words_stand_in_all_languages() -> None:
    folder = resources.folder("viz") / "serve"
    profiles = folder.parent / "profiles"
    for path in (folder / "words.toml", profiles / "words.toml", profiles / "columns.toml"):
        for key, told in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert set(told) == set(languages()), key
    answers = tomllib.loads((folder / "answers.toml").read_text(encoding="utf-8"))
    assert set(answers) == set(questions())
    for name, told in answers.items():
        assert {"id", "tr"} <= set(told), name
        columns = set(questions()[name].columns)
        assert set(told.get("map", [])) | set(told.get("chart", [])) <= columns, name


def test_a_name_is_found_in_any_language_and_spelling(shipped: Store) -> None:
    for text in ("Jakarta", "cakarta", "CAKARTA", "jak", "Jakrata"):
        assert 'href="/doc/wd/Q3630">' in page(shipped, "/search", q=text), text
    assert "Nothing is called that" in page(shipped, "/search", q="xqzxqzxqz")
    told, media, body = respond(shipped, "/suggest", {"q": "ank", "type": "city"}, "id", "")
    found = json.loads(body)
    assert (told, media, found[0]["label"], found[0]["address"]) == (200, "application/json", "Ankara", "/doc/wd/Q3640")
    assert {one["kind"] for one in found} == {"kota"}


@pytest.mark.parametrize("name", sorted(questions()))
def test_every_question_has_a_form_and_answers_its_example(shipped: Store, name: str) -> None:
    asked = questions()[name]
    form = page(shipped, f"/questions/{name}")
    for one in asked.parameters:
        assert f'name="{one.name}"' in form
    if asked.fixture:
        return
    told, _, body = respond(shipped, f"/questions/{name}", dict(asked.example), "en", "")
    text = body.decode()
    assert told == 200
    assert "<table>" in text or '<ul class="told">' in text
    assert '<p class="answer">' in text
    query = unescape(re.search(r'name="query" value="([^"]*)"', text)[1])  # type: ignore[index]
    answer = page(shipped, "/query", query=query)
    assert "<table>" in answer and 'role="alert"' not in answer


def test_answers_come_in_every_format(shipped: Store) -> None:
    told, media, body = respond(shipped, "/questions/ties-of-city.csv", {"city": "Jakarta"}, "en", "")
    assert (told, media) == (200, "text/csv") and b"Tokyo" in body
    assert respond(shipped, "/questions/ties-of-city.json", {"city": "Jakarta"}, "en", "")[1].endswith("results+json")
    assert page(shipped, "/questions/ties-of-city.csv", status=400)
    assert page(shipped, "/questions/none-such", status=404)
    assert page(shipped, "/questions/ties-of-city.exe", status=404, city="Jakarta")


def test_the_two_cities_are_told_together(shipped: Store) -> None:
    text = page(shipped, "/pair", city="Jakarta", other="Ankara")
    told = words(text)
    assert "intent declared" in told and "Where reports contradict each other" in told
    assert 'class="n-City"' in text and "style=" not in text
    assert "needs two cities" in page(shipped, "/pair", city="Jakarta", other="Cakarta", status=400)
    assert "Nowhereville" in page(shipped, "/pair", city="Jakarta", other="Nowhereville", status=400)


def test_of_a_very_large_network_no_picture_is_made(shipped: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from cityties.pages import thing

    assert '<figure class="small">' in page(shipped, "/pair", city="Jakarta", other="Ankara")
    monkeypatch.setattr(thing, "_DRAWN", 3)
    text = page(shipped, "/pair", city="Jakarta", other="Ankara")
    assert '<figure class="small">' not in text and "intent declared" in words(text)


def test_sparql_is_answered_in_place(shipped: Store) -> None:
    assert "Jakarta" in page(shipped, "/query", query="SELECT ?city { ?city a ct:City } ORDER BY ?city")
    assert '<p class="truth">yes</p>' in page(shipped, "/query", query="ASK { ?city a ct:City }")
    assert "a ct:City" in page(shipped, "/query", query="CONSTRUCT { ?c a ct:City } { ?c a ct:City }")
    assert 'role="alert"' in page(shipped, "/query", query="SELEKT", status=400)
    _, _, body = respond(shipped, "/terms.json", {}, "en", "")
    assert {"name": "ct:Tie", "meaning": "tie"} in json.loads(body)["terms"]


def test_files_come_from_their_folders_only(shipped: Store) -> None:
    assert respond(shipped, "/static/serve.css", {}, "en", "")[:2] == (200, "text/css")
    assert respond(shipped, "/static/ace/ace.js", {}, "en", "")[:2] == (200, "text/javascript")
    for path in (
        "/static/../words.toml",
        "/static/ace/../../../models.js",
        "/static//etc/passwd",
        "/static/",
        "/static",
    ):
        assert respond(shipped, path, {}, "en", "")[0] == 404, path


def test_untrusted_text_stays_text() -> None:
    store = LocalStore()
    thing, tie = IRI(f"{ID}city/evil"), IRI(f"{ID}tie/evil")
    home = IRI(f"{ID}government/evil")
    facts: list[tuple[IRI, str, IRI | Literal]] = [
        (thing, f"{RDF}type", IRI(f"{CT}City")),
        (thing, f"{RDFS}label", Literal(EVIL)),
        (thing, "http://www.w3.org/2004/02/skos/core#definition", Literal(EVIL, language="en")),
        (thing, f"{GEO}lat", Literal("1.5")),
        (thing, f"{GEO}long", Literal("2.5")),
        (thing, "http://x/see", IRI("javascript:alert(1)")),
        (thing, "http://x/see", Literal("javascript:alert(1)")),
        (home, f"{CT}governs", thing),
        (tie, f"{RDF}type", IRI(f"{CT}Tie")),
        (tie, f"{CT}party", home),
        (tie, f"{RDFS}label", Literal(EVIL)),
    ]
    put_sources(store, {"http://x/g": [Triple(s, IRI(p), o) for s, p, o in facts]})
    texts = [
        page(store, "/doc", thing.value),
        page(store, "/doc", tie.value),
        page(store, "/search", q=EVIL),
        page(store, "/search", q="script"),
        page(store, "/query", query="SELECT ?s ?o { ?s rdfs:label ?o }"),
        page(store, "/query", query=EVIL, status=400),
        page(store, "/questions/ties-of-city", city=EVIL),
        page(store, "/pair", city=EVIL, other=EVIL, status=400),
        page(store, f"/{EVIL}", status=404),
        map_of([Place(1, 2, EVIL, EVIL)], [], EVIL),
        bars([(EVIL, EVIL, 2.0)], EVIL),
        star(EVIL, [(EVIL, EVIL, EVIL)], EVIL),
    ]
    for text in texts:
        assert "<script>" not in text and "49" not in words(text).split()
        assert 'href="javascript' not in text
        assert "alert(1)" in text


def test_drawings_stand_without_data() -> None:
    assert map_of([], [], "x") == bars([], "x") == star("x", [], "x") == ""
    assert land().startswith(b"<svg") and land().count(b"h0") > 3000
