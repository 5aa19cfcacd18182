"""Who is who: certain, or asked; never guessed."""

from __future__ import annotations

import pytest

from cityties.model.vocabulary import ID, WD
from cityties.names.decision import Decision
from cityties.names.identity import Identity
from cityties.store import Store

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
