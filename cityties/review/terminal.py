"""The review in the terminal: one fact at a time with its words, one key a verdict."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, Final

from cityties.display.label import Labels
from cityties.model.errors import CitytiesError, RequestError
from cityties.model.extra import need
from cityties.model.folding import fold
from cityties.model.key import read_key
from cityties.reading.draft import Fact
from cityties.review.desk import Desk, Outcome
from cityties.review.form import Field
from cityties.review.sheet import again_why, find, laid_out, outcome_text, word
from cityties.review.wording import read

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["Terminal"]

_AROUND: Final = 140  # letters of the text before and after the words that say so
_STYLES: Final = {"known": "green", "new": "cyan", "contradicts": "bold red"}


class Terminal:
    """Asks of one fact after another. ``run`` says whether the accepted facts were written."""

    def __init__(self, desk: Desk, keys: IO[str] | None = None, console: Console | None = None) -> None:
        need("terminal", "a review in the terminal")
        from rich.console import Console

        self._desk = desk
        self._keys = keys or sys.stdin
        self._console = console or Console(highlight=False)
        self._skipped: set[str] = set()
        self._shown: str | None = None
        self._acts: dict[str, Callable[[Fact], Outcome | None]] = {
            "a": lambda fact: desk.accept(fact.id),
            "r": lambda fact: desk.refuse(fact.id),
            "s": self._skip,
            "m": self._mend,
            "l": self._link,
            "u": lambda fact: desk.undo(),
            "n": lambda fact: self._add(),
        }

    def run(self) -> bool:
        """Go through the open facts, then ask whether to write what was accepted."""
        article = self._desk.draft.article
        self._say(article.title or self._word("untitled"), "bold")
        self._say(" · ".join(part for part in (article.publisher, article.published, article.address) if part), "dim")
        while (fact := self._next()) is not None:
            if self._shown != fact.id:
                self._show(fact)
            key = self._key()
            if key == "q":
                return False
            if key in self._acts:
                self._act(key, fact)
            else:
                self._help()
        return self._finish()

    def _act(self, key: str, fact: Fact) -> None:
        try:
            outcome = self._acts[key](fact)
        except RequestError as error:
            self._say(str(error), "red")
            return
        self._shown = None
        if key == "u" and outcome:
            self._skipped.discard(outcome.fact)
            self._say(self._word("undone"), "dim")
        elif outcome:
            self._say(outcome_text(self._desk, outcome), "dim")

    def _next(self) -> Fact | None:
        """Give the next open fact; what was skipped comes again only where accepted facts rest on it."""
        waiting = [fact for fact in self._desk.open() if fact.id not in self._skipped]
        return next(iter(waiting or self._desk.needed()), None)

    def _skip(self, fact: Fact) -> None:
        self._skipped.add(fact.id)

    def _show(self, fact: Fact) -> None:
        from rich.text import Text

        desk = self._desk
        self._shown = fact.id
        told = laid_out(desk, desk.comparison(), Labels(desk.store, desk.setting.lang), fact)
        done = sum(one.verdict is not None for one in desk.draft.facts)
        self._console.rule(style="dim")
        head = Text()
        head.append(f"{desk.forms.label(fact.kind)}  ", "dim")
        head.append(f"[{self._word(told['standing'])}]", _STYLES[told["standing"]])
        head.append(f"  {told['score']:.2f}  {told['rule']}", "dim")
        head.append(f"  ({self._word('progress', done=done, all=len(desk.draft.facts))})", "dim")
        self._console.print(head)
        self._say(told["caption"], "bold")
        for slot in told["told"]:
            self._say(f"  {slot['label']}: {_told(slot['values'])}")
        if told["gaps"]:
            self._say(f"  {self._word('gaps')} {', '.join(gap['label'] for gap in told['gaps'])}", "yellow")
        if told["why"]:
            self._say(f"  {told['why']}", _STYLES[told["standing"]])
        for span in fact.spans:
            self._console.print(self._quoted(*span))
        self._say(_line_of_keys(desk.setting.lang), "dim")

    def _quoted(self, start: int, end: int) -> Text:
        """Give the words that say so, marked, with what stands around them."""
        from rich.text import Text

        text = self._desk.draft.article.text
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        quoted = Text("  … " if start > _AROUND else "  ", "dim")
        quoted.append(_plain(before), "dim")
        quoted.append(_plain(text[start:end]), "bold reverse")
        quoted.append(_plain(after) + (" …" if end + _AROUND < len(text) else ""), "dim")
        return quoted

    def _mend(self, fact: Fact) -> Outcome | None:
        slots = self._fill(fact.kind, dict(fact.slots))
        return None if slots is None else self._desk.mend(fact.id, slots)

    def _link(self, fact: Fact) -> Outcome | None:
        if "iri" not in fact.slots and fact.kind not in _linkable():
            raise RequestError(f"{self._desk.forms.label(fact.kind)}: {self._word('nothing')}")
        name = self._ask(self._word("find")) or fact.text("name") or fact.text("title")
        chosen = self._pick(name, (fact.kind,))
        return None if chosen is None else self._desk.link(fact.id, chosen)

    def _add(self) -> Outcome | None:
        kinds = self._desk.forms.kinds()
        for number, kind in enumerate(kinds, 1):
            self._say(f"  {number} {self._desk.forms.label(kind)}")
        chosen = self._ask(self._word("chooseKind"))
        if not chosen.isdigit() or not 1 <= int(chosen) <= len(kinds):
            return None
        words = self._ask(self._word("words"))
        start = self._desk.draft.article.text.find(words) if words else -1
        if start < 0:
            raise RequestError(f"{words[:60]!r}: these words are not in the text")
        kind = kinds[int(chosen) - 1]
        slots = self._fill(kind, {})
        return None if slots is None else self._desk.add(kind, slots, [(start, start + len(words))])

    def _fill(self, kind: str, slots: dict[str, Any]) -> dict[str, Any] | None:
        """Ask for slots as ``name=value``, until an empty line; None where nothing was told."""
        fields = {field.name: field for field in self._desk.forms.fields(kind)}
        for name, field in fields.items():
            choices = ", ".join(self._desk.forms.scheme(field.scheme)) if field.scheme else " ".join(field.kinds)
            self._say(f"  {name} ({field.label}) = {slots.get(name, '')}" + (f"   [{choices}]" if choices else ""))
        changed = False
        while line := self._ask("slot=value"):
            name, equals, value = line.partition("=")
            field_ = fields.get(name.strip())
            if not equals or field_ is None:
                self._say(f"{line[:60]}: slot=value, {', '.join(fields)}", "red")
                continue
            slots[field_.name] = self._read(field_, value.strip())
            changed = True
        return slots if changed else None

    def _read(self, field: Field, text: str) -> Any:
        match field.type:
            case "truth":
                return text.lower() in ("true", "yes", "1", self._word("yes"))
            case "texts" | "codes" | "refs":
                return [self._one(field, part.strip()) for part in text.split(";") if part.strip()]
            case "rows":
                rows = [[part.strip() for part in row.split("|")] for row in text.split(";") if row.strip()]
                return [
                    {
                        column.name: self._one(column, cell)
                        for column, cell in zip(field.columns, row, strict=False)
                        if cell
                    }
                    for row in rows
                ]
        return self._one(field, text)

    def _one(self, field: Field, text: str) -> str:
        """Take a name for a fact of the draft, or for a thing of the store; +name is a new thing."""
        if not field.kinds or not text or self._desk.draft.fact(text):
            return text
        if text.startswith("+"):
            return f"new:{field.kinds[0]}:{text[1:].strip()}"
        comparison, labels = self._desk.comparison(), Labels(self._desk.store, self._desk.setting.lang)
        for fact in self._desk.draft.of_kind(*field.kinds):
            if fold(laid_out(self._desk, comparison, labels, fact)["caption"]) == fold(text):
                return fact.id
        chosen = self._pick(text, field.kinds)
        kind = next((one["kind"] for one in find(self._desk, text, field.kinds) if one["iri"] == chosen), "")
        return f"link:{kind}:{chosen}" if chosen and kind else text

    def _pick(self, name: str, kinds: tuple[str, ...]) -> str | None:
        """Let one of the things of a name be chosen by number; 0 is none of them."""
        found = find(self._desk, name, kinds)
        for number, one in enumerate(found, 1):
            self._say(f"  {number} {one['label']} ({one['class']})  {one['iri']}")
        self._say(f"  0 {self._word('own')}" if found else f"  {self._word('nothing')}")
        if not found:
            return None
        chosen = self._ask("0 … " + str(len(found)))
        if not chosen.isdigit() or int(chosen) > len(found):
            return None
        return found[int(chosen) - 1]["iri"] if int(chosen) else ""

    def _finish(self) -> bool:
        desk = self._desk
        facts = desk.draft.facts
        left = sum(fact.verdict is None for fact in facts)
        self._console.rule(style="dim")
        self._say(self._word("left", count=left) if left else self._word("all", count=len(facts)))
        if not any(fact.verdict and fact.verdict.state == "accepted" for fact in facts):
            return False
        if not desk.draft.article.publisher and (publisher := self._ask(self._word("publisher"))):
            desk.describe({"publisher": publisher})
        where = " + ".join(str(place) for place in (desk.setting.location, desk.setting.output) if place)
        answer = self._ask(f"{self._word('where', where=where)}: {self._word('write')}? (y/n)").lower()
        if answer[:1] not in ("y", self._word("yes")[0]):
            return False
        again = self._again()
        if again is None:
            return False
        accepted, findings = desk.finish(again)
        for finding in findings:
            self._say(f"{finding.label} ({finding.node}): {finding.message}", "red")
        if findings:
            raise CitytiesError(self._word("wrong").rstrip(":") + f" {len(findings)}")
        self._say(self._word("written", count=accepted.facts, where=where, source=accepted.source))
        return True

    def _again(self) -> str | None:
        """Ask what becomes of an article that is in the graph already; None where it stops there."""
        known = self._desk.known_already()
        if not known:
            return ""
        for one in known:
            self._say(
                self._word("again", source=one.label, why=again_why(self._desk.setting.lang, one)),
                _STYLES["contradicts"],
            )
        self._say(f"[r] {self._word('replaceIt')}  [a] {self._word('addBeside')}  [s] {self._word('stopThere')}", "dim")
        return {"r": "replace", "a": "add"}.get(self._key())

    def _key(self) -> str:
        return read_key(self._keys)

    def _ask(self, prompt: str) -> str:
        self._console.print(_plain(prompt), end=": ", markup=False)
        return self._keys.readline().strip()

    def _help(self) -> None:
        lang = self._desk.setting.lang
        for told in read("words.toml")["keys"].values():
            if told["keys"][0] in self._acts:
                self._say(f"  {told['keys'][0]}  {told[lang]}")
        self._say("  q")

    def _say(self, text: str, style: str = "") -> None:
        from rich.text import Text

        if text:
            self._console.print(Text(_plain(text), style))

    def _word(self, name: str, **parts: object) -> str:
        return word(self._desk.setting.lang, name, "review", **parts)


def _plain(text: str) -> str:
    """Leave out what could steer a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)


def _told(values: list[dict[str, Any]]) -> str:
    rows = [", ".join(part["text"] for part in one["parts"]) if "parts" in one else one["text"] for one in values]
    return "; ".join(rows)


def _line_of_keys(lang: str) -> str:
    names = ("accept", "mend", "refuse", "link", "skip", "undo")
    told = read("words.toml")["keys"]
    return "  ".join(f"[{told[name]['keys'][0]}] {word(lang, name)}" for name in names) + "  [q]"


def _linkable() -> frozenset[str]:
    from cityties.reading.draft import SLOTS

    return frozenset(kind for kind, slots in SLOTS.items() if "iri" in slots)
