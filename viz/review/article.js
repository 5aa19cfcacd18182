// The text with its marks. Places are counted in characters, as the draft counts them, not in JavaScript's units.
import { make, reveal } from "./make.js";

const ROOMS = {
  place: "place",
  government: "place",
  person: "person",
  post: "person",
  tenure: "person",
  mission: "mission",
  organisation: "mission",
  network: "mission",
};

export class Article {
  /** `onPick(ids)` is told the facts under a click, the narrowest first; `onSelect(span, box)` what is selected. */
  constructor(root, text, onPick, onSelect, onHover) {
    this.root = root;
    this.letters = Array.from(text);
    this.pieces = [];
    this.selected = null;
    root.addEventListener("click", (event) => {
      const mark = event.target.closest("mark");
      if (mark && document.getSelection().isCollapsed) onPick(mark.dataset.facts.split(" "));
    });
    root.addEventListener("mouseover", (event) =>
      onHover(event.target.closest("mark")?.dataset.facts.split(" ") || []),
    );
    root.addEventListener("mouseleave", () => onHover([]));
    document.addEventListener("selectionchange", () => {
      const span = this.selection();
      if (span && String(span) !== String(this.selected)) this.selected = span;
      onSelect(span, span && document.getSelection().getRangeAt(0).getBoundingClientRect());
    });
  }

  words(start, end) {
    return this.letters.slice(start, end).join("");
  }

  /** Write the text anew, with the marks of some facts. */
  render(facts, title) {
    const marking = facts.filter((fact) => fact.state !== "refused");
    const edges = new Set([0, this.letters.length]);
    for (const fact of marking)
      for (const [start, end] of fact.spans) {
        edges.add(start);
        edges.add(end);
      }
    this.letters.forEach((letter, place) => {
      if (letter === "\n") {
        edges.add(place);
        edges.add(place + 1);
      }
    });
    const cuts = [...edges].sort((one, other) => one - other);
    const paragraphs = [];
    let paragraph = null;
    this.pieces = [];
    const head = title && this.words(0, Array.from(title).length) === title;
    for (let place = 0; place + 1 < cuts.length; place++) {
      const [start, end] = [cuts[place], cuts[place + 1]];
      const words = this.words(start, end);
      if (words === "\n") {
        paragraph = null;
        continue;
      }
      if (!paragraph) {
        paragraph = make("p", { class: head && !paragraphs.length ? "headline" : "" });
        paragraphs.push(paragraph);
      }
      const here = marking.filter((fact) => fact.spans.some(([from, to]) => from <= start && end <= to));
      here.sort((one, other) => width(one, start) - width(other, start));
      const piece = here.length
        ? make("mark", { "data-facts": here.map((fact) => fact.id).join(" "), class: looks(here) }, words)
        : make("span", {}, words);
      piece.dataset.start = start;
      this.pieces.push({ start, end, element: piece, facts: here.map((fact) => fact.id) });
      paragraph.append(piece);
    }
    this.root.replaceChildren(...paragraphs);
  }

  /** Mark the words of one fact, and bring them into view. */
  activate(id, scroll = true) {
    let first = null;
    for (const piece of this.pieces) {
      const mine = piece.facts.includes(id);
      piece.element.classList.toggle("active", mine);
      if (mine && !first) first = piece.element;
    }
    if (first && scroll) reveal(this.root, first, { centre: true });
  }

  hint(ids) {
    for (const piece of this.pieces)
      piece.element.classList.toggle(
        "hint",
        piece.facts.some((id) => ids.includes(id)),
      );
  }

  /** Say which characters are selected, or null. */
  selection() {
    const selection = document.getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.commonAncestorContainer)) return null;
    let start = this.place(range.startContainer, range.startOffset),
      end = this.place(range.endContainer, range.endOffset);
    if (start === null || end === null) return null;
    while (start < end && /\s/u.test(this.letters[start])) start++;
    while (end > start && /\s/u.test(this.letters[end - 1])) end--;
    return start < end ? [start, end] : null;
  }

  place(node, offset) {
    if (node.nodeType !== Node.TEXT_NODE) {
      const next = node.childNodes[offset];
      const inner = next ? (next.dataset?.start ? next : next.querySelector?.("[data-start]")) : null;
      if (inner) return Number(inner.dataset.start);
      const last = [...node.querySelectorAll("[data-start]")].pop() || node.closest?.("[data-start]");
      return last ? Number(last.dataset.start) + Array.from(last.textContent).length : null;
    }
    const piece = node.parentElement.closest("[data-start]");
    return piece ? Number(piece.dataset.start) + Array.from(node.data.slice(0, offset)).length : null;
  }

  /** Select characters, so that one sees them. */
  select(start, end) {
    const point = (place, last) => {
      const piece = this.pieces.find((one) =>
        last ? one.start < place && place <= one.end : one.start <= place && place < one.end,
      );
      return piece && [piece.element.firstChild, this.words(piece.start, place).length];
    };
    const [one, other] = [point(start, false), point(end, true)];
    if (!one || !other) return;
    document.getSelection().setBaseAndExtent(...one, ...other);
    reveal(this.root, other[0].parentElement);
  }

  /** Let words be selected by keys: arrows move, Shift extends, Enter takes, Escape leaves. */
  walk(event, onTake) {
    if (!this.bounds) {
      this.bounds = [];
      let start = -1;
      this.letters.forEach((letter, place) => {
        if (/\s/u.test(letter)) {
          if (start >= 0) this.bounds.push([start, place]);
          start = -1;
        } else if (start < 0) start = place;
      });
      if (start >= 0) this.bounds.push([start, this.letters.length]);
    }
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
    if (event.key === "Enter" && this.selected) {
      event.preventDefault();
      event.stopPropagation();
      onTake();
      return;
    }
    if (!step || !this.bounds.length) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.selected && this.selected !== this.walked) {
      // selected by mouse: go on from there
      this.from = Math.max(
        0,
        this.bounds.findIndex(([, end]) => end > this.selected[0]),
      );
      this.to = this.bounds.findLastIndex(([start]) => start < this.selected[1]);
    }
    this.to = this.selected ? Math.min(this.bounds.length - 1, Math.max(0, this.to + step)) : 0;
    if (!event.shiftKey) this.from = this.to;
    const [low, high] = [Math.min(this.from, this.to), Math.max(this.from, this.to)];
    this.selected = this.walked = [this.bounds[low][0], this.bounds[high][1]];
    this.select(...this.selected);
  }
}

function width(fact, place) {
  return Math.min(
    ...fact.spans.filter(([start, end]) => start <= place && place < end).map(([start, end]) => end - start),
  );
}

function looks(facts) {
  const narrow = facts[0];
  const room = ROOMS[narrow.kind] || "relation";
  return [room, facts.some((fact) => fact.state === "open") ? "open" : "decided"].join(" ");
}
