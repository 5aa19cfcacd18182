"""The spool: facts as they are read, kept on disk and given back sorted, each thing's tellings together.

Memory stays flat however much is read: facts lie in a temporary SQLite file. A fact has a kind, a
key (what it is about) and a body; the same fact told twice is kept once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TypeAlias

import orjson

from cityties.kinds import FieldType, Ontology, map_kinds, ontology
from cityties.model.errors import ModelError

__all__ = ["KINDS", "Body", "FieldType", "Spool"]

Body: TypeAlias = dict[str, Any]


class _Kinds(Mapping[str, Mapping[str, FieldType]]):
    """The fields of each kind of fact, as the one table of kinds has them; a name with a "*" takes a list."""

    def __getitem__(self, kind: str) -> Mapping[str, FieldType]:
        return _fields()[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(_fields())

    def __len__(self) -> int:
        return len(_fields())


def _fields() -> Mapping[str, Mapping[str, FieldType]]:
    return _made(ontology())


@cache
def _made(read: Ontology) -> Mapping[str, Mapping[str, FieldType]]:
    return {
        kind.name: {f"{one.name}*" if one.many else one.name: one.type for one in kind.fields.values()}
        for kind in map_kinds().values()
    }


# What can be told of each kind of fact. The fields that make the key of a kind stand in KEYS.
KINDS: Final[Mapping[str, Mapping[str, FieldType]]] = _Kinds()

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "agreement": ("a", "b"),
    "membership": ("member", "network"),
    "tenure": ("person", "post"),
    "tie": ("a", "b"),
}
# Between two places no direction is meant: the key of a pair is sorted.
_PAIRS: Final = frozenset({"agreement", "tie"})
_BATCH: Final = 5000


class Spool:
    """Facts on disk. Every body may say its ``source``, the IRI of the ct:Source that tells it."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "spool.sqlite", check_same_thread=False)  # one at a time all the same
        self._base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-65536;"
            "CREATE TABLE fact (kind TEXT, key TEXT, body BLOB, times INTEGER, PRIMARY KEY (kind, key, body)) "
            "WITHOUT ROWID"
        )
        self._waiting: list[tuple[str, str, bytes]] = []
        self.told = 0
        self._clerk = ThreadPoolExecutor(1)  # writes while the next facts are read
        self._writing: Future[None] | None = None

    def add(self, kind: str, /, **body: Any) -> None:
        """Keep one fact; fields that are None, "" or empty are left out.

        Raises ModelError on a kind or a field that cityties does not know.
        """
        fields = KINDS.get(kind)
        if fields is None:
            raise ModelError(f"{kind}: no kind of fact: use {', '.join(KINDS)}")
        kept = {name: value for name, value in body.items() if value not in (None, "", [], {}, ())}
        for name in kept:
            if name not in fields and f"{name}*" not in fields and name != "source":
                raise ModelError(f"{kind}: has no field {name}: use {', '.join(fields)}")
        self.put(kind, key_of(kind, kept), kept)

    def put(self, kind: str, key: str, body: Body) -> None:
        """Keep one fact as it is, unchecked: the quick way for readers of large dumps."""
        self._waiting.append((kind, key, orjson.dumps(body, option=orjson.OPT_SORT_KEYS)))
        self.told += 1
        if len(self._waiting) >= _BATCH:
            self._write()

    def groups(self, kind: str) -> Iterator[tuple[str, list[Body]]]:
        """Give the facts of a kind by key, sorted: all that is told of one thing together."""
        self._settle()
        rows = self._base.execute("SELECT key, body FROM fact WHERE kind = ? ORDER BY key, body", (kind,))
        for key, tellings in groupby(rows, key=lambda row: row[0]):
            yield key, [orjson.loads(body) for _, body in tellings]

    def count(self, kind: str) -> int:
        """Count the things of a kind, however often each is told."""
        self._settle()
        found = self._base.execute("SELECT COUNT(DISTINCT key) FROM fact WHERE kind = ?", (kind,)).fetchone()
        return int(found[0])

    def tellings(self, kind: str, key: str) -> list[Body]:
        """Give what is told of one thing; empty where nothing is."""
        self._settle()
        rows = self._base.execute("SELECT body FROM fact WHERE kind = ? AND key = ? ORDER BY body", (kind, key))
        return [orjson.loads(body) for (body,) in rows]

    def disputed(self, kind: str, field: str) -> dict[str, list[tuple[str, int]]]:
        """Give the things of which several values of a field are told: each with how often, the most often first."""
        self._settle()
        rows = self._base.execute(
            "SELECT key, json_extract(CAST(body AS TEXT), '$.' || ?) AS value, SUM(times) AS told FROM fact "
            "WHERE kind = ? AND value IS NOT NULL GROUP BY key, value ORDER BY key, told DESC, value",
            (field, kind),
        )
        told = {
            key: [(str(value), times) for _, value, times in some] for key, some in groupby(rows, lambda row: row[0])
        }
        return {key: values for key, values in told.items() if len(values) > 1}

    def close(self) -> None:
        """Let the file go."""
        self._waiting.clear()
        self._clerk.shutdown()
        self._base.close()

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self) -> None:
        """Hand over what waits, when what was handed over before is written."""
        if self._writing is not None:
            self._writing.result()
            self._writing = None
        if self._waiting:
            self._writing = self._clerk.submit(self._insert, self._waiting)
            self._waiting = []

    def _insert(self, rows: list[tuple[str, str, bytes]]) -> None:
        self._base.executemany(
            "INSERT INTO fact VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
            rows,
        )

    def _settle(self) -> None:
        """Wait until all is written."""
        self._write()
        self._write()


def key_of(kind: str, body: Body) -> str:
    """Say what a fact is about: its IRI, or the IRIs of those it joins."""
    names = KEYS.get(kind, ("iri",))
    try:
        parts = [str(body[name]) for name in names]
    except KeyError as error:
        raise ModelError(f"{kind}: lacks {error.args[0]}, which says what it is about") from error
    return " ".join(sorted(parts) if kind in _PAIRS else parts)
