"""What the program keeps of the folders it has read: let go of, so that a test can put others in their place."""

from __future__ import annotations

import sys
from functools import lru_cache

from cityties.facts import intake

_CACHED = type(lru_cache(intake.shipped))


def forget() -> None:
    """Let go of what was read of the folders before, whoever read it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("cityties"):
            for held in vars(module).values():
                if isinstance(held, _CACHED):
                    held.cache_clear()
