"""Show a page whose address is a secret: by a file that only its owner reads, so that no list of programs tells it."""

from __future__ import annotations

import html
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from cityties.model.scratch import Scratch

__all__ = ["shown"]

_PAGE: Final = """<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={address}">
<title>cityties</title>
<a href="{address}">cityties</a>
"""


@contextmanager
def shown(address: str) -> Iterator[None]:
    """Open an address in the browser; the file by which that is done goes with the block."""
    import webbrowser

    with Scratch("review") as room:  # a folder of the owner's alone
        path = room / "review.html"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(_PAGE.format(address=html.escape(address)))
        webbrowser.open(path.as_uri())
        yield
