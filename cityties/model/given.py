"""What is given on the command line in more than one way: a query as text, in a file, or on standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from cityties.model.errors import RequestError

__all__ = ["query_text"]


def query_text(given: str) -> str:
    """Give a query: the text itself, that of a file, or that of standard input ("-").

    Raises RequestError on what is neither.
    """
    if given == "-":
        return sys.stdin.read()
    if any(character in given for character in "{\n"):
        return given
    try:
        return Path(given).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise RequestError(f"{given}: neither a query nor a file that can be read: {reason}") from error
