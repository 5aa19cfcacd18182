"""Parameters of queries: terms enter as VALUES, written by the RDF library, so that no text becomes part of a query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from cityties.model.errors import RequestError
from cityties.store.term import Term

__all__ = ["with_things", "with_values"]

# The outermost pattern: the first WHERE that no comment hides, and its brace.
# A query may say by a comment, `# parameters`, that they belong elsewhere, as into a sub-select.
_PARAMETERS: Final = re.compile(r"^[ \t]*# parameters[ \t]*$", re.MULTILINE)
_PATTERN: Final = re.compile(r"^[^#\n]*?\bWHERE\s*\{", re.MULTILINE)


def with_values(text: str, terms: Mapping[str, Term | None]) -> str:
    """Bind variables by a VALUES row at the head of a query's outermost pattern; what is None stays free."""
    bound = {name: term for name, term in terms.items() if term is not None}
    if not bound:
        return text
    names = " ".join(f"?{name}" for name in bound)
    row = " ".join(str(term) for term in bound.values())
    return _with_head(text, f"VALUES ({names}) {{ ({row}) }}")


def with_things(text: str, name: str, things: Sequence[Term]) -> str:
    """Let a variable of a query be one of some terms."""
    return _with_head(text, f"VALUES ?{name} {{ {' '.join(map(str, things))} }}")


def _with_head(text: str, values: str) -> str:
    if _PARAMETERS.search(text):
        return _PARAMETERS.sub(lambda mark: values, text)
    found = _PATTERN.search(text)
    if found is None:
        raise RequestError("the query has no pattern that parameters could be bound in: write WHERE { … }")
    return f"{text[: found.end()]}\n  {values}{text[found.end() :]}"
