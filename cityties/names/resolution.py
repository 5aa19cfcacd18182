"""Names: what a thing is called in a language, and which thing a name means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from cityties.model.errors import RequestError
from cityties.model.vocabulary import DCTERMS, ID, RDF, RDFS, SKOS, WD, compact
from cityties.store import IRI, Literal, Store, Term, is_address

# Words around the bare name of a city that its administration, or a language, puts there.
_AFFIXES: Final = re.compile(
    r"^(?:kota|city of|pemkot|pemprov dki|pemprov|pemerintah kota|kabupaten|dki"
    r"|gemeinde|hauptstadtgemeinde|comune di|ville de)\s+"
    r"|\s+(?:city|municipality|belediyesi|büyükşehir belediyesi|metropolitan municipality)$",
    re.IGNORECASE,
)
# Letters that no decomposition brings back to a plain one.
_LETTERS: Final = str.maketrans({"ı": "i", "İ": "i", "ł": "l", "Ł": "l"})
_NAMES: Final = tuple(IRI(iri) for iri in (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}hiddenLabel"))
_TYPE: Final = IRI(f"{RDF}type")
# The languages that a name is looked up in before all names are looked through.
_LANGUAGES: Final = ("en", "id", "tr", "mul", "de", "fr", "es", "it", "pt", "nl")
_NAMING: Final = (IRI(f"{SKOS}prefLabel"), IRI(f"{RDFS}label"), IRI(f"{DCTERMS}title"))
_KINDS: Final = {
    "city": "ct:City ct:Region",
    "country": "ct:Country",
    "network": "ct:CityNetwork",
    "person": "ct:Person",
    "sector": "ct:Sector",
    "thing": "ct:City ct:Country ct:Region ct:Person ct:Organisation ct:LocalGovernment ct:Embassy "
    "ct:ConsulateGeneral ct:Consulate ct:HonoraryConsulate ct:PermanentMission ct:RepresentativeOffice "
    "ct:CityNetwork ct:Sector ct:Tie ct:Agreement ct:Encounter ct:Post",
}
_NAMED: Final = """SELECT DISTINCT ?thing ?name ?country {
  VALUES ?class { %s } ?thing a ?class .
  VALUES ?property { rdfs:label skos:altLabel skos:prefLabel skos:hiddenLabel } ?thing ?property ?name .
  OPTIONAL { ?thing ct:country ?in . ?in rdfs:label ?country FILTER(LANG(?country) = "en") }
}"""


class Labels:
    """What things are called in one language, with a kind way out where it has no word."""

    def __init__(self, store: Store, lang: str = "en") -> None:
        self.lang = lang
        self._store = store
        self._known: dict[str, str] = {}

    def label(self, term: Term | str | None) -> str:
        """Name a thing: in the language, else in English, else in any; a literal is its own name."""
        if term is None:
            return ""
        if isinstance(term, Literal):
            return term.value
        iri = term if isinstance(term, str) else getattr(term, "value", str(term))
        if iri not in self._known:
            self.learn([iri])
        return self._known[iri]

    def learn(self, iris: Iterable[str]) -> None:
        """Look up many names at once."""
        wanted = sorted({iri for iri in iris if iri not in self._known})
        found: dict[str, tuple[int, str]] = {}
        things = [IRI(iri) for iri in wanted if _is_iri(iri)]
        for thing, property_, name in self._store.values(things, _NAMING):
            if not isinstance(name, Literal):
                continue
            rank = self._rank(property_.value, name)
            best = found.get(thing.value)
            if best is None or (rank, name.value) < best:
                found[thing.value] = (rank, name.value)
        for iri in wanted:
            self._known[iri] = found[iri][1] if iri in found else compact(iri)

    def _rank(self, property_: str, name: Literal) -> int:
        title = 10 if property_.endswith("title") else 0
        order = [self.lang, "en", None]
        return title + (order.index(name.language) if name.language in order else len(order))


def fold(text: str) -> str:
    """Write a name so that case, accents and Turkish dots make no difference.

    >>> fold("İSTANBUL") == fold("Istanbul") == fold("ıstanbul")
    True
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.sub(r"[^\w]+", " ", kept.casefold()).split())


