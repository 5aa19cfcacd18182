"""What the tests of the form by hand share: entries under way, in a page or at a desk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cityties.entry.desk import EntryDesk
from cityties.entry.shelf import Shelf
from cityties.entry.window import EntryWindow
from cityties.kinds import entry_kind
from cityties.review.desk import Setting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ON = "2026-11-29"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1400, "height": 900}},
    "dark": {"viewport": {"width": 1400, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}


def entry(location: str | None, word: str = "meeting", *, lang: str = "en", again: str = "", **given: Any) -> EntryDesk:
    """Begin an entry, or open one again."""
    shelf = Shelf(location)
    kind = None if again else entry_kind(word)
    path = shelf.path(again) if again else shelf.begin(f"{word}-{ON}", shelf.article(ON, lang), numbered=True)
    setting = Setting(path, location, given.get("output"), given.get("by", "Ada"), given.get("on", ON), lang)
    return EntryDesk(setting, kind, given.get("city", ""))


@contextmanager
def serving(desk: EntryDesk) -> Iterator[EntryWindow]:
    """Serve a desk while the block runs."""
    window = EntryWindow(desk)
    thread = threading.Thread(target=window.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield window
    finally:
        window.shutdown()
        thread.join(10)
        window.server_close()
        desk.close()


@contextmanager
def opened(browser: Browser, window: EntryWindow, look: str = "light") -> Iterator[Page]:
    """Open the page; at the end nothing may have gone wrong and nobody else been asked."""
    wrong: list[str] = []
    context = browser.new_context(**LOOKS[look])
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    near = (window.address, "data:")
    page.on("request", lambda asked: None if asked.url.startswith(near) else wrong.append(asked.url))
    try:
        page.goto(window.address)
        page.wait_for_selector("body[data-ready]")
        yield page
        assert wrong == []
    finally:
        context.close()


def opened_folder(path: Path) -> list[str]:
    """Name what lies in a folder."""
    return sorted(one.name for one in path.iterdir())
