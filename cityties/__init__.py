"""cityties: a knowledge graph of inter-city diplomacy.

import cityties

g = cityties.load()
for row in g.ask("ties-of-city", city="Jakarta"):
    print(row["partnerLabel"], row["statusLabel"])
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cityties.graph import Graph, connect, load
    from cityties.model.errors import CitytiesError, DataError, ModelError, RequestError

__version__ = "0.1.0"
__all__ = ["CitytiesError", "DataError", "Graph", "ModelError", "RequestError", "__version__", "connect", "load"]

_HOMES = {"Graph": "cityties.graph", "connect": "cityties.graph", "load": "cityties.graph"}


def __getattr__(name: str) -> object:
    """Bring a public name in when it is first asked for, so that small commands start fast."""
    if name not in __all__:
        raise AttributeError(f"module 'cityties' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "cityties.model.errors")), name)
