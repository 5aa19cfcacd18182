"""Places in one row: "Fremantle in Australia since 1996, Vung Tau, and Beit Lahia"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cityties.reading.places.toponym import Naming
from cityties.reading.words.page import Page

__all__ = ["in_row"]

# What may stand in a row besides its places and what binds them: years, and where a place lies.
_ASIDE: Final = re.compile(
    r"(?:,|\b(?:in|di|of)\b)[ ,]*(?:[a-z]+ ){0,2}[a-z]*\s*\(?\d{4}(?!')\)?|\(\d{4}\)|\b(?:sejak|since|in) \d{4}"
    r"|\b\d{4}'[dt][ae](?: [dt][ae])?|'[dt][ae]n\b|'n?[iu]n\b"
)
_ROW: Final = re.compile(
    r"[\s,;]*(?:in|di)?[\s,;]*(?:and|or|dan|atau|ve|veya|ile|serta|&|maupun)?[\s,]*"
    r"(?:the |with |dengan |kota |kabupaten |city of |city )?\s*"
    r"|'?[ytdns]?[aeiu]?n? (?:ve|ile) |,? ?\d{4}'?[dt][ae] "
)


def in_row(page: Page, one: Naming, other: Naming, locating: Sequence[Naming]) -> bool:
    """Say whether two places stand side by side in a row; ``locating`` are places that only tell where others lie."""
    start, end = one.outer[1], other.outer[0]
    between = list(page.folded[start:end])
    for wording in page.wordings_from(start, end):
        if wording.kind == "country":
            between[wording.start - start : wording.end - start] = " " * (wording.end - wording.start)
    for place in locating:
        if start <= place.start and place.end <= end:
            between[place.start - start : place.end - start] = " " * (place.end - place.start)
    text = re.sub(r"\(\s*\)", "", "".join(between))
    if "-" in text and not text.strip(" -"):
        return True
    return _ROW.fullmatch(_ASIDE.sub(" ", text)) is not None
