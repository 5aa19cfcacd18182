"""What all pages share: the store, the language, the words, the templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final

from cityties import __version__
from cityties.display.label import Labels
from cityties.display.template import fill
from cityties.dossier.plan import word
from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.language import called, languages
from cityties.model.multilingual import read_multilingual
from cityties.model.vocabulary import RDF
from cityties.pages.address import address
from cityties.store import IRI, Store
from cityties.store.kind import Classes

__all__ = ["Frame", "PageError", "first", "read"]

# Where an address of our own begins in a page: within a text a quotation mark is always escaped.
_LINK: Final = re.compile(r"""\b(?:href|src|action)="(?=/(?!/))""")
_TYPE: Final = IRI(f"{RDF}type")


class PageError(Exception):
    """There is no such page."""


@cache
def read(name: str) -> dict[str, Any]:
    """Read one file of viz/serve. Raises ModelError where it is no TOML."""
    return read_multilingual(resources.folder("viz") / name)


@dataclass
class Frame:
    """One request for a page: what it is asked of, in which language, by which address.

    Pages are written as if the server stood at the root of its host; ``page`` and ``at`` put them below ``root``.
    """

    store: Store
    lang: str
    path: str
    fields: Mapping[str, str]
    root: str = ""
    status: int = 200
    labels: Labels = field(init=False)

    def __post_init__(self) -> None:
        self.labels = Labels(self.store, self.lang)

    def word(self, name: str, **parts: object) -> str:
        """Say a word of viz/serve/words.toml."""
        return str(read("serve/words.toml")[name][self.lang]).format(**parts)

    def column(self, name: str) -> str:
        """Say what a column or a parameter is called."""
        words = word(name, self.lang, "columns")
        if not words:
            raise ModelError(f"viz/profiles/columns.toml: the column {name} has no words: add it")
        return words

    def label(self, iri: str) -> str:
        """Name a thing."""
        return self.labels.label(iri)

    @cached_property
    def words(self) -> dict[str, str]:
        """The words that the templates say by themselves."""
        return {name: words[self.lang] for name, words in read("serve/words.toml").items()}

    def classes(self, thing: IRI) -> list[str]:
        """Say of which classes a thing is, the narrowest of those that it is of."""
        found = {quad.object.value for quad in self.store.about(thing) if quad.predicate == _TYPE
                 and isinstance(quad.object, IRI)}  # fmt: skip
        return self._known.narrowest(found)

    @cached_property
    def _known(self) -> Classes:
        return Classes(self.store)

    def page(self, template: str, title: str, **told: object) -> bytes:
        """Fill a template."""
        text = fill(
            f"serve/{template}.html",
            lang=self.lang,
            languages={language: called(language) for language in languages()},
            words=self.words,
            word=self.word,
            title=title,
            path=self.path,
            fields=self.fields,
            address=address,
            made=self.word("made", version=__version__),
            **told,
        )
        return _LINK.sub(rf"\g<0>{self.root}", text).encode() if self.root else text.encode()

    def at(self, place: str) -> str:
        """Say where a place of this server lies for who asks; an address elsewhere stays as it is."""
        return f"{self.root}{place}" if place.startswith("/") else place


def first(fields: Mapping[str, str], name: str) -> str:
    """Give a field of the address, without spaces around it."""
    return fields.get(name, "").strip()
