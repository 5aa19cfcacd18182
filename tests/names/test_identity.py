"""Who is who: certain, or asked; never guessed."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityties.facts.settle import put_sources
from cityties.model.vocabulary import CT, ID, WD
from cityties.names.decision import Decision
from cityties.names.identity import Identity
from cityties.names.weight import Bearer, leading
from cityties.store import IRI, Literal, LocalStore, Store, Triple

GEO = f"{ID}city/geonames-"


@pytest.fixture(scope="module")
def identity(shipped: Store) -> Identity:
    return Identity(shipped)


@pytest.mark.parametrize(
    ("name", "country", "thing"),
    [
        ("Kota Ankara", None, f"{WD}Q3640"),
        ("Cakarta", None, f"{WD}Q3630"),
        ("Q90", None, f"{WD}Q90"),
        ("http://www.wikidata.org/entity/Q64", "Germany", f"{WD}Q64"),
        ("Smyrna", "Turkey", f"{GEO}311046"),
        ("İzmir", "Türkiye", f"{GEO}311046"),
        ("Köln", "Almanya", f"{GEO}2886242"),
        ("Cologne", "Jerman", f"{GEO}2886242"),
        ("Gering, Nebraska", None, f"{GEO}5695604"),
        ("Gering, Nebraska", "United States", f"{GEO}5695604"),
        ("New Delhi", "India", f"{GEO}1261481"),
        ("Giacarta", "Indonesia", f"{WD}Q3630"),
        ("Paris", "Fransa", f"{WD}Q90"),
        ("Bandung", "Indonesia", f"{WD}Q10389"),
        ("Essen", "Germany", f"{GEO}2928810"),
        ("Chicago", "ABD", f"{GEO}4887398"),
        ("Edinburgh", "Scotland", f"{GEO}2650225"),
        ("Kamakura, Kanagawa", "Japan", f"{GEO}1860672"),
        ("Kamakura, Kanagawa", None, f"{GEO}1860672"),
        ("Kamakura, Prefektur Kanagawa", "Jepang", f"{GEO}1860672"),
        ("Bangor, County Down", "United Kingdom", f"{GEO}2656396"),
        ("Toronto, Ontario", "Kanada", f"{GEO}6167865"),
        ("Münih, Bavyera", "Almanya", f"{GEO}2867714"),
        ("Rome, Georgia", None, f"{GEO}4219762"),
        ("Tbilisi, Georgia", None, f"{GEO}611717"),
        ("Springfield, Illinois, USA", None, f"{GEO}4250542"),
        ("Hong Kong", "Hong Kong", f"{WD}Q8646"),
        ("Hong Kong", "China", f"{WD}Q8646"),
        ("San Juan", "Puerto Rico", f"{GEO}4568127"),
        ("San Juan", "United States", f"{GEO}4568127"),
        ("Fort-de-France", "Martinique", f"{GEO}3570675"),
        ("Paris", None, f"{WD}Q90"),  # a hundred times as large as the next Paris
    ],
)
def test_what_is_certain_is_found(identity: Identity, name: str, country: str | None, thing: str) -> None:
    match = identity.match(name, country=country)
    assert match.thing == thing, match


@pytest.mark.parametrize(("name", "country"), [("Springfield", "US"), ("Valencia", None), ("Santiago", None)])
def test_what_is_not_certain_has_candidates_with_scores(identity: Identity, name: str, country: str | None) -> None:
    match = identity.match(name, country=country)
    assert match.thing is None
    assert len(match.candidates) > 1
    scores = [candidate.score or 0 for candidate in match.candidates]
    assert scores == sorted(scores, reverse=True) and all(0 < score < 1 for score in scores)


def test_an_unknown_name_is_never_anything(identity: Identity) -> None:
    for name in ("Nowhereville-on-Sea", "", "   ", "<script>", "Q0", "'; DROP"):
        assert identity.match(name).thing is None


def test_a_point_tells_towns_of_one_name_apart(identity: Identity) -> None:
    assert identity.match("Springfield", country="US", point=(39.8, -89.64)).thing == f"{GEO}4250542"
    assert identity.match("Springfield", country="US", point=(0.0, 0.0)).thing is None


def test_a_geonames_number_names_a_place(identity: Identity) -> None:
    assert identity.match(None, geonames="311046").thing == f"{GEO}311046"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Almanya", "DE"), ("Jerman", "DE"), ("Deutschland", "DE"), ("Germany", "DE"), ("Türkiye", "TR"),
        ("Turki", "TR"), ("Belanda", "NL"), ("Q43", "TR"), ("ID", "ID"), ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_countries_are_known_in_many_languages(identity: Identity, name: str, code: str | None) -> None:
    assert identity.iso(name) == code


def test_decisions_are_followed(shipped: Store) -> None:
    chosen = f"{GEO}4250542"
    decided = Identity(shipped, [Decision("Springfield, US", chosen, author="A", day="2026-01-01")])
    assert decided.match("springfield", country="US").thing == chosen
    denied = Identity(shipped, [Decision("Köln, Germany", f"{GEO}2886242", same=False, author="A", day="2026-01-01")])
    assert denied.match("Köln", country="Germany").thing is None
    merged = Identity(shipped, [Decision(f"{WD}Q365", f"{ID}city/cologne", author="A", day="2026-01-01")])
    assert merged.item("Q365") == f"{ID}city/cologne"


def test_codes_and_sectors_go_by_their_labels(identity: Identity) -> None:
    assert identity.code("TieKind", "Kardeş Şehir") == "sister-city"
    assert identity.code("Instrument", "MoU") == "memorandum-of-understanding"
    assert identity.code("TieKind", "marriage") is None
    assert (identity.sector("transportasi publik") or identity.sector("public transport") or "").endswith(
        "public-transport"
    )


def test_a_country_of_long_ago_waits_with_the_town_of_today_first(shipped: Store) -> None:
    identity = Identity(shipped)
    for name, country, number in (("Brno", "Czechoslovakia", "3078610"), ("Leipzig", "East Germany", "2879139")):
        assert identity.place(name, country=country) is None
        asked = identity.waiting[f"{name}, {country}"]
        assert (asked[0].thing, asked[0].subject) == (f"{GEO}{number}", f"{name}, {country}")


def test_a_name_with_a_country_that_nobody_knows_is_not_taken_by_the_name_alone(identity: Identity) -> None:
    assert identity.match("Essen").thing is not None
    assert identity.match("Essen", country="Atlantis").thing is None


def test_the_choice_among_several_is_told(shipped: Store) -> None:
    identity = Identity(shipped)
    assert identity.place("Essen", country="Germany")
    assert identity.choices["Essen, Germany"].startswith("Essen (DE 07,")
    assert identity.place("Gering, Nebraska") and "Gering, Nebraska" not in identity.choices


def test_a_town_keeps_its_name_country_and_point_by_a_decision(shipped: Store) -> None:
    chosen = f"{GEO}4250542"
    identity = Identity(shipped, [Decision("Springfield, US", chosen, author="A", day="2026-01-01")])
    assert identity.place("Springfield", country="US") == chosen
    town = identity.found[chosen]
    assert (town.name, town.country, round(town.lat)) == ("Springfield", "US", 40)


def test_a_city_lies_where_most_sources_say() -> None:
    store, graphs = LocalStore(), {}
    for number, land in enumerate(("Q408", "Q45", "Q45")):
        place, names = IRI(f"{WD}Q597"), IRI("http://www.w3.org/2000/01/rdf-schema#label")
        kind = IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        graphs[f"{ID}source/{number}"] = [
            Triple(place, kind, IRI(f"{CT}City")),
            Triple(place, names, Literal("Lisbon", language="en")),
            Triple(place, IRI(f"{CT}country"), IRI(WD + land)),
        ]
    put_sources(store, graphs)
    identity = Identity(store)
    assert identity.match("Lisbon", country="Portugal").thing == f"{WD}Q597"
    assert identity.match("Lisbon", country="Australia").thing is None


@given(st.lists(st.floats(1, 1e7), min_size=1, max_size=6), st.randoms())
def test_who_leads_does_not_hang_on_the_order(weights: list[float], chance: Random) -> None:
    bearers = [Bearer(str(number), one) for number, one in enumerate(weights)]
    first = leading(bearers)
    shuffled = list(bearers)
    chance.shuffle(shuffled)
    again = leading(shuffled)
    assert (first is None) == (again is None)
    assert first is None or again is None or first.weight == again.weight == max(weights)
