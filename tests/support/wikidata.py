"""Made-up items of Wikidata, once as a dump has them and once as the query service does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

Item = dict[str, Any]
TIMES = {9: "-00-00", 10: "-05-00", 11: "-05-06"}


def time(year: int, precision: int = 11) -> dict[str, Any]:
    """A time as Wikibase writes it: with zeros for what is not known."""
    calendar = "http://www.wikidata.org/entity/Q1985727"
    return {"time": f"+{year:04d}{TIMES[precision]}T00:00:00Z", "precision": precision, "calendarmodel": calendar}


def snak(value: object) -> dict[str, Any]:
    if value is None:
        return {"snaktype": "somevalue"}
    if isinstance(value, str) and value.startswith("Q"):
        return {"snaktype": "value", "datavalue": {"value": {"id": value}}}
    return {"snaktype": "value", "datavalue": {"value": value}}


def claim(value: object, rank: str = "normal", url: str = "", **qualifiers: object) -> dict[str, Any]:
    return {
        "rank": rank,
        "mainsnak": snak(value),
        "qualifiers": {name: [snak(held)] for name, held in qualifiers.items()},
        "references": [{"snaks": {"P854": [snak(url)]}}] if url else [],
    }


def item(number: str, label: str, /, **claims: list[dict[str, Any]]) -> Item:
    return {
        "type": "item", "id": number, "lastrevid": 7000 + int(number[-2:]), "modified": "2026-10-01T00:00:00Z",
        "labels": {"en": {"language": "en", "value": label}, "fr": {"language": "fr", "value": f"{label} (fr)"}},
        "claims": claims,
    }  # fmt: skip


NORTH, SOUTH, EAST, LAND, OTHER, MISSION = "Q900001", "Q900002", "Q900003", "Q900010", "Q900011", "Q900020"
MAYOR, SECOND, POST, NETWORK = "Q900030", "Q900031", "Q900040", "Q900050"


def world() -> list[Item]:
    """Three cities, two countries, a mission, two mayors, a network, with the traps that real items have."""
    point = {"latitude": 10.5, "longitude": 20.25}
    return [
        item(
            NORTH, "Northport",
            P17=[claim(OTHER, P582=time(1950, 9)), claim(LAND)],
            P625=[claim(point)],
            P1082=[claim({"amount": "+100"}, P585=time(1990, 9)), claim({"amount": "+250"}, P585=time(2020, 9)),
                   claim({"amount": "+999999"}, "deprecated", P585=time(2024, 9))],
            P190=[claim(SOUTH, url="https://example.org/twins", P580=time(1967, 9)),
                  claim(EAST, P580=time(1980, 10), P582=time(1990)), claim("Q900009", "deprecated"), claim(NORTH)],
            P6=[claim(MAYOR, "preferred", P580=time(2001), P582=time(2010, 10)), claim(SECOND, P580=time(2010, 10))],
            P463=[claim(NETWORK, P580=time(1999, 9))],
        ),
        item(SOUTH, "Southport", P17=[claim(OTHER)], P190=[claim(NORTH, P580=time(1967))]),
        item(EAST, "Eastport", P17=[claim(OTHER)], P190=[claim(NORTH)]),
        item(LAND, "Northland", P31=[claim("Q6256")], P17=[claim(LAND)]),
        item(OTHER, "Otherland", P31=[claim("Q3624078")], P17=[claim(OTHER)]),
        item(MISSION, "Embassy of Northland", P31=[claim("Q3917681")], P137=[claim(LAND)], P17=[claim(OTHER)],
             P159=[claim(SOUTH)], P571=[claim(time(1920, 9))]),
        item(MAYOR, "Ada Example", P39=[claim(POST, P580=time(2001), P582=time(2010, 10))]),
        item(SECOND, "Bo Example"),
        item(POST, "Mayor of Northport"),
        item(NETWORK, "League of Ports"),
    ]  # fmt: skip


def dump(items: Sequence[Item]) -> str:
    """A dump: an array with an item a line, a comma after each."""
    return "[\n" + "".join(json.dumps(one) + ",\n" for one in items)


def turtle(items: Sequence[Item]) -> str:
    """The same items in the RDF form of Wikibase."""
    lines = [
        "@prefix p: <http://www.wikidata.org/prop/> . @prefix ps: <http://www.wikidata.org/prop/statement/> .",
        "@prefix psv: <http://www.wikidata.org/prop/statement/value/> . @prefix s: <http://www.wikidata.org/s/> .",
        "@prefix pq: <http://www.wikidata.org/prop/qualifier/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .",
        "@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> . @prefix wb: <http://wikiba.se/ontology#> .",
        "@prefix pr: <http://www.wikidata.org/prop/reference/> . @prefix prov: <http://www.w3.org/ns/prov#> .",
        "@prefix wd: <http://www.wikidata.org/entity/> . @prefix v: <http://www.wikidata.org/v/> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <http://schema.org/> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
    ]
    count = 0
    for one in items:
        number = one["id"]
        for text in one["labels"].values():
            lines.append(f'wd:{number} rdfs:label "{text["value"]}"@{text["language"]} .')
        lines.append(f"wd:{number} schema:version {one['lastrevid']} .")
        lines.append(f'wd:{number} schema:dateModified "{one["modified"]}"^^xsd:dateTime .')
        for property_, told in one["claims"].items():
            for held in told:
                count += 1
                rank = f"{held['rank'].capitalize()}Rank"
                lines.append(f"wd:{number} p:{property_} s:{count} . s:{count} wb:rank wb:{rank} .")
                lines += _value(f"s:{count}", "ps", "psv", property_, held["mainsnak"], f"v:{count}")
                if property_ == "P31":
                    lines.append(f"wd:{number} wdt:P31 wd:{held['mainsnak']['datavalue']['value']['id']} .")
                for name, snaks in held["qualifiers"].items():
                    lines += _value(f"s:{count}", "pq", "pqv", name, snaks[0], f"v:{count}{name}")
                for reference in held["references"]:
                    url = reference["snaks"]["P854"][0]["datavalue"]["value"]
                    lines.append(f"s:{count} prov:wasDerivedFrom s:r{count} . s:r{count} pr:P854 <{url}> .")
    return "\n".join(lines)


def _value(subject: str, plain: str, full: str, property_: str, snak: dict[str, Any], node: str) -> list[str]:
    value = snak["datavalue"]["value"]
    if isinstance(value, str):
        return [f'{subject} {plain}:{property_} "{value}" .']
    if "id" in value:
        return [f"{subject} {plain}:{property_} wd:{value['id']} ."]
    if "amount" in value:
        return [f'{subject} {plain}:{property_} "{value["amount"]}"^^xsd:decimal .']
    if "time" in value:
        day = value["time"].lstrip("+").replace("-00", "-01")
        return [
            f'{subject} {plain}:{property_} "{day}"^^xsd:dateTime ; {full}:{property_} {node} .',
            f'{node} wb:timeValue "{day}"^^xsd:dateTime ; wb:timePrecision {value["precision"]} ;'
            f" wb:timeCalendarModel <{value['calendarmodel']}> .",
        ]
    point = f"Point({value['longitude']} {value['latitude']})"
    return [
        f'{subject} {plain}:{property_} "{point}" ; {full}:{property_} {node} .',
        f"{node} wb:geoLatitude {value['latitude']} ; wb:geoLongitude {value['longitude']} .",
    ]
