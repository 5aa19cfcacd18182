"""Pictures in the explorer: one frame for all, with the way back, downloads, and links that stay here."""

from __future__ import annotations

import json
import re

import pytest

from cityties.pages import respond
from cityties.pictures.page.counting import counting
from cityties.pictures.renderer import renderer
from cityties.pictures.view import View, views
from cityties.store import Store

FOCUS = {"city": "Jakarta", "other": "Ankara"}


def shown(store: Store, view: View, lang: str = "en") -> str:
    fields = {name: FOCUS[name] for name in view.parameters}
    status, media, body = respond(store, f"/pictures/{view.name}", fields, lang)
    assert (status, media) == (200, "text/html")
    return body.decode()


@pytest.mark.parametrize("view", views(), ids=[view.name for view in views()])
def test_each_picture_leads_back_and_can_be_saved(shipped: Store, view: View) -> None:
    html = shown(shipped, view)
    assert '<a class="brand" href="/">' in html and 'href="/pictures' in html
    saved = re.findall(r'href="/pictures/([^"?]+)[^"]*" download>(\w+)</a>', html)
    forms = {form for _, form in saved}
    assert {"SVG", "PNG", "PDF"} <= forms
    assert ("GEXF" in forms) == (renderer(view.page).network is not None)
    assert all(name == f"{view.name}.{form.lower()}" for name, form in saved)
    for word, meaning in counting(view.counts, "en"):
        assert word in html.replace("&#39;", "'") and meaning[:20] in html.replace("&#39;", "'")


@pytest.mark.parametrize("name", ["explore", "city-map", "map", "world", "network", "city"])
def test_links_of_a_picture_stay_in_the_explorer(shipped: Store, name: str) -> None:
    html = shown(shipped, next(view for view in views() if view.name == name))
    told = re.search(r'id="data">(.*?)</script>', html, re.DOTALL)
    assert told is not None
    held = json.loads(told[1])
    if "pages" in held:  # an atlas or a map: its script puts these before the names of things
        assert held["pages"]["wd"] == "/doc/wd/" and held["pages"]["city"] == "/doc/city/"
    else:
        things = held["nodes"] if "nodes" in held else [one for one in held["details"].values() if one["href"]]
        assert things and all(one["href"].startswith("/") for one in things)


def test_a_page_of_its_own_keeps_the_addresses_of_things(shipped: Store) -> None:
    from cityties.pictures.drawing import draw

    html = draw(shipped, "map")
    assert '"pages":{}' in html and 'class="brand"' not in html
