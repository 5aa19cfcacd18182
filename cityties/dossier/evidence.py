"""Evidence in words: who says so, on which day, in what words; a sentence an account, in the reader's language.

The templates are those of viz/profiles/evidence.toml. Where the words are kept beside the store, they are quoted;
else their place in the text is told. How an account puts it is told where it has other terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from cityties.date.day import DayError
from cityties.date.parse import parse_day
from cityties.date.wording import word_day
from cityties.display.answer import Answer
from cityties.display.label import Labels
from cityties.model import resources
from cityties.model.multilingual import read_multilingual
from cityties.model.vocabulary import CT, PROV, RDFS
from cityties.store import IRI, Rows, Store
from cityties.store.quotation import quotes_of

__all__ = ["Told", "evidence"]

_ACCOUNTS: Final = "SELECT DISTINCT ?fact ?account WHERE { ?account ct:accountOf ?fact }"
# A row a value, and passages by themselves: where they may be absent, a store finds them far faster so.
_TOLD: Final = """SELECT DISTINCT ?account ?source ?property ?value WHERE {
  GRAPH ?source { ?account ?property ?value }
  FILTER(?property IN (prov:wasDerivedFrom, rdfs:label, ct:spokenBy, ct:date, ct:signedOn, ct:toldIn))
}"""
_PASSAGES: Final = """SELECT DISTINCT ?account ?source ?start ?end WHERE {
  GRAPH ?source { ?account ct:evidencedBy ?passage . ?passage ct:start ?start ; ct:end ?end }
}"""
_TELLS: Final = {
    f"{RDFS}label": "label", f"{CT}spokenBy": "speaker", f"{CT}date": "day", f"{CT}signedOn": "day",
    f"{CT}toldIn": "part", f"{PROV}wasDerivedFrom": "told",
}  # fmt: skip
_BLANK: Final = dict.fromkeys(("account", "label", "labelIn", "speaker", "day", "part", "told", "start", "end"), "")
_SOURCES: Final = """SELECT DISTINCT ?source ?publisher ?published WHERE {
  ?source ct:publisher ?publisher . OPTIONAL { ?source ct:published ?published }
}"""

Row = Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """What one source says of a fact, in one sentence, and which source that is."""

    sentence: str
    source: str


def evidence(store: Store, facts: Iterable[str], labels: Labels) -> Mapping[str, tuple[Told, ...]]:
    """Say of each fact who says so: one sentence an account, the first published first."""
    wanted = sorted(set(facts))
    if not wanted:
        return {}
    accounts = {fact: {fact} for fact in wanted}
    for row in _texts(store.select_among(_ACCOUNTS, "fact", [IRI(fact) for fact in wanted])):
        accounts[row["fact"]].add(row["account"])
    told = _tellings(store, sorted({account for several in accounts.values() for account in several}))
    sources = _sources(store, {source for by_source in told.values() for source in by_source})
    labels.learn([*wanted, *(row["publisher"] for row in sources.values())])
    labels.learn(row["speaker"] for by_source in told.values() for rows in by_source.values() for row in rows)
    place = getattr(store, "place", None)  # the folder of a store on disk
    quotes = {source: quotes_of(place, source) for source in sources} if place else {}
    writer = _Writer(labels, sources, quotes)
    return {fact: writer.tell(fact, [told.get(account, {}) for account in sorted(accounts[fact])]) for fact in wanted}


def _tellings(store: Store, accounts: Sequence[str]) -> Mapping[str, Mapping[str, list[Row]]]:
    """Give what each source says of accounts of its own: a row a value, the others empty."""
    things, found = [IRI(account) for account in accounts], dict[str, dict[str, list[Row]]]()
    for row in _texts(store.select_among(_TOLD, "account", things)):
        name = _TELLS[row["property"]]
        one = {**_BLANK, "account": row["account"], name: row["value"], f"{name}In": row["valueIn"]}
        found.setdefault(row["account"], {}).setdefault(row["source"], []).append(one)
    for row in _texts(store.select_among(_PASSAGES, "account", things)):
        found.setdefault(row["account"], {}).setdefault(row["source"], []).append({**_BLANK, **row})
    own = {
        account: {source: rows for source, rows in told.items() if any(row["told"] == source for row in rows)}
        for account, told in found.items()
    }
    return {account: told for account, told in own.items() if told}


@dataclass(frozen=True)
class _Writer:
    """Fills the templates of one language."""

    labels: Labels
    sources: Mapping[str, Row]
    quotes: Mapping[str, Mapping[str, str]]

    def tell(self, fact: str, accounts: Iterable[Mapping[str, list[Row]]]) -> tuple[Told, ...]:
        """Write the sentences of a fact."""
        name = self.labels.label(fact)
        found = {
            Told(self._sentence(source, rows, name), source)
            for by_source in accounts
            for source, rows in by_source.items()
        }
        return tuple(sorted(found, key=lambda one: (self._published(one.source), one.source, one.sentence)))

    def _sentence(self, source: str, rows: list[Row], name: str) -> str:
        put = self._named(rows)
        words = self.quotes.get(source, {}).get(rows[0]["account"], "")
        speakers = sorted({self.labels.label(row["speaker"]) for row in rows if row["speaker"]})
        days = sorted({row["day"] for row in rows if row["day"]})
        parts = [
            self._word("said" if days else "voiced") if speakers else self._word("says"),
            self._word("otherwise") if put and put != name else "",
            self._place(rows, bool(words)),
        ]
        told = {
            "source": self._source(source),
            "speaker": ", ".join(speakers),
            "day": _in_words(days[0], self.labels.lang) if days else "",
            "label": put,
        }
        sentence = "".join(part.format(**told) for part in parts if part) + "."
        return f"{sentence} {self._word('words').format(words=words)}" if words else sentence

    def _named(self, rows: list[Row]) -> str:
        """Say how an account names the fact, where it does so in the reader's language."""
        return next((row["label"] for row in rows if row["labelIn"] == self.labels.lang), "")

    def _place(self, rows: list[Row], quoted: bool) -> str:
        """Tell the places in a text that is not quoted; what a headline alone says is told as that."""
        places = sorted({(int(row["start"]), int(row["end"])) for row in rows if row["start"] and row["end"]})
        told = "" if quoted else ", ".join(f"{start}–{end}" for start, end in places)
        headline = any(row["part"].endswith("/headline") for row in rows)
        return (self._word("headline") if headline else "") + (
            self._word("place").replace("{characters}", told) if told else ""
        )

    def _source(self, source: str) -> str:
        row = self.sources.get(source)
        if row is None:
            return self.labels.label(source)
        day = _in_words(row["published"], self.labels.lang) if row["published"] else ""
        publisher = self.labels.label(row["publisher"])
        return self._word("source").format(publisher=publisher, day=day) if day else publisher

    def _published(self, source: str) -> str:
        return self.sources.get(source, {}).get("published", "") or "9"

    def _word(self, name: str) -> str:
        return _words()[name][self.labels.lang]


def _sources(store: Store, sources: Iterable[str]) -> Mapping[str, Row]:
    rows = _texts(store.select_among(_SOURCES, "source", [IRI(source) for source in sorted(sources)]))
    return {row["source"]: row for row in rows}


def _texts(rows: Rows) -> list[Row]:
    """Give rows as texts, empty where a cell is; the language of a label beside it."""
    found: list[Row] = []
    for row, terms in zip(Answer.of_rows(rows).texts(), rows.rows, strict=True):
        told = dict(row)
        for name, term in zip(rows.variables, terms, strict=True):
            told[f"{name}In"] = getattr(term, "language", None) or ""
        found.append(told)
    return found


def _in_words(text: str, lang: str) -> str:
    try:
        return word_day(parse_day(text), lang)
    except DayError:
        return text


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return read_multilingual(resources.folder("viz") / "profiles" / "evidence.toml")
