"""Wikidata's public query service, asked in pages, politely.

Its terms (https://www.wikidata.org/wiki/Wikidata:SPARQL_query_service): say who asks, one question
at a time, wait when told to. The answers are statements of Wikidata's own RDF form
(https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format); they are put back together into
items, so that ranks, qualifiers and dates count here as they do in a dump.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from cityties import __version__
from cityties.display.progress import Tick
from cityties.imports.item import Items, model
from cityties.imports.report import Reading
from cityties.model.errors import RequestError

__all__ = ["ENDPOINT", "Service", "read_live"]

ENDPOINT: Final = "https://query.wikidata.org/sparql"
_AGENT: Final = f"cityties/{__version__} (https://w3id.org/cityties; knowledge graph of city diplomacy)"
_PAGE: Final = 2000  # twinned bodies a page
_SOME: Final = 150  # items a question about their statements
_TRIES: Final = 5
_PATIENCE: Final = 70.0  # seconds: the service stops a query after 60
_PREFIXES: Final = """PREFIX p: <http://www.wikidata.org/prop/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <http://schema.org/>
"""
_LISTED: Final = """SELECT DISTINCT ?item WHERE { %(pattern)s }
ORDER BY ?item LIMIT %(limit)d OFFSET %(offset)d"""
_STATEMENTS: Final = """SELECT ?item ?property ?statement ?rank ?value ?node ?qualifier ?held ?heldNode ?address WHERE {
  VALUES ?item { %(items)s }
  VALUES (?property ?says ?full) { %(properties)s }
  ?item ?property ?statement .
  ?statement wikibase:rank ?rank .
  OPTIONAL { ?statement ?says ?value }
  OPTIONAL { ?statement ?full ?node }
  OPTIONAL {
    VALUES (?qualifier ?valued) { %(qualifiers)s }
    ?statement ?qualifier ?held .
    OPTIONAL { ?statement ?valued ?heldNode }
  }
  OPTIONAL { ?statement prov:wasDerivedFrom/<http://www.wikidata.org/prop/reference/%(address)s> ?address }
}"""
_LABELS: Final = """SELECT ?item ?label ?revision ?modified WHERE {
  VALUES ?item { %(items)s }
  OPTIONAL { ?item rdfs:label ?label FILTER(LANG(?label) IN (%(languages)s)) }
  OPTIONAL { ?item schema:version ?revision }
  OPTIONAL { ?item schema:dateModified ?modified }
}"""
_TIMES: Final = """SELECT ?node ?time ?precision ?calendar ?lat ?long ?globe WHERE {
  VALUES ?node { %(items)s }
  { ?node wikibase:timeValue ?time ; wikibase:timePrecision ?precision .
    OPTIONAL { ?node wikibase:timeCalendarModel ?calendar } }
  UNION
  { ?node wikibase:geoLatitude ?lat ; wikibase:geoLongitude ?long }
}"""

Binding = dict[str, dict[str, str]]


class Service:
    """A SPARQL service that is asked one question at a time, and waited for when it is busy.

    Raises RequestError where it refuses, or cannot be reached after five tries.
    """

    def __init__(self, address: str, sleep: Callable[[float], None] = time.sleep) -> None:
        try:
            import httpx
        except ImportError as error:
            raise RequestError("asking a service needs httpx: install cityties[remote]") from error
        self.address = address
        self._sleep = sleep
        self._client = httpx.Client(
            timeout=_PATIENCE,
            headers={"User-Agent": _AGENT, "Accept": "application/sparql-results+json"},
            follow_redirects=True,
        )

    def ask(self, query: str) -> list[Binding]:
        """Give the rows of a SELECT."""
        import httpx

        reason = ""
        for attempt in range(_TRIES):
            try:
                answer = self._client.post(self.address, data={"query": _PREFIXES + query})
            except httpx.HTTPError as error:
                reason = str(error) or type(error).__name__
                self._sleep(min(60.0, 2.0**attempt))
                continue
            if answer.status_code in (429, 500, 502, 503, 504):
                reason = f"status {answer.status_code}"
                self._sleep(_wait(answer.headers.get("Retry-After"), attempt))
                continue
            if answer.status_code != 200:
                first = " ".join(answer.text.split())[:160]
                raise RequestError(f"{self.address}: refused the question (status {answer.status_code}): {first}")
            try:
                rows: list[Binding] = answer.json()["results"]["bindings"]
            except (ValueError, KeyError, TypeError) as error:
                raise RequestError(f"{self.address}: answered with something else than SPARQL results") from error
            return rows
        raise RequestError(f"{self.address}: gave no answer in {_TRIES} tries ({reason}): try again later")

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()


def read_live(endpoint: str | None, items: Items, kinds: Sequence[str], reading: Reading, tick: Tick) -> None:
    """Ask for every twinned body and every mission, page by page, and for what their facts name."""
    service = Service(endpoint or ENDPOINT)
    names, missions = model()["properties"], " ".join(f"wd:{number}" for number in model()["missions"])
    patterns = []
    if set(kinds) - {"missions"}:
        patterns.append(f"?item p:{names['twinned']} ?statement")
    if "missions" in kinds:
        patterns.append(f"VALUES ?kind {{ {missions} }} ?item wdt:{names['class']} ?kind")
    try:
        for pattern in patterns:
            for page in _pages(service, pattern):
                for start in range(0, len(page), _SOME):
                    for entity in _entities(service, page[start : start + _SOME], items.languages):
                        reading.read += 1
                        items.take(entity)
                    tick("ask", reading.read, 0)
        named = sorted(items.wanted, key=lambda number: int(number[1:]))
        for start in range(0, len(named), _SOME):
            for entity in _entities(service, named[start : start + _SOME], items.languages):
                items.describe(entity)
            tick("ask names", start, len(named))
    finally:
        service.close()


def _pages(service: Service, pattern: str) -> Iterator[list[str]]:
    offset = 0
    while True:
        page = service.ask(_LISTED % {"pattern": pattern, "limit": _PAGE, "offset": offset})
        numbers = [_number(row["item"]["value"]) for row in page]
        if numbers:
            yield [number for number in numbers if number.startswith("Q")]
        if len(page) < _PAGE:
            return
        offset += _PAGE


def _entities(service: Service, numbers: Sequence[str], languages: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Put items together again, in the form that a dump has."""
    if not numbers:
        return
    items = " ".join(f"wd:{number}" for number in numbers)
    properties = _known_properties()
    main = " ".join(
        f"(<http://www.wikidata.org/prop/{p}> <http://www.wikidata.org/prop/statement/{p}>"
        f" <http://www.wikidata.org/prop/statement/value/{p}>)"
        for p in properties
    )
    names = model()["properties"]
    qualified = " ".join(
        f"(<http://www.wikidata.org/prop/qualifier/{p}> <http://www.wikidata.org/prop/qualifier/value/{p}>)"
        for p in (names["start"], names["end"], names["on"], names["jurisdiction"])
    )
    told = service.ask(
        _STATEMENTS % {"items": items, "properties": main, "qualifiers": qualified, "address": names["address"]}
    )
    nodes = sorted({row[name]["value"] for row in told for name in ("node", "heldNode") if name in row})
    values = _values(service, nodes)
    entities: dict[str, dict[str, Any]] = {
        number: {"type": "item", "id": number, "labels": {}, "claims": {}} for number in numbers
    }
    for row in service.ask(_LABELS % {"items": items, "languages": ", ".join(f'"{tag}"' for tag in languages)}):
        entity = entities[_number(row["item"]["value"])]
        if "label" in row:
            language = row["label"].get("xml:lang", "")
            entity["labels"][language] = {"language": language, "value": row["label"]["value"]}
        if "revision" in row:
            entity["lastrevid"] = row["revision"]["value"]
        if "modified" in row:
            entity["modified"] = row["modified"]["value"]
    claims: dict[str, dict[str, Any]] = {}
    for row in told:
        entity = entities[_number(row["item"]["value"])]
        property_, statement = _number(row["property"]["value"]), row["statement"]["value"]
        claim = claims.get(statement)
        if claim is None:
            claim = claims[statement] = {
                "rank": row["rank"]["value"].rsplit("#", 1)[-1].removesuffix("Rank").lower(),
                "mainsnak": _snak(row.get("value"), values.get(row.get("node", {}).get("value", ""))),
                "qualifiers": {},
                "references": [],
            }
            entity["claims"].setdefault(property_, []).append(claim)
        if "qualifier" in row and "held" in row:
            held = _snak(row["held"], values.get(row.get("heldNode", {}).get("value", "")))
            claim["qualifiers"].setdefault(_number(row["qualifier"]["value"]), [held])
        if "address" in row:
            told_at = {"snaktype": "value", "datavalue": {"value": row["address"]["value"]}}
            reference = {"snaks": {names["address"]: [told_at]}}
            if reference not in claim["references"]:
                claim["references"].append(reference)
    yield from entities.values()


def _values(service: Service, nodes: Sequence[str]) -> dict[str, Any]:
    """Ask for times with their precision, and for points."""
    found: dict[str, Any] = {}
    for start in range(0, len(nodes), _SOME):
        listed = " ".join(f"<{node}>" for node in nodes[start : start + _SOME] if not set(node) & set(' <>"{}|\\^`'))
        for row in service.ask(_TIMES % {"items": listed}):
            if "time" in row:
                found[row["node"]["value"]] = {
                    "time": "+" + row["time"]["value"].lstrip("+"),
                    "precision": int(row["precision"]["value"]),
                    "calendarmodel": row.get("calendar", {}).get("value", ""),
                }
            elif "lat" in row:
                found[row["node"]["value"]] = {
                    "latitude": float(row["lat"]["value"]),
                    "longitude": float(row["long"]["value"]),
                }
    return found


def _snak(cell: dict[str, str] | None, node: Any) -> dict[str, Any]:
    """Write a value as a dump has it: an item, a time or point by its node, an amount, a text."""
    if cell is None:
        return {"snaktype": "novalue"}
    value = cell["value"]
    if cell["type"] == "bnode" or "/.well-known/genid/" in value:
        return {"snaktype": "somevalue"}
    if node is not None:
        return {"snaktype": "value", "datavalue": {"value": node}}
    if cell["type"] == "uri" and value.startswith("http://www.wikidata.org/entity/Q"):
        return {"snaktype": "value", "datavalue": {"value": {"id": _number(value)}}}
    if cell.get("datatype", "").endswith("#dateTime"):
        return {"snaktype": "value", "datavalue": {"value": {"time": f"+{value}", "precision": 11}}}
    if cell.get("datatype", "").endswith(("#decimal", "#integer")):
        return {"snaktype": "value", "datavalue": {"value": {"amount": value}}}
    return {"snaktype": "value", "datavalue": {"value": value}}


def _known_properties() -> list[str]:
    found: list[str] = []
    for value in model()["properties"].values():
        found += value if isinstance(value, list) else [value]
    return sorted(set(found))


def _number(address: str) -> str:
    return address.rsplit("/", 1)[-1]


def _wait(told: str | None, attempt: int) -> float:
    """Say how many seconds to wait: as the service tells, at most ten minutes; else twice as long each time."""
    if told and told.strip().isdigit():
        return min(600.0, float(told))
    if told:
        from email.utils import parsedate_to_datetime

        try:
            return max(0.0, min(600.0, parsedate_to_datetime(told).timestamp() - time.time()))
        except (TypeError, ValueError):
            pass
    return float(min(60.0, 2.0**attempt))
