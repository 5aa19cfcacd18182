"""Writes the rules by which w3id.org leads the IRIs of cityties to a server of ours, as a file of Apache's mod_rewrite.

``python -m cityties.paper.redirects https://ties.example.org FILE`` writes them for the server at an address. w3id.org
takes such a file, as the folder ``cityties`` of its repository (https://github.com/perma-id/w3id.org).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cityties.model.errors import CitytiesError, RequestError
from cityties.model.media import RDF
from cityties.model.output import write_whole

__all__ = ["rules"]

_SUFFIXES: Final = ("ttl", "jsonld", "rdf", "nt")
_ROOMS: Final = "(?:ontology|sector|code|alignments)"
# What is asked for below https://w3id.org/cityties/, and where it lies on a server; the first that fits counts.
_WITHOUT_FORMS: Final = (
    ("the project itself", r"^$", "/"),
    ("the context of JSON-LD", r"^ontology/context\.jsonld$", "/ontology/context.jsonld"),
    ("a form asked for by its suffix", rf"^({_ROOMS}(?:/.+)?\.(?:{'|'.join(_SUFFIXES)}))$", "/$1"),
)
_WITH_FORMS: Final = (
    ("the ontology, its versions, sectors, codes and alignments", rf"^({_ROOMS}(?:/.+?)?)/?$", "/$1"),
    ("things: cities, ties, people, sources", r"^id/(.+)$", "/doc/$1"),
)


def rules(server: str) -> str:
    """Write the rules for a server at an address. Raises RequestError where it is none of the web."""
    parts = urlsplit(server)
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s$%\\]|\.\.", server) or parts.query:
        raise RequestError(f"{server}: no address of a server: write https://HOST, or https://HOST/PATH")
    base = server.rstrip("/")
    lines = [
        "# https://w3id.org/cityties/: ontology and data of cityties, a knowledge graph of inter-city diplomacy.",
        "# Made by python -m cityties.paper.redirects; the maintainers stand in CITATION.cff of the project.",
        "# Who asks for one form of RDF alone is led to it; who takes several, or a page, to the document, where the",
        "# server chooses by Accept and its weights.",
        "Options +FollowSymLinks",
        "RewriteEngine on",
    ]
    for what, pattern, place in _WITHOUT_FORMS:
        lines += ["", f"# {what}", f"RewriteRule {pattern} {base}{place} [R=303,L]"]
    media = {form.suffix: form.types[0] for form in RDF}
    for what, pattern, place in _WITH_FORMS:
        lines += ["", f"# {what}"]
        for suffix in _SUFFIXES:
            alone = re.escape(media[suffix]).replace(r"\-", "-")
            lines += [rf"RewriteCond %{{HTTP_ACCEPT}} ^\s*{alone}\s*(?:;[^,]*)?$"]
            lines += [f"RewriteRule {pattern} {base}{place}.{suffix} [R=303,L]"]
        lines += [f"RewriteRule {pattern} {base}{place} [R=303,L]"]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the rules to the file named on the command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 2:
        print("usage: python -m cityties.paper.redirects https://HOST FILE", file=sys.stderr)
        return 2
    try:
        print(write_whole(Path(given[1]), rules(given[0])))
    except CitytiesError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
