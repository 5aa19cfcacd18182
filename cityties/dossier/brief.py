"""The briefing on a pair of cities: their profile, the answer first, as staff read it before a trip."""

from __future__ import annotations

from cityties.dossier.profile import Profile, profile_together
from cityties.dossier.write import write
from cityties.model.errors import RequestError
from cityties.store import IRI, Store

__all__ = ["brief", "pair_figure", "pair_profile"]


def brief(store: Store, city: IRI, other: IRI, *, form: str = "html", lang: str = "en", as_of: str = "") -> str:
    """Write the dossier on two cities, as one HTML page that needs no network, or as Markdown.

    Raises RequestError where the two are the same, or the form is neither html nor md.
    """
    if form not in ("html", "md"):
        raise RequestError(f"{form}: a briefing as text is html or md")
    written = write(pair_profile(store, city, other, lang, as_of), form, figure=pair_figure(store, city, other, lang))
    return written if isinstance(written, str) else written.decode()


def pair_profile(store: Store, city: IRI, other: IRI, lang: str = "en", as_of: str = "") -> Profile:
    """Tell what is known of two cities together."""
    return profile_together(store, "pair", {"city": city, "other": other}, lang, as_of)


def pair_figure(store: Store, city: IRI, other: IRI, lang: str = "en") -> str:
    """Draw what joins two cities, as SVG; empty where nothing does."""
    from cityties.pictures.network.inset import small_picture

    return small_picture(store, {"city": city, "other": other}, lang)
