"""People with public posts: who is named beside which post, of which place, country or network.

Patterns are in graph/reading/patterns.toml, words in posts.toml and titles.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from cityties.model.language import ENGLISH
from cityties.model.word_list import read_word_list
from cityties.reading.people.chunk import Chunk, letters
from cityties.reading.places.toponym import Naming
from cityties.reading.words.lexicon import fold
from cityties.reading.words.page import DIPLOMATIC, Page

__all__ = ["Holding", "Post", "compiled", "find_holdings", "find_posts"]

# Posts that a text names of many bodies that are no government: they count with a country or a network only.
NEEDS_BODY: Final = frozenset(
    ("head-of-state", "head-of-network", "secretary-general", "vice-president", "spokesperson")
)


@dataclass(frozen=True)
class Post:
    """A post as a text words it, folded letters ``start`` to ``end``, with what stands around it.

    ``place`` is the city or region whose post it is, or where a mission's head has his seat; ``sender`` and
    ``host`` are countries by two letters; ``network`` is the English name of a network.
    """

    start: int
    end: int
    role: str
    acting: bool = False
    place: Naming | None = None
    sender: str = ""
    host: str = ""
    network: str = ""
    plural: bool = False


@dataclass(frozen=True)
class Holding:
    """A name beside a post: the name's folded letters ``start`` to ``end``."""

    start: int
    end: int
    post: Post


@dataclass
class _Row:
    page: Page
    row: Sequence[Chunk]
    text: str = ""
    used: set[int] = field(default_factory=set)  # chunks that are names already

    def __post_init__(self) -> None:
        self.text = letters(self.row)


def find_holdings(page: Page, row: Sequence[Chunk]) -> Iterator[Holding]:
    """Go through the names that stand beside posts in the chunks of one sentence."""
    sentence = _Row(page, row)
    held: set[int] = set()
    yield from _listed(sentence, held)
    yield from _behind(sentence, held)
    for match in compiled(page.lang, "ahead").finditer(sentence.text, overlapped=True):
        start, end = match.span("NAME")
        post = _post(page, row[match.start("group") : match.end("group")])
        number = match.start("group") + _core(sentence.text[match.start("group") : match.end("group")])
        if post and number not in held and not sentence.used.intersection(range(start, end)):
            held.add(number)
            sentence.used.update(range(start, end))
            yield Holding(row[start].start, row[end - 1].end, post)
    for kind, role in (("member", "council-member"), ("chief", "mayor")):
        if page.lang not in read_word_list("patterns")[kind]:
            continue
        for match in compiled(page.lang, kind).finditer(sentence.text):
            start, end = match.span("NAME")
            if not sentence.used.intersection(range(start, end)):
                title = row[match.start()]
                post = _of_behind(page, sentence, Post(title.start, title.end, role), end)
                yield Holding(row[start].start, row[end - 1].end, post)


def _listed(sentence: _Row, held: set[int]) -> Iterator[Holding]:
    """Go through lists of names each with its post behind it: "Feng Hao, deputy head, Chen Wei, head of tourism"."""
    page, row = sentence.page, sentence.row
    if page.lang not in read_word_list("patterns")["listed"]:
        return
    for match in compiled(page.lang, "listed").finditer(sentence.text):
        for (start, end), (first, last) in zip(match.spans("NAME"), match.spans("group"), strict=True):
            post = _post(page, row[first:last])
            if post is None:
                continue
            held.add(first + _core(sentence.text[first:last]))
            sentence.used.update(range(start, end))
            yield Holding(row[start].start, row[end - 1].end, _of_beside(sentence, post, last))


def _of_beside(sentence: _Row, post: Post, place: int) -> Post:
    """Take in the government that stands behind a post and a comma: "Head of Affairs, Fingal County Council"."""
    found = next((number for number in range(place + 1, place + 3) if sentence.text[number : number + 1] == "L"), None)
    if post.place or post.sender or sentence.text[place : place + 1] != "," or found is None:
        return post
    return replace(post, place=sentence.row[found].place)


def _behind(sentence: _Row, held: set[int]) -> Iterator[Holding]:
    page, row = sentence.page, sentence.row
    place = 0
    while match := compiled(page.lang, "behind").search(sentence.text, place):
        start, end = match.span("NAME")
        group = match.span("group")
        core = group[0] + _core(sentence.text[group[0] : group[1]])
        post = None if core in held else _post(page, row[group[0] : group[1]])
        place = match.end()
        if post is None:
            place = core + 1
            continue
        held.add(core)
        sentence.used.update(range(start, end))
        post = _of_behind(page, sentence, post, place)
        yield Holding(row[start].start, row[end - 1].end, post)
        while post.plural and (more := compiled(page.lang, "further").match(sentence.text, place)):
            first, last = more.span("NAME")
            sentence.used.update(range(first, last))
            place = more.end()
            yield Holding(row[first].start, row[last - 1].end, post)


