"""Writes a profile: as one HTML page that needs no network, as Markdown, or on paper as PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final

from cityties import __version__
from cityties.display.template import fill, read_markup
from cityties.dossier.plan import word
from cityties.dossier.profile import Profile, Section
from cityties.model import resources
from cityties.model.errors import RequestError

__all__ = ["FORMS", "write"]

_ON_THE_FIRST_PAGE: Final = {"facts": 1, "table": 5, "told": 14, "timeline": 6, "list": 24}  # lines of a section


def write(profile: Profile, form: str, day: str = "", figure: str = "") -> str | bytes:
    """Write a profile as "html", "md" or "pdf".

    ``day`` is printed on paper as the day it was made; ``figure``, an SVG of ours, stands in the page.

    Raises RequestError on another form, and where what makes PDF is not installed.
    """
    if form not in FORMS:
        raise RequestError(f"{form}: a profile is {', '.join(FORMS)}: name the file so")
    return FORMS[form](profile, figure if form == "html" else day)


def _html(profile: Profile, figure: str) -> str:
    from markupsafe import Markup

    return _filled("profile.html", profile, css=read_markup("profiles/profile.css"), figure=Markup(figure))


def _markdown(profile: Profile, day: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", _filled("profile.md", profile))


def _filled(template: str, profile: Profile, **told: object) -> str:
    text = fill(
        f"profiles/{template}",
        profile=profile,
        words=_words(profile.lang),
        kicker=_kicker(profile),
        made=_made(profile),
        **told,
    )
    return text.rstrip("\n") + "\n"


def _pdf(profile: Profile, day: str) -> bytes:
    try:
        import typst
    except ImportError as error:
        raise RequestError("a profile on paper needs typst: pip install 'cityties[paper]'") from error
    told = {
        "title": profile.title,
        "lang": profile.lang,
        "kicker": _kicker(profile),
        "sentence": profile.sentence,
        "made": _made(profile),
        "day": day,
        "words": _words(profile.lang),
        "sections": [_section(section) for section in profile.sections if section.rows or section.empty],
        "notes": [vars(note) for note in profile.notes],
    }
    source = str(resources.folder("viz") / "profiles" / "profile.typ")
    written = typst.compile(source, sys_inputs={"profile": json.dumps(told, ensure_ascii=False)})
    return bytes(written)


def _section(section: Section) -> dict[str, Any]:
    rows = [
        {
            "cells": [{"column": cell.column, "text": cell.text} for cell in row.cells],
            "notes": row.notes,
            "evidence": [vars(one) for one in row.evidence],
        }
        for row in section.rows
    ]
    return {
        "heading": section.heading,
        "lead": section.lead,
        "empty": section.empty,
        "note": section.lead if section.plan.note and section.rows else "",
        "form": section.form,
        "folded": section.folded,
        "columns": section.columns,
        "short": [place for place, name in enumerate(_shown(section)) if name in section.plan.short],
        "most": _ON_THE_FIRST_PAGE[section.form],
        "rows": rows,
    }


def _shown(section: Section) -> list[str]:
    """Name the columns that a section shows, as its rows have them."""
    return [cell.name for cell in section.rows[0].cells] if section.rows else []


def _words(lang: str) -> dict[str, str]:
    return {name: word(name, lang) for name in ("annex", "contents", "more", "page", "sources")}


def _kicker(profile: Profile) -> str:
    return word("briefing" if profile.kind == "pair" else "profile", profile.lang)


def _made(profile: Profile) -> str:
    return word("made", profile.lang).format(version=__version__)


FORMS: Final[dict[str, Callable[[Profile, str], str | bytes]]] = {"html": _html, "md": _markdown, "pdf": _pdf}
