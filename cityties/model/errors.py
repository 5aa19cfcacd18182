"""What can go wrong, split by who must mend it.

    CitytiesError
    ├── DataError       the data must be mended: a file, a fact, a source
    ├── ModelError      cityties itself must be mended: ontology, rules, shapes, views
    └── RequestError    the request must be mended: a name, a parameter, a query, a path

Every message names the offender, the rule it breaks and the way out, in one line.
The library raises; the command line prints the one line and exits with status 1.
"""

from __future__ import annotations


class CitytiesError(Exception):
    """Anything that cityties refuses, told in one line."""


class DataError(CitytiesError):
    """The data that was handed in is at fault."""


class ModelError(CitytiesError):
    """The ontology, a rule, a shape, a question or a view that cityties ships is at fault."""


class RequestError(CitytiesError):
    """What was asked for cannot be done as it was asked."""
