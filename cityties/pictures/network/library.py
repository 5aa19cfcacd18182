"""pyvis without the notebook that it imports for one function which nobody here calls."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

__all__ = ["pyvis"]


def pyvis() -> Any:
    """Import pyvis; where IPython is not running, an empty stand-in spares it the half second that IPython takes."""
    if "pyvis" in sys.modules or "IPython" in sys.modules:
        import pyvis
    else:
        display = ModuleType("IPython.display")
        display.IFrame = None  # type: ignore[attr-defined]
        stand_in = {"IPython": ModuleType("IPython"), "IPython.display": display}
        sys.modules.update(stand_in)
        try:
            import pyvis
        finally:
            for name in stand_in:
                sys.modules.pop(name, None)
    return pyvis
