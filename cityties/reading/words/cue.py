"""Cues: the words of an article that tell of ties, encounters, agreements and commitments, with their places.

The words are in graph/reading/*.toml, one table a cue; each file says atop how it is edited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cityties.model.errors import ModelError
from cityties.model.language import grammar, languages
from cityties.model.word_list import read_word_list
from cityties.reading.text.surface import Surface
from cityties.reading.words.lexicon import fold

__all__ = ["FILES", "Cue", "find_cues"]

FILES: Final = ("agreements", "commitments", "encounters", "modality", "negation", "steps")

# Up to six words of one sentence between two others.
_BETWEEN: Final = r"(?:\s+[^\s!?;:]*[^\s.!?;:]){0,6}?\s+"
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# Tables that say the same kind of thing compete for the same words: the longest wording has them.
_FAMILIES: Final = ("deed", "kind", "step", "instrument", "class", "remark", "part")


@dataclass(frozen=True)
class Cue:
    """One stretch of the text that matches a table of cues: the file and the table, and what the table says."""

    file: str
    name: str
    start: int
    end: int
    about: Mapping[str, Any]

    def says(self, key: str) -> str:
        """Give what the table says under a key, empty where it says nothing."""
        return str(self.about.get(key, ""))


def find_cues(surface: Surface, lang: str) -> list[Cue]:
    """Find the cues of a text in the order of their places; of two in one file that overlap, the longer stays."""
    found: list[Cue] = []
    for file in FILES:
        here: dict[str, list[Cue]] = {}
        for name, about, pattern in _patterns(file, lang):
            family = next((key for key in _FAMILIES if key in about), name)
            here.setdefault(family, []).extend(
                Cue(file, name, *surface.span(match.start(), match.end()), about)
                for match in pattern.finditer(surface.folded)
                if match.group().strip()
            )
        for rivals in here.values():
            found += _longest(rivals)
    return sorted(found, key=lambda cue: (cue.start, -cue.end, cue.file, cue.name))


def _longest(cues: list[Cue]) -> list[Cue]:
    taken: list[Cue] = []
    end = -1
    # Cues of one family that touch each other form a chain; its longest ones stay.
    for cue in sorted(cues, key=lambda cue: (cue.start, -cue.end)):
        if cue.start >= end:
            taken.append(cue)
        elif cue.end - cue.start > taken[-1].end - taken[-1].start:
            taken[-1] = cue
        end = taken[-1].end
    return taken


@cache
def _patterns(file: str, lang: str) -> tuple[tuple[str, Mapping[str, Any], re.Pattern[str]], ...]:
    found = []
    for name, table in read_word_list(file).items():
        wordings = [*table.get("all", ()), *table.get(lang, ())]
        if not wordings:
            continue
        about = {key: value for key, value in table.items() if key not in ("all", *languages())}
        try:
            words = "|".join(_expression(one) for one in wordings)
            pattern = re.compile(rf"(?<!\w)(?:{words}){grammar(lang, 'tail')}(?!\w)")
        except re.error as error:
            raise ModelError(f"{file}.toml: [{name}] {lang}: {error}: mend its words") from error
        found.append((name, about, pattern))
    return tuple(found)


def _expression(wording: str) -> str:
    """Turn a wording as people write it into a regular expression."""
    plain = _LETTERS.sub(lambda match: fold(match.group()), wording.lower().replace("ı", "i"))
    plain = plain.replace("~?", "~").replace("…?", "…").strip("… ")
    plain = re.sub(r"\s*…\s*", "\x00", plain)
    plain = plain.replace(" ?", r"[\s-]*").replace("~", r"[\w']*")
    plain = re.sub(r" +", r"[\\s-]+", plain)
    return plain.replace("\x00", _BETWEEN)
