"""Placing: circles apart, members inside, places on earth kept, the same each time."""

from __future__ import annotations

import random

import numpy as np
import pytest

from cityties.names.land import lands, lands_at
from cityties.pictures.atlas.placing import place_members, place_parts, radii


def made(count: int) -> tuple[list[float], dict[tuple[int, int], float], list[tuple[float, float] | None]]:
    pick = random.Random(3)
    sizes = [pick.paretovariate(1) for _ in range(count)]
    weights = {(a, b): float(pick.randint(1, 40)) for a in range(count) for b in range(a, count) if pick.random() < 0.2}
    anchors = [(pick.uniform(-170, 170), pick.uniform(-50, 70)) if pick.random() < 0.8 else None for _ in range(count)]
    return sizes, weights, anchors


@pytest.mark.parametrize("anchored", [True, False])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 60])
def test_parts_do_not_touch(count: int, anchored: bool) -> None:
    sizes, weights, anchors = made(count)
    reach = radii(sizes)
    spots = place_parts(reach, weights, anchors if anchored else None)
    assert spots.shape == (count, 2)
    gaps = [
        float(np.hypot(*(spots[one] - spots[other])) - reach[one] - reach[other])
        for one in range(count)
        for other in range(one)
    ]
    assert all(gap > 5 for gap in gaps)
    assert np.array_equal(spots, place_parts(reach, weights, anchors if anchored else None))


def test_parts_in_the_very_same_place_come_apart() -> None:
    spots = place_parts(radii([1, 1, 1]), {}, [(10.0, 10.0)] * 3)
    assert len({tuple(spot) for spot in spots.tolist()}) == 3


def test_east_stays_east_and_north_north() -> None:
    reach = radii([5, 4, 3, 2])
    west, north, east, south = place_parts(reach, {}, [(-100.0, 40.0), (10.0, 60.0), (140.0, 35.0), (20.0, -30.0)])
    assert west[0] < north[0] < east[0]
    assert north[1] < west[1] < south[1]


def test_linked_parts_are_nearer_than_unlinked() -> None:
    spots = place_parts(radii([1] * 12), {(0, 1): 50.0, (2, 3): 50.0})
    far = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    assert far[0, 1] < np.median(far)
    assert far[2, 3] < np.median(far)


def test_areas_are_as_sizes() -> None:
    reach = radii([400, 100])
    assert reach[0] / reach[1] == pytest.approx(2)
    assert radii([0, 0]).min() > 0


@pytest.mark.parametrize("count", [0, 1, 2, 7, 500])
def test_members_stand_inside_apart_the_best_in_the_middle(count: int) -> None:
    pick = random.Random(5)
    ranks = [pick.randint(0, 30) for _ in range(count)]
    sides = [pick.uniform(-3, 3) if pick.random() < 0.7 else None for _ in range(count)]
    spots = place_members(ranks, sides)
    assert spots.shape == (count, 2)
    assert len({tuple(spot) for spot in spots.tolist()}) == count
    if count:
        far = np.hypot(*spots.T)
        assert far.max() < 1
        assert ranks[int(np.argmin(far))] == max(ranks)
    assert np.array_equal(spots, place_members(ranks, sides))


def test_members_lean_to_their_side() -> None:
    spots = place_members([1] * 7, [None, 0.0, 0.0, 0.0, np.pi, np.pi, np.pi])
    assert spots[1:4, 0].mean() > 0.3
    assert spots[4:7, 0].mean() < -0.3


@pytest.mark.parametrize(
    ("place", "point", "number"),
    [
        ("Jakarta", (106.83, -6.18), "360"),
        ("Ankara", (32.87, 39.93), "792"),
        ("Maseru, in the hole of South Africa", (27.48, -29.31), "426"),
        ("Anadyr, before the 180th meridian", (177.5, 64.73), "643"),
        ("Provideniya, beyond it", (-173.2, 64.42), "643"),
        ("Honolulu, on an island", (-157.86, 21.31), "840"),
        ("Penghu, off the shapes", (119.65, 23.57), "158"),
        ("the open sea", (-30.0, 30.0), None),
        ("Sevastopol, disputed", (33.53, 44.6), None),
        ("Kyrenia, under a shape without number", (33.32, 35.34), None),
    ],
)
def test_a_point_tells_its_land(place: str, point: tuple[float, float], number: str | None) -> None:
    assert lands_at([point, (2.35, 48.86)]) == [number, "250"]


def test_lands_are_named_in_each_language() -> None:
    for lang in ("en", "id", "tr"):
        names = [land.name for land in lands(lang).values()]
        assert len(names) > 230
        assert all(names)
        assert len(set(names)) == len(names)
    assert lands("tr")["360"].name == "Endonezya"
    assert lands("en")["360"].key == "http://www.wikidata.org/entity/Q252"
    assert lands("en")["304"].key == "land:304"
