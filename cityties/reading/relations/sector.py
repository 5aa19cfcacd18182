"""Fields of cooperation that a text names, by the labels of the graph's sectors and graph/reading/sectors.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from weakref import WeakKeyDictionary

from cityties.model.vocabulary import SECTOR
from cityties.model.word_list import read_word_list
from cityties.reading.people.person import Post
from cityties.reading.text.mention import Mention
from cityties.reading.text.sentence import BOILERPLATE, HEADLINE
from cityties.reading.words.lexicon import Lexicon, wordings
from cityties.reading.words.page import Page
from cityties.store import IRI, Literal, Store

__all__ = ["find_sectors"]

_LABELS = """SELECT DISTINCT ?sector ?name WHERE {
  ?sector a ct:Sector .
  VALUES ?property { skos:prefLabel skos:altLabel } ?sector ?property ?name .
  FILTER(LANG(?name) = ?lang)
}"""
_ITEM = re.compile(r"\W{0,3}(?:[a-z0-9]{1,2}[).] |[-•*–] )")
_BROAD = 5  # letters: shorter labels count only where our list has them
_KNOWN: WeakKeyDictionary[Store, dict[str, Lexicon]] = WeakKeyDictionary()


def find_sectors(page: Page, store: Store, posts: Sequence[Post] = ()) -> Iterator[Mention]:
    """Go through the fields that a text names, but those within the names of posts.

    The role is "listed" where the words of the sentence speak of cooperation.
    """
    lexicon, cues = _lexicon(store, page.lang), _cues(page.lang)
    goes_on = False
    for sentence in page.sentences:
        if sentence.kind == BOILERPLATE:
            continue
        text = page.folded[sentence.start : sentence.end]
        item = goes_on and _ITEM.match(text) is not None
        hits = [hit for hit in lexicon.find(page.folded, sentence.start, sentence.end) if hit.code]
        listed = item or any(True for _ in cues.find(page.folded, sentence.start, sentence.end))
        # "… will concentrate on:" and what is listed below it.
        goes_on = item or (listed and text.rstrip().endswith(":"))
        for hit in hits:
            if page.cased[hit.start].isupper() and _amid_name(page, hit.start, hit.end):
                continue
            if any(post.start <= hit.start < post.end for post in posts):
                continue
            start, end = page.surface.span(hit.start, hit.end)
            yield Mention("sector", hit.code, start, end, "listed" if listed else "")


def _amid_name(page: Page, start: int, end: int) -> bool:
    """Say whether a field stands within a name: "Dinas Pariwisata", "Culture Minister"."""
    if any(
        wording.kind not in ("country", "government") and wording.start < end and start < wording.end
        for wording in page.wordings
    ):
        return True
    inside = page.within(start, end)
    if not inside:
        return False
    if page.lang != "id" and page.cased[start:end] != page.cased[start:end].upper():
        # In English and Turkish a capital amid a sentence makes a name of it.
        before_it = page.cased[:start].rstrip()
        if before_it and before_it[-1] not in ".!?:;\"'()\n" and "\n" not in page.cased[len(before_it) : start]:
            return _is_body(page, start)
    before, after = page.words[inside[0].number - 1 : inside[0].number], page.words[inside[-1].number + 1 :][:1]
    near = [one for one in before if page.cased[one.end : start] == " " and not one.end < one.stem]
    near += [one for one in after if page.cased[end : one.start] == " "]
    return any(one.capital for one in near)


def _is_body(page: Page, place: int) -> bool:
    sentence = page.sentence(place)
    return sentence is not None and sentence.kind != HEADLINE


def _lexicon(store: Store, lang: str) -> Lexicon:
    known = _KNOWN.setdefault(store, {})
    if lang not in known:
        given = [(word, "") for word in read_word_list("sectors")["never"].get(lang, ())]
        own = {"never", "cues"}
        given += [(word, code) for word, code in wordings("sectors", lang) if code not in own]
        for sector, name in store.select(_LABELS, lang=Literal(lang)):
            if isinstance(sector, IRI) and isinstance(name, Literal) and len(name.value) >= _BROAD:
                given.append((name.value, sector.value.removeprefix(SECTOR)))
        if lang == "id":
            given += [(f"{word}nya", code) for word, code in given]
        known[lang] = Lexicon(given)
    return known[lang]


@cache
def _cues(lang: str) -> Lexicon:
    return Lexicon((word, "cue") for word in read_word_list("sectors")["cues"].get(lang, ()))
