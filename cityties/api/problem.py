"""What went wrong, as RFC 9457 has it (https://www.rfc-editor.org/rfc/rfc9457): for programs and people alike."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

__all__ = ["MEDIA", "problem"]

MEDIA: Final = "application/problem+json"


def problem(status: int, why: str) -> dict[str, Any]:
    """Describe a problem: its HTTP status, what that means, and why in one line.

    >>> problem(404, "no such question")["title"]
    'Not Found'
    """
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": " ".join(why.split()),
    }