def fold_all(texts: Iterable[str]) -> list[str]:
    """Write many names as `fold` does, a million in a second or two.

    >>> fold_all(["İSTANBUL", "São  Paulo", ""]) == [fold("İSTANBUL"), fold("São  Paulo"), fold("")]
    True
    """
    lined = "\n".join(text.replace("\n", " ") for text in texts)
    plain = unicodedata.normalize("NFKD", lined.translate(_LETTERS))
    marks = {ord(character): None for character in set(plain) if unicodedata.combining(character)}
    worded = re.sub(r"[^\w\n]+", " ", plain.translate(marks).casefold())
    return [line.strip() for line in worded.split("\n")]


def resolve(store: Store, text: str, kind: str) -> IRI:
    """Find the one thing that a name means: an IRI, a Wikidata number, or a name in any language.

    ``kind`` is city (places other than countries), country, person, sector, network or thing.
    Raises RequestError that lists candidates where the name is unknown or means several.
    """
    text = text.strip()
    if not text:
        raise RequestError(f"an empty name: name a {kind}")
    direct = _direct(store, text)
    if direct is not None:
        return direct
    exact = _exactly(store, text, kind)
    if len(exact) == 1:
        return exact.pop()
    names: dict[str, set[str]] = {}
    shown: dict[str, str] = {}
    for thing, name, country in store.select(_NAMED % _KINDS[kind]):
        if isinstance(thing, IRI) and isinstance(name, Literal):
            names.setdefault(fold(name.value), set()).add(thing.value)
            place = f" ({country.value})" if isinstance(country, Literal) else ""
            if name.language in (None, "en") or thing.value not in shown:
                shown[thing.value] = name.value + place
    for form in (fold(text), fold(_AFFIXES.sub("", text)), fold(text.split(",")[0])):
        found = names.get(form, set())
        if len(found) == 1:
            return IRI(found.pop())
        if found:
            candidates = "; ".join(f"{shown[iri]} {compact(iri)}" for iri in sorted(found))
            raise RequestError(f"{text}: means several things: {candidates}: give one of these IRIs")
    near = difflib.get_close_matches(fold(text), names, n=4, cutoff=0.6)
    known = sorted({shown[iri] for form in near for iri in names[form]})
    hint = f": did you mean {', '.join(known)}?" if known else f": no {kind} of that name is in this graph"
    raise RequestError(f"{text}: unknown{hint}")


def _exactly(store: Store, text: str, kind: str) -> set[IRI]:
    """Find the things that bear a name to the letter, by looking it up in each language: quick at any size."""
    classes = {class_ for class_ in _KINDS[kind].split()}
    written = dict.fromkeys((text, text[:1].upper() + text[1:], text.title()))
    names = [Literal(form, language=language) for form in written for language in _LANGUAGES]
    names += [Literal(form) for form in written]
    found = set()
    for thing in store.named(names, _NAMES):
        kinds = {compact(value.value) for _, _, value in store.values([thing], [_TYPE]) if isinstance(value, IRI)}
        if kinds & classes:
            found.add(thing)
    return found


def _direct(store: Store, text: str) -> IRI | None:
    from cityties.model.vocabulary import PREFIXES

    iri = ""
    if re.fullmatch(r"Q[1-9]\d*", text):
        iri = WD + text
    elif is_address(text):
        iri = text
    elif (found := re.fullmatch(r"([a-z]+):([\w./-]+)", text)) and found[1] in PREFIXES:
        iri = PREFIXES[found[1]] + found[2]
    if not iri:
        return None
    if not _is_iri(iri) or not store.select("SELECT ?thing WHERE { ?thing ?p ?o } LIMIT 1", thing=IRI(iri)).rows:
        raise RequestError(f"{text}: not in this graph: own IRIs begin with {ID}")
    return IRI(iri)


def _is_iri(text: str) -> bool:
    try:
        IRI(text)
    except ValueError:
        return False
    return True
