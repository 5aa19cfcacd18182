"""What stands behind a town's name: regions and countries; words around it."""

from __future__ import annotations

import doctest

import pytest

from cityties.names import affix, region, told, weight
from cityties.names.region import regions_of


@pytest.mark.parametrize("module", [affix, region, told, weight], ids=lambda module: str(module.__name__))
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "country", "code"),
    [
        (("Kanagawa", "Kanagawa Prefecture", "Prefektur Kanagawa", "Kanagawa Prefektörlüğü"), "JP", "19"),
        (("West Java", "Jawa Barat", "Provinsi Jawa Barat", "Batı Cava"), "ID", "30"),
        (("Bavaria", "Bayern", "Bavyera", "Bavyera Eyaleti", "Negara Bagian Bavaria"), "DE", "02"),
        (("Ontario", "ON", "Province of Ontario"), "CA", "08"),
        (("Texas", "TX", "Teksas", "State of Texas"), "US", "TX"),
        (("Scotland", "Skotlandia", "İskoçya"), "GB", "SCT"),
        (("Ankara", "Ankara ili", "Ankara Province"), "TR", "68"),
        (("New South Wales", "NSW", "Yeni Güney Galler"), "AU", "02"),
        (("Guangdong", "Guangdong Province"), "CN", "30"),
        (("Sumatera Utara", "North Sumatra", "Kuzey Sumatra"), "ID", "26"),
        (("Île-de-France", "Ile de France"), "FR", "11"),
    ],
)
def test_a_region_is_known_in_three_languages(names: tuple[str, ...], country: str, code: str) -> None:
    for name in names:
        assert (country, code) in regions_of(name, country), name
        assert (country, code) in regions_of(name), name


def test_a_region_of_another_country_or_none_is_no_region() -> None:
    assert regions_of("Ontario", "JP") == frozenset()
    assert regions_of("Nowhere") == regions_of("") == regions_of("xx") == frozenset()
    assert {land for land, _ in regions_of("Punjab")} == {"IN", "PK"}
