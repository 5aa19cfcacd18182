"""What every store can be asked by way of its one query: a SELECT, a CONSTRUCT, an ASK."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from cityties.model.errors import RequestError
from cityties.store.binding import with_things
from cityties.store.term import Rows, Term, Triple

__all__ = ["Asking"]


class Asking(ABC):
    """Ways to ask that rest on ``query`` alone."""

    @abstractmethod
    def query(self, text: str, /, base: str | None = None, **terms: Term | None) -> Rows | bool | list[Triple]:
        """Run any SPARQL query."""

    def select(self, text: str, /, **terms: Term | None) -> Rows:
        """Run a SELECT. Raises RequestError on any other kind of query."""
        answer = self.query(text, None, **terms)
        if not isinstance(answer, Rows):
            raise RequestError("a SELECT query is wanted here")
        return answer

    def select_among(self, text: str, name: str, things: Sequence[Term]) -> Rows:
        """Run a SELECT in which a variable is one of some terms. Raises RequestError on any other query."""
        return self.select(with_things(text, name, things))

    def construct(self, text: str) -> list[Triple]:
        """Run a CONSTRUCT or DESCRIBE. Raises RequestError on any other kind of query."""
        answer = self.query(text)
        if not isinstance(answer, list):
            raise RequestError("a CONSTRUCT or DESCRIBE query is wanted here")
        return answer

    def ask(self, text: str, /, **terms: Term | None) -> bool:
        """Run an ASK. Raises RequestError on any other kind of query."""
        answer = self.query(text, None, **terms)
        if not isinstance(answer, bool):
            raise RequestError("an ASK query is wanted here")
        return answer
