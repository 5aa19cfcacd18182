"""A sample of what a package can add to cityties: an importer, an exporter, an extractor; questions, views."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cityties.reading.draft import Article, Draft
from cityties.reading.extractors import Claim
from cityties.store import Literal, Store

_POINTS = """SELECT ?city ?label ?lat ?long WHERE {
  ?city a ct:City ; rdfs:label ?label ; geo:lat ?lat ; geo:long ?long . FILTER(LANG(?label) = ?lang) }
ORDER BY ?city ?label"""


class Minutes:
    """Reads minutes of a council as one may keep them: "1998: Bursa + Darmstadt", a line each."""

    map = Path(__file__).with_name("minutes.toml")

    def records(self, source: str) -> Iterator[Mapping[str, Any]]:
        """Give a row for each line: the year, and the two cities."""
        for line in Path(source).read_text(encoding="utf-8").splitlines():
            year, _, cities = line.partition(":")
            one, _, other = cities.partition("+")
            yield {"year": year.strip(), "one": one.strip(), "other": other.strip()}


MINUTES = Minutes()


def geojson(store: Store, lang: str) -> bytes:
    """Write the cities that have a point as GeoJSON (https://www.rfc-editor.org/rfc/rfc7946)."""
    features = []
    for city, label, lat, long in store.select(_POINTS, lang=Literal(lang)):
        place = [float(str(getattr(one, "value", 0))) for one in (long, lat)]
        told = {"iri": getattr(city, "value", ""), "name": getattr(label, "value", "")}
        features.append({"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": told})
    return (json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n").encode()


class Extractor:
    """Finds one town that no rule knows."""

    name = "sample"

    def claims(self, article: Article, draft: Draft, tell: Callable[[str], None]) -> Iterable[Claim]:
        """Say that the town is a place, where the article has its name."""
        if "Samplewick" in article.text:
            yield Claim("place", {"name": "Samplewick"}, ("Samplewick",))
