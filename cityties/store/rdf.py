"""RDF in and out: files and texts in its syntaxes, in canonical order where bytes are the promise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

import pyoxigraph

from cityties.model.bounds import list_bounded, read_bounded
from cityties.model.errors import DataError, RequestError
from cityties.model.markup import refuse_hostile_xml
from cityties.model.nesting import refuse_deep_turtle
from cityties.model.vocabulary import PREFIXES
from cityties.store.contexts import refuse_costly_jsonld
from cityties.store.nameless import refuse_alike
from cityties.store.term import IRI, Literal, Quad, RdfFormat, Rows, Triple

__all__ = ["canonical", "first_line", "known_prefixes", "parse", "parse_text", "read_answer", "serialize"]


_MARK: Final = b"\xef\xbb\xbf"
_MOST: Final = 1_000_000  # statements
_LEAST_LENGTH: Final = 40  # bytes of a statement, in a file with more of them
_GUARDS: Final[Mapping[RdfFormat, Callable[[bytes, str], None]]] = {
    RdfFormat.JSON_LD: refuse_costly_jsonld,
    RdfFormat.RDF_XML: refuse_hostile_xml,
}


def parse(path: Path, format: RdfFormat | None = None) -> list[Quad]:
    """Read an RDF file whole.

    Raises DataError that names file, line and column where it is not what its suffix says, and where it is too
    large or nested too deeply to be read.
    """
    chosen = format or RdfFormat.from_extension(path.suffix.lstrip(".").lower())
    if chosen is None:
        raise DataError(f"{path}: no RDF format goes by that suffix: use .ttl, .trig, .nt, .nq, .jsonld or .rdf")
    return _parse(read_bounded(path).removeprefix(_MARK), chosen, str(path), path.resolve().as_uri())


def parse_text(text: str, format: RdfFormat, name: str = "") -> list[Quad]:
    """Read RDF from a text. Raises DataError where it is not of the format, or nested too deeply."""
    return _parse(text.encode("utf-8"), format, name, None)


def _parse(data: bytes, format: RdfFormat, name: str, base: str | None) -> list[Quad]:
    _GUARDS.get(format, refuse_deep_turtle)(data, name or "the text")
    most = max(_MOST, len(data) // _LEAST_LENGTH)
    try:
        found = pyoxigraph.parse(data, format=format, base_iri=base, rename_blank_nodes=base is not None)
        return list_bounded(found, most, name or "the text", "statements")
    except SyntaxError as error:
        place = f"{name}:{error.lineno}:{error.offset}" if error.lineno and name else name
        raise DataError(f"{place}: not {format.name}: {first_line(error)}".removeprefix(": ")) from error
    except MemoryError as error:  # its own bound of one text
        raise DataError(f"{name or 'the text'}: a text or an address of more than 16 MB: shorten it") from error
    except ValueError as error:
        raise DataError(f"{name}: not {format.name}: {first_line(error)}".removeprefix(": ")) from error


def read_answer(data: bytes, where: str) -> Rows | bool:
    """Read the JSON that a server answers a SELECT or an ASK with. Raises RequestError on anything else."""
    try:
        answer = pyoxigraph.parse_query_results(data, pyoxigraph.QueryResultsFormat.JSON)
        if isinstance(answer, pyoxigraph.QueryBoolean):
            return bool(answer)
        return Rows(tuple(variable.value for variable in answer.variables), [tuple(solution) for solution in answer])
    except (SyntaxError, ValueError) as error:
        raise RequestError(f"{where}: answers with what is no SPARQL result: {first_line(error)}") from error


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """Name blank nodes by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/) and sort: same data, same list.

    Raises DataError where that would take for ever.
    """
    dataset = pyoxigraph.Dataset(quads)
    refuse_alike(dataset)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=_order)


def serialize(statements: Iterable[Triple] | Iterable[Quad], format: RdfFormat) -> bytes:
    """Write triples or quads in the order given, with the prefixes that occur in them."""
    listed: list[Triple | Quad] = list(statements)
    prefixes = None if format in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS) else _used_prefixes(listed)
    written = pyoxigraph.serialize(cast(list[Quad], listed), format=format, prefixes=prefixes)
    if written is None:
        raise RequestError(f"nothing was written as {format.name}")
    return written


def known_prefixes(form: RdfFormat) -> dict[str, str] | None:
    """Give the well-known prefixes, where a syntax has any."""
    return None if form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS) else PREFIXES


def _used_prefixes(statements: Sequence[Triple | Quad]) -> dict[str, str]:
    seen: set[str] = set()
    for statement in statements:
        terms: list[object] = [statement.subject, statement.predicate, statement.object]
        if isinstance(statement, Quad):
            terms.append(statement.graph_name)
        for term in terms:
            if isinstance(term, Literal):
                term = term.datatype
            if isinstance(term, IRI):
                cut = max(term.value.rfind("/"), term.value.rfind("#")) + 1
                seen.add(term.value[:cut])
    return {name: iri for name, iri in PREFIXES.items() if iri in seen}


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return (str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object))


def first_line(error: BaseException) -> str:
    """Say in one line what an engine has against a text."""
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return text.splitlines()[0] if text else type(error).__name__
