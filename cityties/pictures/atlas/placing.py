"""Placing: where the parts of a folded network stand, and where their members stand within them.

Parts are circles that do not touch. Each begins at its place on earth, where it has one, and is
drawn to those it is linked with. Members fill their circle from the middle, the best tied first,
each on the side of its partners. The same network is placed the same each time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Numbers = NDArray[np.int_]

__all__ = ["place_members", "place_parts", "radii"]

_HIGH: Final = 1000.0  # the whole, were it full
_WIDE: Final = 1.9  # how much wider than high
_FILL: Final = 0.27  # which share of the whole the circles fill
_LEAST: Final = 7.0
_MOST: Final = 230.0
_GAP: Final = 12.0
_NEAR: Final = 2.0  # how much of the gap may be missing at the end
_GOLDEN: Final = math.pi * (3 - math.sqrt(5))
_TURNS: Final = 240
_HOME: Final = 0.16  # how strongly a part is held at its place on earth
_DRAWN: Final = 0.12  # how strongly it is drawn to those it is linked with


def radii(sizes: Sequence[float]) -> Points:
    """Give circles whose areas are as the sizes, but none too small to be seen or to leave room."""
    import numpy as np

    wanted = np.sqrt(np.maximum(np.asarray(sizes, dtype=float), 1e-9))
    scale = math.sqrt(_FILL * _HIGH * _HIGH * _WIDE / math.pi / max(1e-9, float((wanted**2).sum())))
    found: Points = np.maximum(wanted * min(scale, _MOST / wanted.max(initial=1e-9)), _LEAST)
    return found


def place_parts(
    sizes: Points,
    weights: Mapping[tuple[int, int], float],
    anchors: Sequence[tuple[float, float] | None] | None = None,
) -> Points:
    """Place circles of given radii: none over another, linked ones near.

    ``anchors`` are the places on earth (longitude, latitude) around which they are held; a part
    without one begins beside those it is linked with.
    """
    import numpy as np

    count = len(sizes)
    if count < 2:
        return np.zeros((count, 2))
    pairs = sorted(pair for pair in weights if pair[0] != pair[1])
    ends = np.array(pairs, dtype=int).reshape(-1, 2)
    pull = np.log1p(np.array([weights[pair] for pair in pairs], dtype=float))
    load = np.bincount(ends.ravel(), weights=np.repeat(pull, 2), minlength=count)
    held = np.array([anchors is not None and anchors[part] is not None for part in range(count)])
    home = _begin(sizes, ends, anchors)
    spots = home.copy()
    every = np.triu_indices(count, 1)
    for turn in range(_TURNS):
        cool = 1 - turn / _TURNS
        # What is held on earth goes home; the rest leans to the middle, more from above than from the side.
        move = np.where(held[:, None], (home - spots) * _HOME, -spots * (0.01, 0.01 * _WIDE**2))
        if len(ends):
            gap = spots[ends[:, 1]] - spots[ends[:, 0]]
            far = np.hypot(*gap.T)
            apart = np.maximum(far - sizes[ends[:, 0]] - sizes[ends[:, 1]], 0)
            force = gap * (pull * apart / np.maximum(far, 1e-9) * _DRAWN)[:, None]
            for side, sign in ((0, 1.0), (1, -1.0)):
                np.add.at(move, ends[:, side], force * (sign / load[ends[:, side]])[:, None])
        spots += move * cool
        _push(spots, sizes, every, 0.5)
    for _ in range(3000):
        if not _push(spots, sizes, every, 0.6):
            break
    found: Points = np.round(spots - (spots.min(axis=0) + spots.max(axis=0)) / 2, 1)
    return found


def place_members(ranks: Sequence[float], sides: Sequence[float | None]) -> Points:
    """Place members within a circle of radius 1: the highest ranks in the middle, each towards its side (an angle).

    Members without a side take what is left of their ring.
    """
    import numpy as np

    count = len(ranks)
    order = sorted(range(count), key=lambda member: (-ranks[member], member))
    spots = np.zeros((count, 2))
    begin = ring = 0
    while begin < count:
        end = min(count, 3 * ring * (ring + 1) + 1)
        places = np.arange(begin, end)
        angles = (places * _GOLDEN) % (2 * math.pi)
        reach = np.sqrt((places + 0.5) / count) * (0.94 if count > 1 else 0)
        turn = np.argsort(angles, kind="stable")
        mine = sorted(order[begin:end], key=lambda member: ((sides[member] or 0.0) % (2 * math.pi), member))
        wished = np.array([(sides[member] if sides[member] is not None else np.nan) for member in mine], dtype=float)
        # All turns of the ring are tried; the one that leaves members nearest to their sides is taken.
        fits = [float(np.nansum(np.cos(np.roll(angles[turn], shift) - wished))) for shift in range(len(mine))]
        turn = np.roll(turn, int(np.argmax(np.round(fits, 9))))
        spots[mine, 0] = reach[turn] * np.cos(angles[turn])
        spots[mine, 1] = reach[turn] * np.sin(angles[turn])
        begin, ring = end, ring + 1
    found: Points = np.round(spots, 4)
    return found


def _begin(sizes: Points, ends: Numbers, anchors: Sequence[tuple[float, float] | None] | None) -> Points:
    """Give the places to begin from: on earth, or beside those that have one, or from large to small in a spiral."""
    import numpy as np

    count = len(sizes)
    order = np.argsort(-sizes, kind="stable")
    spots = np.zeros((count, 2))
    steps = np.arange(count)
    reach = np.sqrt((steps + 0.5) / count) * _HIGH * 0.45
    spots[order, 0] = reach * np.cos(steps * _GOLDEN) * _WIDE
    spots[order, 1] = reach * np.sin(steps * _GOLDEN)
    if anchors is None:
        return spots
    known = np.array([anchor is not None for anchor in anchors])
    for part, anchor in enumerate(anchors):
        if anchor is not None:
            spots[part] = anchor[0] / 360 * _HIGH * _WIDE, -anchor[1] / 150 * _HIGH
    for part in np.flatnonzero(~known).tolist():
        others = [b if a == part else a for a, b in ends if part in (a, b)]
        beside = [other for other in others if known[other]]
        spots[part] = np.add(spots[beside].mean(axis=0), 0.1) if beside else (0.0, _HIGH * 0.55)
    return spots


def _push(spots: Points, sizes: Points, ends: tuple[Numbers, Numbers], strength: float) -> bool:
    """Push circles off each other, the larger less; say whether any touched. ``ends`` are all the pairs of them."""
    import numpy as np

    one, other = ends
    way = spots[other] - spots[one]
    over = sizes[one] + sizes[other] + _GAP - np.hypot(way[:, 0], way[:, 1])
    touch = np.flatnonzero(over > _NEAR)
    if not len(touch):
        return False
    one, other, way, over = one[touch], other[touch], way[touch], over[touch]
    far = np.hypot(way[:, 0], way[:, 1])
    # Two in the same spot go apart in a direction of their own.
    turned = one * _GOLDEN + other
    way = np.where((far < 1e-6)[:, None], np.stack([np.cos(turned), np.sin(turned)], axis=1), way)
    way *= (over * strength / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6))[:, None]
    area = sizes**2
    share = (area[other] / (area[one] + area[other]))[:, None]
    np.add.at(spots, one, -way * share)
    np.add.at(spots, other, way * (1 - share))
    return True