def _of_behind(page: Page, sentence: _Row, post: Post, place: int) -> Post:
    """Take in the place that follows the name: "Mayor Jane Castorino of Tampa"."""
    if page.lang == "en" and post.place is None and not post.sender and sentence.text[place : place + 2] == "oL":
        return replace(post, place=sentence.row[place + 1].place)
    return post


def find_posts(page: Page, row: Sequence[Chunk]) -> Iterator[Post]:
    """Go through the posts in the chunks of one sentence, named holder or not."""
    for match in compiled(page.lang, "group").finditer(letters(row)):
        post = _post(page, row[match.start() : match.end()])
        if post:
            yield post


def _core(text: str) -> int:
    """Say where the post stands in the letters of a group: of two that are joined, the one that has the place."""
    first = next(place for place, letter in enumerate(text) if letter in "PQ")
    return first + 2 if text[first + 1 : first + 2] == "e" and text[first + 2 : first + 3] in ("P", "Q") else first


def _post(page: Page, group: Sequence[Chunk]) -> Post | None:
    """Read a post out of its chunks; None where its words are no public post by themselves."""
    core = _core(letters(group))
    wording = group[core].wording
    if wording is None:
        return None
    title = page.folded[wording.start : wording.end]
    role = _role(page, group, wording.code)
    acting = any(chunk.letter == "X" for chunk in group) or (role in ("mayor", "governor") and "vekil" in title)
    places = [(number, chunk.place) for number, chunk in enumerate(group) if chunk.place]
    countries = _codes(group, "CA")
    network = next((code for _, code in _codes(group, "W")), "")
    if role in NEEDS_BODY and not (network or (role != "head-of-network" and (countries or places))):
        return None
    if title in _bare(page.lang) and "D" not in letters(group):
        return None
    plural = _is_plural(page.lang, title)
    place, sender, host = _bodies(page.lang, role, core, places, countries, letters(group))
    first = next(chunk for chunk in group if chunk.letter != "'")
    return Post(first.start, group[-1].end, role, acting, place, sender, host, network, plural)


def _codes(group: Sequence[Chunk], letters: str) -> list[tuple[int, str]]:
    """Give the codes of the chunks of some letters, each with its place in the group."""
    return [(number, one.wording.code) for number, one in enumerate(group) if one.letter in letters and one.wording]


def _is_plural(lang: str, title: str) -> bool:
    """Say whether the word of a post is of several: "mayors", "başkanları"."""
    return title.endswith("s") if lang == "en" else lang == "tr" and bool(re.search(r"l[ae]ri?", title))


def _role(page: Page, group: Sequence[Chunk], role: str) -> str:
    """Give the role of a post: the president of a place is its mayor in Turkish."""
    network = any(chunk.letter == "W" for chunk in group)
    of_place = page.lang == "tr" and re.search("L'w?[PQ]", letters(group)) is not None
    return "mayor" if role == "head-of-network" and not network and of_place else role


def _bodies(
    lang: str,
    role: str,
    core: int,
    places: list[tuple[int, Naming]],
    countries: list[tuple[int, str]],
    text: str,
) -> tuple[Naming | None, str, str]:
    """Tell whose post it is, and where: the place, the sending country, the country that it is sent to."""
    codes = [code for _, code in countries]
    if role not in DIPLOMATIC:
        return _own_place(lang, core, places), next(iter(codes), ""), ""
    last = places[-1][1] if places else None
    mission = next((number for number, letter in enumerate(text) if letter in "EU"), None)
    if mission is not None:
        return last, "ID" if "U" in text else next(iter(codes), ""), ""
    if lang == "tr":
        sender, host = (*codes, "", "")[:2]
        return last, sender, host
    # "Ambassador of … to …": what stands behind the small word is where it is sent.
    border = next((number for number in range(core, len(text)) if text[number] in "fi"), len(text))
    sent = [code for number, code in countries if number < border]
    hosts = [code for number, code in countries if number > border]
    seats = [naming for number, naming in places if number > border or lang == "en"]
    return next(iter(seats), None), next(iter(sent), ""), next(iter(hosts), "")


def _own_place(lang: str, core: int, places: list[tuple[int, Naming]]) -> Naming | None:
    """Give the place of a post at home: that behind its word, else that before it; in Turkish that before it."""
    before = [naming for number, naming in places if number < core]
    after = [naming for number, naming in places if number > core]
    return next(iter(after[:1] + before[-1:] if lang != "tr" else before[-1:]), None)


@cache
def _bare(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for word in read_word_list("titles")["bare"].get(lang, ()))


@cache
def compiled(lang: str, name: str) -> Any:
    import regex

    words = read_word_list("patterns")
    text, group, person = (words[one].get(lang, words[one].get(ENGLISH)) for one in (name, "group", "name"))
    text = text.replace("<group>", f"(?P<group> {group} )").replace("<name>", person)
    return regex.compile(text, regex.VERBOSE)
