"""How things show themselves in a notebook: tables, an overview of a graph, a page in a frame of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cityties.store import Store

__all__ = ["frame", "overview", "table"]

_MOST: Final = 100  # rows of a table that are shown
_HIGH: Final = 640  # pixels
_MAIN: Final = ("City", "Country", "Tie", "Agreement", "Encounter", "Person", "Embassy", "Sector", "Source")


def table(heads: Sequence[str], rows: Sequence[Sequence[object]], notes: Iterable[str] = ()) -> str:
    """Write a table as HTML, all of it as text; of a long one the beginning, and how much more there is.

    >>> table(["city"], [["<b>Bandung</b>"]])
    '<table><thead><tr><th>city</th></tr></thead><tbody><tr><td>&lt;b&gt;Bandung&lt;/b&gt;</td></tr></tbody></table>'
    """
    head = "".join(f"<th>{escape(str(one))}</th>" for one in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in islice(rows, _MOST)
    )
    told = list(notes)
    if len(rows) > _MOST:
        told.insert(0, f"{_MOST} of {len(rows)} rows are shown.")
    below = "".join(f"<p><small>{escape(note)}</small></p>" for note in told)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def frame(page: str, title: str) -> str:
    """Put a page into a frame, where its scripts reach nothing of the notebook."""
    return (
        f'<iframe title="{escape(title)}" srcdoc="{escape(page)}" sandbox="allow-scripts allow-popups" '
        f'style="width:100%;height:{_HIGH}px;border:1px solid #8885;border-radius:4px"></iframe>'
    )


def overview(store: Store, lang: str = "en") -> str:
    """Tell what a graph holds: how many of each main class, from how many sources."""
    from cityties.display.label import Labels
    from cityties.model.vocabulary import CT
    from cityties.store import Literal

    labels = Labels(store, lang)
    rows = []
    for name in _MAIN:
        ((count,),) = store.select(f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ ?thing a ct:{name} }}").rows
        if isinstance(count, Literal) and count.value != "0":
            rows.append((labels.label(CT + name), f"{int(count.value):,}"))
    note = 'Ask it: g.ask("ties-of-city", city="Jakarta"). Draw it: g.draw("city", city="Jakarta").'
    return table(("cityties", f"{len(store):,}"), rows, [note])
