"""Profiles on paper: the same that a page shows, as PDF or as Markdown."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final
from urllib.parse import urlencode

from cityties.dossier.profile import Profile, profile_of, profile_together
from cityties.dossier.write import write
from cityties.model.errors import RequestError
from cityties.names.resolution import resolve
from cityties.pages.frame import Frame, first
from cityties.store import IRI, Store

__all__ = ["MEDIA", "both_of", "paper", "papers", "together"]

MEDIA: Final = {"pdf": "application/pdf", "md": "text/markdown"}


def papers(things: Mapping[str, str], lang: str) -> dict[str, str]:
    """Say where a profile stands on paper, by the name of the form; PDF only where what makes it is installed."""
    asked = urlencode({**things, "lang": lang})
    forms = [form for form in MEDIA if form != "pdf" or find_spec("typst")]
    return {form.upper(): f"/paper.{form}?{asked}" for form in forms}


def paper(frame: Frame, form: str) -> bytes:
    """Write the profile of a thing, or of two cities or countries. Raises RequestError where none is named."""
    thing = first(frame.fields, "thing")
    if thing:
        profile = profile_of(frame.store, resolve(frame.store, thing, "thing"), frame.lang)
    else:
        kind, one, other = both_of(frame.store, first(frame.fields, "city"), first(frame.fields, "other"))
        profile = together(frame.store, kind, one, other, frame.lang)
    written = write(profile, form, datetime.date.today().isoformat())
    return written.encode() if isinstance(written, str) else written


def both_of(store: Store, one: str, other: str) -> tuple[str, IRI, IRI]:
    """Find what two names mean: two cities ("pair"), else two countries ("countries").

    Raises RequestError as the cities' names do, where the names are not those of two countries either.
    """
    try:
        return "pair", resolve(store, one, "city"), resolve(store, other, "city")
    except RequestError:
        try:
            return "countries", resolve(store, one, "country"), resolve(store, other, "country")
        except RequestError:
            pass
        raise


def together(store: Store, kind: str, one: IRI, other: IRI, lang: str) -> Profile:
    """Tell of two cities, or of two countries."""
    first_name = "city" if kind == "pair" else "country"
    return profile_together(store, kind, {first_name: one, "other": other}, lang)
