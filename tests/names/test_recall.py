"""How many names become a thing for certain, and how many rightly: measured on the data beside the project."""

from __future__ import annotations

import pytest
from checkout import SHARED
from recall import City, Figure, measure, names_alone, names_with_countries

from cityties.store import LocalStore

DATA = SHARED / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the data of ../shared/data are not here")


def measured(cities: list[City], least: int) -> Figure:
    assert len(cities) >= least
    return measure(cities, LocalStore())


def test_large_cities_told_with_their_country_are_certain_and_right() -> None:
    told = measured(names_with_countries(DATA), 1600)
    assert told.large >= 500
    assert told.recall >= 0.95 and told.precision >= 0.995, told


def test_large_cities_told_by_their_name_alone_are_certain_and_right() -> None:
    told = measured(names_alone(DATA), 2000)
    assert told.large >= 1500
    assert told.recall >= 0.95 and told.precision >= 0.995, told
