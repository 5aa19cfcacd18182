"""What is given on the command line in more than one way: a query as text, in a file, or on standard input."""

from __future__ import annotations

import argparse
import os
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import IO, Final, cast

from cityties.model.bounds import read_bounded, read_stream, text_of
from cityties.model.errors import CitytiesError, RequestError

__all__ = ["CURATED", "given_store", "query_base", "query_text", "standard_input"]

CURATED: Final = "curated"  # the store of what cityties itself says of documents, without the world
_QUERY: Final = re.compile(r"(?:\s|#[^\n]*\n)*(?:BASE|PREFIX|SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?!\.)", re.IGNORECASE)

_MOST: Final = 8 << 20


def given_store(options: argparse.Namespace) -> str | None:
    """Say which store is named to be written: by --store, else by $CITYTIES_STORE; what is shipped is none."""
    named = getattr(options, "store", None) or os.environ.get("CITYTIES_STORE")
    return None if named == CURATED else named


def query_text(given: str) -> str:
    """Give a query: the text itself, that of a file, or that of standard input ("-").

    Raises RequestError on what is neither.
    """
    if given == "-":
        return _standard_text()
    if _is_text(given):
        return given
    try:
        return text_of(read_bounded(Path(given), _MOST), given)
    except CitytiesError as error:
        reason = str(error).removeprefix(f"{given}: ")
        raise RequestError(f"{given}: neither a query nor a file that can be read: {reason}") from error


def standard_input() -> IO[bytes]:
    """Give standard input as bytes; where it is closed, nothing; where text stands in its place, that text."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        return BytesIO(sys.stdin.read(_MOST).encode() if sys.stdin else b"")
    return cast("IO[bytes]", stream)


def _standard_text() -> str:
    return text_of(read_stream(standard_input(), "standard input", _MOST), "standard input")


def query_base(given: str) -> str:
    """Say what relative addresses in a query are relative to: the file that holds it, else the folder one is in."""
    here = Path.cwd()
    return f"{here.as_uri()}/" if given == "-" or _is_text(given) else Path(given).resolve().as_uri()


def _is_text(given: str) -> bool:
    """Tell a query from the name of a file: by braces or lines, or by its first word where there is no such file."""
    if any(character in given for character in "{\n"):
        return True
    return _QUERY.match(given) is not None and " " in given.strip() and not os.path.isfile(given)
