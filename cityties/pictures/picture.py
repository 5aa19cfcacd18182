"""A picture in Python: the text of its page, which shows itself in a notebook and saves itself as any file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cityties.display.notebook import frame
from cityties.pictures.drawing import page, render, write

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["Picture"]


class Picture(str):
    """One HTML page, as text, together with what it was drawn of."""

    request: Request

    def __new__(cls, request: Request) -> Picture:
        """Draw what is asked for. Raises RequestError where it cannot be drawn."""
        made = super().__new__(cls, page(request))
        made.request = request
        return made

    @property
    def html(self) -> str:
        """The page as plain text."""
        return str.__str__(self)

    def save(self, target: str | Path) -> Path:
        """Write the picture by the file's suffix: .html .svg .png .pdf .gexf .graphml."""
        return write(self.request, Path(target))

    def _repr_html_(self) -> str:
        return frame(self.html, self.request.title)

    def svg(self) -> str:
        """Give the still picture as SVG."""
        return render(self.request, ".svg").decode()

    def __repr__(self) -> str:
        return f"<Picture {self.request.title!r}: {len(self) // 1000:,} kB of HTML; .save() writes it>"
