"""Regular expressions that a stranger wrote: matched within a time limit, for some take for ever on a short text."""

from __future__ import annotations

import re
import time
from math import prod
from typing import Final

from cityties.model.errors import ModelError

__all__ = ["Pattern"]

_SECONDS: Final = 2.0  # for all the texts that a pattern is held against, beyond what each may take
_AT_ONCE: Final = 0.5  # for one text
_FREE: Final = 0.001  # what takes less is not counted
_TRIES: Final = 5  # the library's limit is by the clock: on a busy machine it may come before the work was done
_LONGEST: Final = 1_000  # characters of the pattern itself
# A group that holds one thing repeated, and is repeated itself: the same as without the outer one, but takes for ever.
_TWICE: Final = re.compile(
    r"\((?:\?:|\?P?<\w+>)?(?:\\.|\[(?:\\.|[^\]\\])+\]|[^\\()\[\]|*+?{}])(?:[*+]|\{\d*,\})\)(?:[*+]|\{\d*,\})"
)

_COUNT: Final = re.compile(r"\{(\d*)(?:,(\d*))?\}")
_MOST_COUNTED: Final = 10_000  # counts multiplied: the library writes out what is counted


class Pattern:
    """A regular expression, sought anywhere in a text. Raises ModelError where it is none, or takes too long."""

    def __init__(self, text: str, name: str) -> None:
        import regex

        self._name, self._text, self._left = name, text, _SECONDS
        if len(text) > _LONGEST:
            raise ModelError(f"{name}: a pattern of more than {_LONGEST:,} characters: write a shorter one")
        if twice := _TWICE.search(text):
            raise ModelError(f"{name}: the pattern {text[:80]}: {twice[0]} repeats what is repeated: repeat it once")
        counts = (max(int(low or 1), int(high or 1), 1) for low, high in _COUNT.findall(text))
        if prod(counts) > _MOST_COUNTED:
            raise ModelError(f"{name}: the pattern {text[:80]}: counts more than {_MOST_COUNTED:,} repetitions")
        try:
            self._pattern = regex.compile(text)
        except (regex.error, OverflowError, RecursionError, MemoryError) as error:
            raise ModelError(f"{name}: no regular expression: {error}") from error

    def __repr__(self) -> str:
        return f"Pattern({self._text!r})"

    def finds(self, text: str) -> bool:
        """Say whether it occurs in a text."""
        for attempt in range(_TRIES):
            begun, most = time.thread_time(), min(_AT_ONCE, self._left)
            try:
                found = self._pattern.search(text, timeout=most * (attempt + 1)) is not None
            except TimeoutError as error:
                if time.thread_time() - begun < most / 2 and attempt + 1 < _TRIES:
                    continue  # it waited for others more than it worked
                raise ModelError(
                    f"{self._name}: the pattern {self._text[:80]} takes too long on {text[:40]!r}: write one without "
                    "repetition inside repetition"
                ) from error
            break
        taken = time.thread_time() - begun
        if taken > _FREE:
            self._left = max(self._left - taken, _FREE)
        return found
