"""The form by hand in the terminal: one question a field, answered by a line; keys alone, no other program needed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import IO, Any, Final

from cityties.entry.desk import EntryDesk
from cityties.entry.sheet import presets, where
from cityties.kinds import EntryKind, draft_kinds, entry_kind, entry_kind_of, entry_kinds
from cityties.model.errors import CitytiesError, RequestError
from cityties.model.folding import fold
from cityties.reading.draft import Fact
from cityties.review.caption import caption
from cityties.review.form import Fault, Field
from cityties.review.making import name_slot
from cityties.review.sentence import sentence
from cityties.review.sheet import find, laid_out, posts_of, word
from cityties.review.wording import called

__all__ = ["Terminal"]

_MAKEABLE: Final = ("place", "person", "post", "organisation", "network", "mission")
_FEW: Final = 9  # of those that are called so
_SHOWN: Final = 12  # codes that are listed in a question


class _EndedError(Exception):
    """There are no more lines."""


class Terminal:
    """Asks for what is entered. ``run`` says whether it was saved."""

    def __init__(self, desk: EntryDesk, keys: IO[str] | None = None, out: IO[str] | None = None) -> None:
        self._desk, self._keys, self._out = desk, keys or sys.stdin, out or sys.stdout
        self._lang = desk.setting.lang

    def run(self) -> bool:
        """Ask for the first fact, for what else there is, for who says so; then save. An end of lines leaves it."""
        desk = self._desk
        try:
            if not desk.entered():
                if desk.word is None:
                    raise RequestError(f"{desk.name}: nothing was entered in it: begin anew")
                self._add(desk.word)
            self._rest()
            return self._save()
        except _EndedError:
            self._say("")
            return False

    # Facts

    def _rest(self) -> None:
        """Ask for what else there is, until an empty line."""
        while answer := self._ask(self._word("ask-also", words=self._numbered())):
            along = self._along()
            if answer.isdigit() and 1 <= int(answer) <= len(along):
                self._add(along[int(answer) - 1])
                continue
            try:
                self._add(entry_kind(answer))
            except RequestError as error:
                self._say(str(error))

    def _numbered(self) -> str:
        return ", ".join(f"{at} {called(one.labels, self._lang)}" for at, one in enumerate(self._along(), 1))

    def _along(self) -> list[EntryKind]:
        """List what can be added, what mostly comes with what is there first."""
        entered = self._desk.entered()
        known = [one for fact in [*entered[-1:], *entered] if (one := entry_kind_of(fact.kind, fact.slots))]
        names = dict.fromkeys([word for one in known for word in one.along] + list(entry_kinds()))
        return [entry_kinds()[name] for name in names]

    def _add(self, one: EntryKind) -> None:
        self._say(f"— {called(one.labels, self._lang)}")
        slots = presets(self._desk, one)
        fields = {field.name: field for field in self._desk.forms.fields(one.kind)}
        for name in one.ask:
            slots[name] = self._field(one.kind, fields[name], slots)
        self._keep(one.kind, slots, "")

    def _correct(self, fact: Fact) -> None:
        one = entry_kind_of(fact.kind, fact.slots)
        self._say(f"— {called(one.labels, self._lang) if one else self._desk.forms.label(fact.kind)}")
        self._keep(fact.kind, dict(fact.slots), fact.id)

    def _keep(self, kind: str, slots: dict[str, Any], name: str) -> None:
        """Show the sentence that a form makes, take more, and keep it when nothing is wrong with it."""
        desk = self._desk
        fields = {field.name: field for field in desk.forms.fields(kind)}
        while True:
            trial = desk.look(kind, slots, name)
            comparison = desk.compared(trial.draft)
            self._say(f"  {sentence(trial.fact, comparison.things, self._lang)}")
            if self._mended(kind, fields, slots, trial.faults):
                continue
            self._standing(trial.fact, comparison)
            if name:
                self._say("  " + ", ".join(f"{slot} ({field.label})" for slot, field in fields.items()))
            line = self._ask(f"  {self._word('ask-more')}")
            if line == "-":
                if name:
                    desk.remove(name)
                return
            slot, equals, value = line.partition("=")
            field_ = fields.get(slot.strip())
            if line and (not equals or field_ is None):
                self._say(f"  {line[:60]}: {', '.join(fields)}")
            elif field_ is not None:
                slots[field_.name] = self._read(field_, value.strip(), slots)
            else:
                desk.keep(kind, slots, name)
                return

    def _mended(self, kind: str, fields: Mapping[str, Field], slots: dict[str, Any], faults: tuple[Fault, ...]) -> bool:
        """Ask again for the first slot that is wrong; say whether there was one."""
        if not faults:
            return False
        self._say(f"  ! {faults[0].message}")
        slots[faults[0].slot] = self._field(kind, fields[faults[0].slot], slots)
        return True

    def _standing(self, fact: Fact, comparison: Any) -> None:
        from cityties.display.label import Labels

        told = laid_out(self._desk, comparison, Labels(self._desk.store, self._lang), fact)
        if told["why"]:
            self._say(f"  {told['why']}")

    # Fields

    def _field(self, kind: str, field: Field, slots: Mapping[str, Any]) -> Any:
        """Ask for one field; what stands in it already is kept by an empty line."""
        if field.type == "rows":
            return self._rows(field)
        label = field.label
        if field.type in ("refs", "codes", "texts"):
            label = self._word("ask-several", label=label)
        if field.scheme:
            codes = list(self._desk.forms.scheme(field.scheme).values())
            label += f" [{', '.join(codes[:_SHOWN])}{', …' if len(codes) > _SHOWN else ''}]"
        held = slots.get(field.name)
        if held:
            label += f" ({self._shown(field, held)})"
        while True:
            answer = self._ask(f"{label}{' *' if field.required and not held else ''}")
            if not answer:
                return held or ""
            value = self._read(field, answer, slots)
            faults = self._desk.look(kind, {field.name: value}).faults
            wrong = next((one.message for one in faults if one.slot == field.name and not one.missing), "")
            if not wrong:
                return value
            self._say(f"  ! {wrong}")

    def _rows(self, field: Field) -> list[dict[str, Any]]:
        columns = " | ".join(column.label for column in field.columns)
        self._say(self._word("ask-rows", label=field.label, columns=columns))
        rows: list[dict[str, Any]] = []
        while line := self._ask(f"  {len(rows) + 1}"):
            row = self._row(field, line)
            if row.get("participant"):
                rows.append(row)
        return rows

    def _row(self, field: Field, line: str) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for column, cell in zip(field.columns, line.split("|"), strict=False):
            if cell.strip():
                row[column.name] = self._read(column, cell.strip(), row)
        return row

    def _read(self, field: Field, text: str, beside: Mapping[str, Any]) -> Any:
        """Make the value of a field of a line."""
        match field.type:
            case "truth":
                return fold(text) in ("true", "1", "y", fold(word(self._lang, "yes")))
            case "texts":
                return _parts(text)
            case "codes":
                return [self._code(field, part) for part in _parts(text)]
            case "refs":
                return [found for part in _parts(text) if (found := self._thing(field, part, beside))]
            case "rows":
                return [self._row(field, row) for row in _parts(text)]
            case "ref":
                return self._thing(field, text, beside)
            case "code" | "class":
                return self._code(field, text)
        return text

    def _code(self, field: Field, text: str) -> str:
        """Give the code that is meant by a label, by its beginning, or by itself; what is none stays as it is."""
        codes = self._desk.forms.scheme(field.scheme)
        if text in codes:
            return text
        labels = {code: fold(label) for code, label in codes.items()}
        for fits in (fold(text).__eq__, lambda label: label.startswith(fold(text))):
            found = [code for code, label in labels.items() if fits(label)]
            if len(found) == 1:
                return found[0]
        return text

    def _thing(self, field: Field, text: str, beside: Mapping[str, Any]) -> Any:
        """Give what is meant by a name: one of this entry, one of the store, or a new thing; empty asks again."""
        if text.startswith("+"):
            return self._new(field, text[1:].strip())
        options = self._options(field, text, beside)
        same = [(value, label) for value, label, exact in options if exact]
        if len(same) == 1:
            self._say(f"  {self._word('take', label=same[0][1])}")
            return same[0][0]
        if not options:
            answer = self._ask(f"  {self._word('ask-new', name=text, kinds=self._told(field))}")
            if answer.isdigit() and 1 <= int(answer) <= len(_makeable(field)):
                return self._new(field, text, answer)
            if fold(answer) in ("y", "+", fold(word(self._lang, "yes"))[:1]):
                return self._new(field, text, "1")
            return self._thing(field, answer, beside) if answer else ""
        for number, (_, label, _) in enumerate(options, 1):
            self._say(f"  {number} {label}")
        first = options[0][1]
        answer = self._ask(f"  {self._word('ask-choose', first=first)}")
        if answer.startswith("+"):
            return self._new(field, answer[1:].strip() or text)
        if not answer or (answer.isdigit() and 1 <= int(answer) <= len(options)):
            return options[int(answer or 1) - 1][0]
        return self._thing(field, answer, beside)

    def _options(self, field: Field, text: str, beside: Mapping[str, Any]) -> list[tuple[Any, str, bool]]:
        """List what may be meant: its value, its label, whether it is called just so."""
        desk, wanted = self._desk, fold(text)
        things = desk.comparison().things
        found: list[tuple[Any, str, bool]] = []
        meant = set()
        for fact in desk.draft.of_kind(*field.kinds):
            names = [*caption(fact, things).values(), fact.text(name_slot(fact.kind))]
            if any(wanted in fold(name) for name in names):
                found.append((fact.id, called(caption(fact, things), self._lang), wanted in map(fold, names)))
                meant.add(things.iri(fact.id) if fact.kind in draft_kinds() and draft_kinds()[fact.kind].thing else "")
        person = str(beside.get("participant") or beside.get("holder") or "")
        if "post" in field.kinds and person.startswith("link:person:"):
            for one in posts_of(desk, person.removeprefix("link:person:")):
                if wanted in fold(one["label"]) and one["iri"] not in meant:
                    found.append((f"link:post:{one['iri']}", one["label"], wanted == fold(one["label"])))
                    meant.add(one["iri"])
        for one in find(desk, text, field.kinds):
            if one["iri"] not in meant:
                names = [part.rstrip(")") for part in one["label"].split(" (")]
                label = f"{one['label']} ({one['class']})"
                found.append((f"link:{one['kind']}:{one['iri']}", label, wanted in map(fold, names)))
        return found[:_FEW]

    def _told(self, field: Field) -> str:
        """List the kinds of new things that a field takes, by number."""
        return ", ".join(f"{at} {self._desk.forms.label(one)}" for at, one in enumerate(_makeable(field), 1)) or "–"

    def _new(self, field: Field, name: str, number: str = "") -> Any:
        """Make a new thing of the kind with that number, asking what it needs besides its name."""
        kinds = _makeable(field)
        if not kinds or not name:
            self._say(f"  ! {word(self._lang, 'nothing')}")
            return ""
        if len(kinds) > 1 and not number:
            number = self._ask(f"  {self._word('ask-kind', name=name, kinds=self._told(field))}")
        chosen = int(number) if number.isdigit() and 1 <= int(number) <= len(kinds) else 1
        kind = kinds[chosen - 1]
        slots: dict[str, Any] = {name_slot(kind): name} | ({"class": "City"} if kind == "place" else {})
        for inner in self._desk.forms.fields(kind):
            if not inner.more and inner.name != name_slot(kind) and inner.type not in ("texts", "role"):
                slots[inner.name] = self._field(kind, inner, slots)
        return {"new": kind, "slots": slots} if len(slots) > 1 else f"new:{kind}:{name}"

    def _shown(self, field: Field, value: Any) -> str:
        """Write a value that stands in a field already."""
        values = value if isinstance(value, list) else [value]
        codes = self._desk.forms.scheme(field.scheme) if field.scheme else {}
        things = self._desk.comparison().things
        shown = []
        for one in values:
            fact = self._desk.draft.fact(one) if isinstance(one, str) else None
            if fact:
                shown.append(called(caption(fact, things), self._lang))
            else:
                shown.append(codes.get(one, self._desk.preset.get(one, str(one))))
        return "; ".join(shown)

    # Who says so, and saving

    def _source(self) -> None:
        desk = self._desk
        self._say(f"— {self._word('source')}")
        told: dict[str, str] = {}
        fields = {field.name: field for field in desk.source_fields()}
        for field in fields.values():
            if field.name != "lang":
                self._ask_source(field, told)
        while faults := desk.describe_source(told):
            self._say(f"  ! {faults[0].message}")
            self._ask_source(fields[faults[0].slot], told)

    def _ask_source(self, field: Field, told: dict[str, str]) -> None:
        held = told.get(field.name) or getattr(self._desk.draft.article, field.name)
        label = field.label
        if field.name == "kind":
            codes = self._desk.forms.scheme("SourceKind")
            label += f" [{', '.join(codes.values())}]"
            held = codes.get(held, held)
        answer = self._ask(f"{label}{f' ({held})' if held else ' *' if field.required else ''}")
        if answer:
            told[field.name] = self._code(field, answer) if field.name == "kind" else answer

    def _save(self) -> bool:
        """Ask who says so, show all that was entered and what is found against it; save, correct, or leave."""
        desk = self._desk
        self._source()
        while True:
            self._summary()
            answer = fold(self._ask(self._word("ask-save")))[:1]
            if answer == "q":
                return False
            if answer == "c":
                self._choose()
                continue
            try:
                accepted, notes = desk.save()
            except CitytiesError as error:
                self._say(f"  ! {error}")
                self._choose()
                continue
            if notes:
                self._say(self._word("wrongHere"))
                for note in notes:
                    self._say(f"  ! {note.message}")
                self._choose()
                continue
            self._say(self._word("savedAs", where=where(desk), source=accepted.source))
            return True

    def _summary(self) -> None:
        desk = self._desk
        things = desk.comparison().things
        for number, fact in enumerate(self._listed(), 1):
            text = sentence(fact, things, self._lang) or called(caption(fact, things), self._lang)
            self._say(f"  {number} {text}")
        accepted = desk.whole()
        for note in desk.examined(accepted) if accepted else []:
            self._say(f"  ! {note.message}")

    def _choose(self) -> None:
        """Let one of the facts, or the source (0), be corrected by its number; then ask for more."""
        listed = self._listed()
        self._say(f"  0 {self._word('source')}")
        answer = self._ask(f"  {self._word('ask-which')}")
        if answer == "0":
            self._source()
        elif answer.isdigit() and 1 <= int(answer) <= len(listed):
            self._correct(listed[int(answer) - 1])
            self._rest()

    def _listed(self) -> list[Fact]:
        return [*self._desk.entered(), *self._desk.made()]

    def _ask(self, prompt: str) -> str:
        self._out.write(f"{_plain(prompt)}: ")
        self._out.flush()
        line = self._keys.readline()
        if not line:
            raise _EndedError
        if not self._keys.isatty():  # nobody's Enter moved on to the next line
            self._out.write("\n")
        return _plain(line).strip()

    def _say(self, text: str) -> None:
        if text.strip():
            self._out.write(f"{_plain(text)}\n")

    def _word(self, key: str, /, **parts: object) -> str:
        return word(self._lang, key, room="entry", **parts)


def _makeable(field: Field) -> list[str]:
    """List the kinds of new things that a field takes, what is likeliest first."""
    kinds = [kind for kind in field.kinds if kind in _MAKEABLE]
    first = ["place"] if "government" in field.kinds and "place" in kinds else []
    return list(dict.fromkeys([*first, *kinds]))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _plain(text: str) -> str:
    """Leave out what could steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
